//! Reading a lock file.

use core::fmt;

use super::{Line, Lock, RouteKey, TITLE};

/// Why a text is no lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockError {
    line: usize,
    problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Title,
    Route,
    Fact,
    Twice,
    Merge,
}

/// `key: value`; what a role grants may be nothing.
fn key_and_value(fact: &str) -> Option<(&str, &str)> {
    fact.split_once(": ").or_else(|| Some((fact.strip_suffix(':')?, "")))
}

pub(super) fn read(text: &str) -> Result<Lock, LockError> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end()));
    if lines.next().is_none_or(|(_, line)| line != TITLE) {
        return Err(LockError { line: 1, problem: Problem::Title });
    }
    let mut routes: Vec<(RouteKey, Vec<Line>)> = Vec::new();
    for (number, line) in lines {
        let error = |problem| LockError { line: number, problem };
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
            return Err(error(Problem::Merge));
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(fact) = line.strip_prefix("  ") {
            let (Some((key, value)), Some((_, facts))) = (key_and_value(fact), routes.last_mut())
            else {
                return Err(error(Problem::Fact));
            };
            if key.starts_with("access ") && facts.iter().any(|fact| fact.key == key) {
                return Err(error(Problem::Twice));
            }
            facts.push(Line { key: key.to_owned(), value: value.to_owned() });
            continue;
        }
        // The path of the app itself is empty.
        let (method, path) = line.split_once(' ').unwrap_or((line, ""));
        if !method.chars().all(|letter| letter.is_ascii_uppercase()) && method != "any" {
            return Err(error(Problem::Route));
        }
        let key = RouteKey { path: path.to_owned(), method: method.to_owned() };
        routes.push((key, Vec::new()));
    }
    let mut lock = Lock { routes: std::collections::BTreeMap::new() };
    for (key, facts) in routes {
        lock.routes.entry(key).or_default().push(facts);
    }
    Ok(lock)
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, problem } = self;
        match problem {
            Problem::Title => {
                write!(f, "line {line}: expected `{TITLE}`: no lock, or one of another version")
            }
            Problem::Route => {
                write!(f, "line {line}: expected a method and a path, for example `GET /users`")
            }
            Problem::Fact => {
                write!(
                    f,
                    "line {line}: expected a fact about the route above, for example `  access reader: never`"
                )
            }
            Problem::Twice => {
                write!(f, "line {line}: this caller has been told of: take either line")
            }
            Problem::Merge => write!(
                f,
                "line {line}: a merge is not finished: take either side, and let PORTCULLIS_BLESS=1 write it anew"
            ),
        }
    }
}

impl core::error::Error for LockError {}
