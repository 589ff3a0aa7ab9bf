//! The parameters of a path pattern, also in const evaluation.

use super::message::Message;
use super::names::equal;
use super::tree::{Sought, find};
use crate::gate::Declared;
use crate::policy::{Node, Policy};
use crate::vocabulary::Vocabulary;

/// Where the name of a parameter ends and what follows it begins; `None` after the last one.
///
/// `{name}`, `{name:expression}` and `{name}*` as actix-web writes them; braces inside an
/// expression nest.
const fn next_parameter(pattern: &[u8], from: usize) -> Option<(usize, usize, usize)> {
    let mut at = from;
    while at < pattern.len() && pattern[at] != b'{' {
        at += 1;
    }
    if at == pattern.len() {
        return None;
    }
    let start = at + 1;
    let mut end = start;
    while end < pattern.len() && pattern[end] != b'}' && pattern[end] != b':' {
        end += 1;
    }
    let mut depth = 1;
    let mut after = start;
    while after < pattern.len() && depth > 0 {
        match pattern[after] {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        after += 1;
    }
    Some((start, end, after))
}

const fn part(pattern: &str, start: usize, end: usize) -> &str {
    match core::str::from_utf8(pattern.as_bytes().split_at(end).0.split_at(start).1) {
        Ok(name) => name,
        Err(_) => "",
    }
}

/// Whether `pattern` has the parameter `name`.
pub(crate) const fn has_parameter(pattern: &str, name: &str) -> bool {
    let mut at = 0;
    while let Some((start, end, after)) = next_parameter(pattern.as_bytes(), at) {
        if equal(part(pattern, start, end), name) {
            return true;
        }
        at = after;
    }
    false
}

/// The names of all parameters of `pattern`.
pub(crate) fn parameters(pattern: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some((start, end, after)) = next_parameter(pattern.as_bytes(), at) {
        names.push(part(pattern, start, end));
        at = after;
    }
    names
}

/// `pattern` with something else in the place of each parameter, which `write` makes of its name and
/// its expression.
pub(crate) fn with_parameters(
    pattern: &str,
    mut write: impl FnMut(&str, Option<&str>) -> String,
) -> String {
    let mut path = String::new();
    let mut at = 0;
    while let Some((start, end, after)) = next_parameter(pattern.as_bytes(), at) {
        path.push_str(part(pattern, at, start.saturating_sub(1)));
        let inner = part(pattern, end, after.saturating_sub(1));
        path.push_str(&write(part(pattern, start, end), inner.strip_prefix(':')));
        // `{tail}*` takes the rest.
        let is_tail = part(pattern, after, pattern.len()).starts_with('*');
        at = if is_tail { after.saturating_add(1) } else { after };
    }
    path.push_str(part(pattern, at, pattern.len()));
    path
}

/// A parameter of the policy's object, or of the subject, that `pattern` lacks.
pub(crate) const fn missing_parameter<V: Vocabulary>(
    pattern: &str,
    policy: &Policy<V>,
) -> Option<&'static str> {
    if let Some(target) = policy.target() {
        let names = target.parameters();
        let mut at = 0;
        while at < names.len() {
            if !has_parameter(pattern, names[at]) {
                return Some(names[at]);
            }
            at += 1;
        }
    }
    match find(policy.root(), Sought::ParameterMissingIn(pattern)) {
        Some(Node::Parameter(parameter)) => Some(parameter.name),
        _ => None,
    }
}

/// A parameter in front of the object's last one that nothing compares with the object.
pub(crate) const fn unchecked_parameter<'p, V: Vocabulary>(
    pattern: &'p str,
    policy: &Policy<V>,
) -> Option<&'p str> {
    let Some(target) = policy.target() else { return None };
    let own = target.parameters();
    let mut at = 0;
    let mut unchecked = None;
    while let Some((start, end, after)) = next_parameter(pattern.as_bytes(), at) {
        let name = part(pattern, start, end);
        if contains(own, name) {
            if unchecked.is_some() {
                return unchecked;
            }
        } else if unchecked.is_none() && !target.knows_parameter(name) {
            unchecked = Some(name);
        }
        at = after;
    }
    // A list has no parameter of its own: whatever is in the path is a parent.
    if target.is_list() { unchecked } else { None }
}

pub(crate) const fn contains(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if equal(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

/// A parameter that is stated to be unrelated and that `pattern` does not even have.
pub(crate) const fn needless_escape<V: Vocabulary>(
    pattern: &str,
    policy: &Policy<V>,
) -> Option<&'static str> {
    let Some(target) = policy.target() else { return None };
    let unrelated = target.unrelated();
    let mut at = 0;
    while at < unrelated.len() {
        if !has_parameter(pattern, unrelated[at].0) {
            return Some(unrelated[at].0);
        }
        at += 1;
    }
    None
}

/// Whether `name` is the first part of a pair.
pub(crate) const fn is_among(pairs: &[(&str, &str)], name: &str) -> bool {
    let mut at = 0;
    while at < pairs.len() {
        if equal(pairs[at].0, name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Refuses a parameter that is stated to be unrelated and yet is compared.
#[track_caller]
pub(crate) const fn assert_unrelated(
    unrelated: &[(&'static str, &'static str)],
    id: &[&'static str],
    relations: &[&'static str],
) {
    let mut at = 0;
    while at < unrelated.len() {
        let name = unrelated[at].0;
        if contains(id, name) || contains(relations, name) {
            let message = Message::new()
                .push("the parameter `")
                .push(name)
                .push("` is compared with the object where it stands in front: remove its ")
                .push("`danger_unrelated`, or give the parameter another name");
            panic!("{}", message.as_str())
        }
        at += 1;
    }
}

/// Refuses routes below `prefix` whose path does not fit their policy.
///
/// # Panics
/// When a parameter is missing or unchecked; generated code calls this in const position.
#[track_caller]
pub const fn assert_routes<V: Vocabulary>(prefix: &str, routes: &[Declared], policy: &Policy<V>) {
    let mut at = 0;
    while at < routes.len() {
        let pattern = Message::new().push(prefix).push(routes[at].path);
        assert_parameters(pattern.as_str(), policy);
        at += 1;
    }
}

#[track_caller]
const fn assert_parameters<V: Vocabulary>(pattern: &str, policy: &Policy<V>) {
    if let Some(name) = missing_parameter(pattern, policy) {
        let message = Message::new()
            .push("the path `")
            .push(pattern)
            .push("` has no parameter `")
            .push(name)
            .push("`, by which the policy finds the object: add it, or name another with ")
            .push("`id = \"..\"`");
        panic!("{}", message.as_str())
    }
    if let Some(name) = needless_escape(pattern, policy) {
        let message = Message::new()
            .push("`danger_unrelated` names the parameter `")
            .push(name)
            .push("`, which the path `")
            .push(pattern)
            .push("` does not have: remove it");
        panic!("{}", message.as_str())
    }
    if let Some(name) = unchecked_parameter(pattern, policy) {
        let message = unchecked_message(pattern, name, policy);
        panic!("{}", message.as_str())
    }
}

const fn unchecked_message<V: Vocabulary>(
    pattern: &str,
    name: &str,
    policy: &Policy<V>,
) -> Message {
    let resource = match policy.target() {
        Some(target) => target.resource(),
        None => "",
    };
    Message::new()
        .push("nothing compares the parameter `")
        .push(name)
        .push("` of `")
        .push(pattern)
        .push("` with the `")
        .push(resource)
        .push(
            "`: name it like the field that holds it, which the resource has as `parent`, `owner` ",
        )
        .push("or `tenant`; or give the guard `danger_unrelated(")
        .push(name)
        .push(", reason = \"..\")`")
}

#[cfg(test)]
mod tests {
    use super::{has_parameter, parameters};

    #[test]
    fn names_are_found_with_and_without_expressions() {
        assert_eq!(parameters("/a/{id}/b"), ["id"]);
        assert_eq!(parameters("/{id:\\d{3}}/x{rest}*"), ["id", "rest"]);
        assert_eq!(parameters("/a"), Vec::<&str>::new());
        assert_eq!(parameters("/{unclosed"), ["unclosed"]);
    }

    #[test]
    fn a_name_is_compared_whole() {
        assert!(has_parameter("/{post_id}", "post_id"));
        assert!(!has_parameter("/{post_id}", "id"));
        assert!(!has_parameter("/id", "id"));
    }
}
