//! Routes that would never run, because others take their requests.

use std::collections::HashMap;

use actix_web::http::Method;

use super::defects::Defect;
use super::table::Entry;
use crate::vocabulary::Vocabulary;

/// Routes whose path and method an earlier one takes without condition.
pub(super) fn duplicates<V: Vocabulary>(routes: &[Entry<V>]) -> impl Iterator<Item = Defect> {
    let mut seen: HashMap<String, Vec<&Entry<V>>> = HashMap::new();
    routes.iter().filter_map(move |second| {
        let earlier = seen.entry(without_names(&second.path)).or_default();
        let found = earlier.iter().find_map(|first| {
            Some(Defect::Duplicate {
                route: format!("{} {}", taken_by(first, second)?, second.path),
                first: first.handler,
                second: second.handler,
            })
        });
        if !second.conditional {
            earlier.push(second);
        }
        found
    })
}

/// The methods of `second` that `first` takes, in words.
fn taken_by<V: Vocabulary>(first: &Entry<V>, second: &Entry<V>) -> Option<String> {
    if second.methods.is_empty() {
        return first.methods.is_empty().then(|| "any method of".to_owned());
    }
    let taken: Vec<_> = second.methods.iter().filter(|method| first.takes(method)).collect();
    let words: Vec<_> = taken.into_iter().map(Method::as_str).collect();
    (!words.is_empty()).then(|| words.join(","))
}

/// Whether a scope of the shape `prefix` takes every request for the shape `path`. Regular
/// expressions are compared as text, so two that match the same are not found.
pub(super) fn covers(prefix: &str, path: &str) -> bool {
    let mut rest = path.split('/');
    prefix
        .trim_end_matches('/')
        .split('/')
        .all(|segment| rest.next().is_some_and(|other| segment == "{}" || segment == other))
}

/// The shape of a pattern, with its parameters' names left out: `/users/{id}` and `/users/{name}` are one.
pub(super) fn without_names(pattern: &str) -> String {
    let mut shape = String::new();
    let mut depth = 0_usize;
    let mut in_name = false;
    for letter in pattern.chars() {
        match letter {
            '{' => {
                in_name = depth == 0;
                depth += 1;
                shape.push(letter);
                continue;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                in_name = false;
            }
            ':' if depth == 1 => in_name = false,
            _ => {}
        }
        if !in_name {
            shape.push(letter);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::{covers, without_names};

    #[test]
    fn names_are_left_out_and_expressions_kept() {
        assert_eq!(without_names("/a/{id}/b"), "/a/{}/b");
        assert_eq!(without_names("/{id:\\d{3}}/{rest}*"), "/{:\\d{3}}/{}*");
    }

    #[test]
    fn a_prefix_covers_whole_segments() {
        for (prefix, path) in [
            ("", "/x"),
            ("/a", "/a"),
            ("/a", "/a/b"),
            ("/a/", "/a/b"),
            ("/{t}", "/a/b"),
            ("/{t}/x", "/{u}/x/y"),
        ] {
            assert!(covers(&without_names(prefix), &without_names(path)), "{prefix} covers {path}");
        }
        for (prefix, path) in
            [("/a", "/ab"), ("/a/b", "/a"), ("/{t:\\d+}", "/a"), ("/{t}/x", "/a/y")]
        {
            assert!(
                !covers(&without_names(prefix), &without_names(path)),
                "{prefix} does not cover {path}"
            );
        }
    }
}
