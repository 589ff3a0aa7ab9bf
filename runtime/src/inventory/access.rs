//! `Access`: who may, as far as it can be told without a request.

use serde::Serialize;

use crate::policy::Condition;

/// What a caller may do, before anything of the request is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Access {
    /// Whatever the request is about.
    Always,
    /// Where the condition holds: permissions and roles are resolved in it, and what is left only
    /// the request, the object or the app can tell.
    If {
        /// The condition in words.
        words: String,
        /// The condition.
        condition: Condition,
    },
    /// Not at all.
    Never,
}

/// What is known of one condition without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    Holds,
    Fails,
    /// The credential does not say: that denies, under `not` as well.
    Silent,
    Open,
}

impl Access {
    /// In words: `always`, `never`, or the condition.
    pub fn words(&self) -> &str {
        match self {
            Self::Always => "always",
            Self::If { words, .. } => words,
            Self::Never => "never",
        }
    }

    /// Whether there is a request that passes.
    pub fn is_possible(&self) -> bool {
        !matches!(self, Self::Never)
    }

    /// The condition that is left; `None` where none is.
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::If { condition, .. } => Some(condition),
            Self::Always | Self::Never => None,
        }
    }

    /// Whether it allows where `leaf` tells which of the conditions that are left hold.
    pub fn allows_where(&self, leaf: &dyn Fn(&Condition) -> bool) -> bool {
        match self {
            Self::Always => true,
            Self::If { condition, .. } => condition.holds_where(leaf),
            Self::Never => false,
        }
    }

    /// What at least one of them allows.
    pub(super) fn any<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let rests = all.map(|access| match access {
            Self::Always => Rest::Everything,
            Self::If { condition, .. } => Rest::If(condition.clone()),
            Self::Never => Rest::Nothing,
        });
        combine(rests.collect(), false).into()
    }

    /// Whether `condition` holds when `leaf` tells what is known; `None` where that is not enough.
    pub(super) fn is_known(
        condition: &Condition,
        leaf: &dyn Fn(&Condition) -> Leaf,
    ) -> Option<bool> {
        match reduce(condition, true, leaf) {
            Rest::Everything => Some(true),
            Rest::Nothing => Some(false),
            Rest::If(_) => None,
        }
    }

    /// What is left of `condition` when `leaf` tells what is known.
    pub(super) fn of(condition: &Condition, leaf: &dyn Fn(&Condition) -> Leaf) -> Self {
        reduce(condition, true, leaf).into()
    }
}

enum Rest {
    Everything,
    Nothing,
    If(Condition),
}

impl From<Rest> for Access {
    fn from(rest: Rest) -> Self {
        match rest {
            Rest::Everything => Self::Always,
            Rest::Nothing => Self::Never,
            Rest::If(condition) => Self::If { words: condition.to_string(), condition },
        }
    }
}

/// What makes `condition` `wanted`. Negations are pushed to the leaves, as one that is silent fails
/// on both sides.
fn reduce(condition: &Condition, wanted: bool, leaf: &dyn Fn(&Condition) -> Leaf) -> Rest {
    let each = |of: &[Condition]| of.iter().map(|part| reduce(part, wanted, leaf)).collect();
    match condition {
        Condition::All { of } => combine(each(of), wanted),
        Condition::Any { of } => combine(each(of), !wanted),
        Condition::Not { of } => reduce(of, !wanted, leaf),
        Condition::Named { of, .. } => reduce(of, wanted, leaf),
        single => match leaf(single) {
            Leaf::Holds if wanted => Rest::Everything,
            Leaf::Fails if !wanted => Rest::Everything,
            Leaf::Holds | Leaf::Fails | Leaf::Silent => Rest::Nothing,
            Leaf::Open if wanted => Rest::If(single.clone()),
            Leaf::Open => Rest::If(Condition::Not { of: Box::new(single.clone()) }),
        },
    }
}

/// One that decides stands for all; those that change nothing are left out, and what is said twice.
fn combine(parts: Vec<Rest>, every: bool) -> Rest {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Rest::Nothing if every => return Rest::Nothing,
            Rest::Everything if !every => return Rest::Everything,
            Rest::Nothing | Rest::Everything => {}
            Rest::If(Condition::All { of }) if every => kept.extend(of),
            Rest::If(Condition::Any { of }) if !every => kept.extend(of),
            Rest::If(condition) => kept.push(condition),
        }
    }
    let mut of: Vec<Condition> = Vec::with_capacity(kept.len());
    for condition in kept {
        if !of.contains(&condition) {
            of.push(condition);
        }
    }
    match of.pop() {
        None if every => Rest::Everything,
        None => Rest::Nothing,
        Some(only) if of.is_empty() => Rest::If(only),
        Some(last) => {
            of.push(last);
            Rest::If(if every { Condition::All { of } } else { Condition::Any { of } })
        }
    }
}
