//! `Expression`: a condition as a lock file writes it, compared by its truth.

use std::collections::{BTreeSet, HashMap};

/// Beyond this many conditions nobody waits for a table of all of them.
const MOST_ATOMS: usize = 10;

/// What must hold, over conditions that are only known by their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Always,
    Never,
    Atom(String),
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
}

/// How the truth of one expression stands to that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// Something holds now that did not.
    pub(super) gains: bool,
    /// Something held that does not now.
    pub(super) loses: bool,
}

impl Expression {
    /// Reads the words of a condition. What is not understood is a condition of its own.
    pub(super) fn read(words: &str) -> Self {
        let words = words.trim();
        match words {
            "always" => return Self::Always,
            "never" => return Self::Never,
            _ => {}
        }
        let inside = |word: &str| {
            let rest = words.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')')?;
            parts(rest)
        };
        let each = |parts: Vec<&str>| parts.into_iter().map(Self::read).collect();
        if let Some(parts) = inside("all") {
            return Self::All(each(parts));
        }
        if let Some(parts) = inside("any") {
            return Self::Any(each(parts));
        }
        match inside("not").as_deref() {
            Some([part]) => Self::Not(Box::new(Self::read(part))),
            _ => Self::Atom(words.to_owned()),
        }
    }

    /// What changes from `self` to `newer`, over every combination of their conditions, each of which
    /// holds, fails, or is not known, as where a credential is silent: then neither it nor its
    /// opposite holds. Conditions are taken to be independent, but for authentications of different
    /// ages.
    pub(super) fn shift(&self, newer: &Self) -> Shift {
        let mut atoms = BTreeSet::new();
        self.note_atoms(&mut atoms);
        newer.note_atoms(&mut atoms);
        if self == newer {
            return Shift { gains: false, loses: false };
        }
        if atoms.len() > MOST_ATOMS {
            return Shift { gains: true, loses: true };
        }
        let ages: Vec<_> = atoms.iter().map(|atom| age(atom)).collect();
        let mut shift = Shift { gains: false, loses: false };
        for combination in combinations(atoms.len()) {
            // Who authenticated a minute ago also did so within an hour.
            let is_absurd = ages.iter().zip(&combination).any(|(young, is_young)| {
                let mut others = ages.iter().zip(&combination);
                young.is_some() && others.any(|(old, is_old)| old > young && is_young > is_old)
            });
            if is_absurd {
                continue;
            }
            let truth: HashMap<&str, Truth> =
                atoms.iter().copied().zip(combination.iter().copied()).collect();
            let before = self.truth(&truth) == Truth::Holds;
            let after = newer.truth(&truth) == Truth::Holds;
            shift.gains |= after && !before;
            shift.loses |= before && !after;
        }
        shift
    }

    fn note_atoms<'a>(&'a self, atoms: &mut BTreeSet<&'a str>) {
        match self {
            Self::Always | Self::Never => {}
            Self::Atom(atom) => drop(atoms.insert(atom)),
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.note_atoms(atoms);
                }
            }
            Self::Not(part) => part.note_atoms(atoms),
        }
    }

    /// Strong Kleene logic, as the gate decides.
    fn truth(&self, atoms: &HashMap<&str, Truth>) -> Truth {
        match self {
            Self::Always => Truth::Holds,
            Self::Never => Truth::Fails,
            Self::Atom(atom) => atoms.get(atom.as_str()).copied().unwrap_or(Truth::Unknown),
            Self::All(parts) => {
                parts.iter().map(|part| part.truth(atoms)).min().unwrap_or(Truth::Holds)
            }
            Self::Any(parts) => {
                parts.iter().map(|part| part.truth(atoms)).max().unwrap_or(Truth::Fails)
            }
            Self::Not(part) => match part.truth(atoms) {
                Truth::Holds => Truth::Fails,
                Truth::Unknown => Truth::Unknown,
                Truth::Fails => Truth::Holds,
            },
        }
    }
}

/// How far a condition holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    Fails,
    Unknown,
    Holds,
}

/// Every combination of so many truths.
fn combinations(count: usize) -> Vec<Vec<Truth>> {
    let mut all = vec![Vec::with_capacity(count)];
    for _ in 0..count {
        let longer = all.into_iter().flat_map(|combination: Vec<Truth>| {
            [Truth::Fails, Truth::Unknown, Truth::Holds]
                .map(|truth| [combination.as_slice(), &[truth]].concat())
        });
        all = longer.collect();
    }
    all
}

/// The seconds of `fresh(minutes = 5)`.
fn age(atom: &str) -> Option<u64> {
    let inside = atom.strip_prefix("fresh(")?.strip_suffix(')')?;
    let (unit, number) = inside.split_once(" = ")?;
    let number: u64 = number.parse().ok()?;
    number.checked_mul(if unit == "minutes" { 60 } else { 1 })
}

/// What commas outside of parentheses and quotes separate; `None` where those do not match.
fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(text.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..)?);
    (depth == 0 && !is_quoted).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::{Expression, Shift};

    fn shift(before: &str, after: &str) -> (bool, bool) {
        let Shift { gains, loses } = Expression::read(before).shift(&Expression::read(after));
        (gains, loses)
    }

    #[test]
    fn words_are_compared_by_what_they_mean() {
        for (before, after, gains, loses) in [
            ("never", "always", true, false),
            ("always", "never", false, true),
            ("owner(Post)", "any(owner(Post), mfa)", true, false),
            ("owner(Post)", "all(owner(Post), mfa)", false, true),
            ("owner(Post)", "tenant(Post)", true, true),
            ("all(a, b)", "all(b, a)", false, false),
            ("not(all(a, b))", "any(not(a), not(b))", false, false),
            ("not(a)", "a", true, true),
            ("any(a, not(a))", "always", true, false),
            ("never", "all(a, not(a))", false, false),
            ("any(mfa, not(mfa))", "always", true, false),
            ("not(fresh(minutes = 5))", "not(fresh(minutes = 60))", false, true),
            ("fresh(minutes = 5)", "fresh(minutes = 60)", true, false),
            ("fresh(seconds = 90)", "fresh(minutes = 1)", false, true),
            ("check(Post, is_open)", "check(Post, is_closed)", true, true),
            ("scope(\"a, b)\")", "any(scope(\"a, b)\"), mfa)", true, false),
        ] {
            assert_eq!(shift(before, after), (gains, loses), "{before} -> {after}");
        }
    }

    #[test]
    fn what_is_not_understood_is_a_condition_of_its_own() {
        let atom = |words: &str| Expression::Atom(words.to_owned());
        for words in ["all(a", "any)", "not(a, b)", "all(a))(b)", "alls(a)", "fresh()"] {
            assert_eq!(Expression::read(words), atom(words));
        }
    }

    #[test]
    fn too_many_conditions_are_a_change_of_both_kinds() {
        let many = |word: &str| {
            let names: Vec<_> = (0..9).map(|at| format!("{word}{at}")).collect();
            format!("any({})", names.join(", "))
        };
        assert_eq!(shift(&many("a"), &many("b")), (true, true));
    }
}
