//! `Defects`: what keeps an app from starting, and how routes that never run are found.

use core::fmt;
use std::collections::HashMap;

use actix_web::http::Method;

use super::table::Entry;
use crate::gate::HandlerInfo;
use crate::vocabulary::Vocabulary;

/// What keeps an app from starting. `Debug` and `Display` list every defect.
#[derive(Clone, PartialEq, Eq)]
pub struct Defects(pub(super) Vec<Defect>);

impl Defects {
    /// The defects in the order in which they were found.
    pub fn list(&self) -> &[Defect] {
        &self.0
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// One thing that keeps an app from starting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Two routes take the same method and path; the second would never run, so that the policy
    /// which a reader finds there would not be the one in force.
    Duplicate {
        /// Methods and path.
        route: String,
        /// The handler that is registered first.
        first: HandlerInfo,
        /// The handler that would never run.
        second: HandlerInfo,
    },
    /// A [`Gate`](crate::Gate) among the data of the app, a scope or a resource: it would replace
    /// the policies of the scopes around it.
    MisplacedGate {
        /// The path of the scope where it is; empty for the app.
        path: String,
    },
    /// A scope that is registered before takes every request of this route or scope.
    Hidden {
        /// The path of the route or scope that would never be reached.
        path: String,
        /// The prefix of the scope in front of it.
        scope: String,
    },
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { route, first, second } => write!(
                f,
                "`{route}` is registered twice: `{}` ({}:{}) hides `{}` ({}:{}); remove one",
                first.name, first.file, first.line, second.name, second.file, second.line
            ),
            Self::MisplacedGate { path } => write!(
                f,
                "the data at `{path}` holds a `Gate`, which the app adds itself: remove it"
            ),
            Self::Hidden { path, scope } => write!(
                f,
                "`{path}` is never reached: the scope `{scope}` before it takes every request \
                 below its prefix; register it earlier, or inside that scope"
            ),
        }
    }
}

impl fmt::Display for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the app refuses to start:")?;
        for defect in &self.0 {
            write!(f, "\n- {defect}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Defects {}

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
