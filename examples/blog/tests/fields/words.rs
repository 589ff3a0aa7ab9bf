//! Tables of words: a heading, then lines of as many words.

use crate::site::{Caller, caller};

/// Everybody who asks.
pub const CALLERS: [&str; 8] = ["ada", "bob", "eve", "ida", "max", "pia", "sam", "nobody"];

/// The lines of a table without its heading.
pub fn lines<const N: usize>(table: &'static str) -> Vec<[&'static str; N]> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1);
    let words = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    words.map(|words| words.try_into().expect("as many words as in the heading")).collect()
}

/// Whether `name` is among `names`: several with commas, `anybody`, or `-` for nobody.
pub fn is_among(names: &str, name: &str) -> bool {
    names == "anybody" || names.split(',').any(|known| known == name)
}

pub fn token_of(name: &str) -> Caller {
    caller(name).expect("a caller")
}

/// The number of the user; 0 is nobody's.
pub fn number_of(name: &str) -> i64 {
    token_of(name).map_or(0, |user| user.id)
}
