//! Comparing two locks.

use std::collections::{BTreeMap, BTreeSet};

use super::differences::{AccessChange, CallerChange, Differences, LineChange, RouteChange};
use super::expression::{Expression, Shift};
use super::{Line, Lines, Lock, RouteKey};

/// The first word of a fact about a caller.
const ACCESS: &str = "access ";

pub(super) fn differences(older: &Lock, newer: &Lock) -> Differences {
    let lonely = lonely_callers(older, newer);
    let keys: BTreeSet<&RouteKey> = older.routes.keys().chain(newer.routes.keys()).collect();
    let routes = keys.into_iter().flat_map(|key| {
        let blocks = |lock: &Lock| lock.routes.get(key).cloned().unwrap_or_default();
        let (mut before, mut after) = (blocks(older), blocks(newer));
        // Several of one method and path are told apart by what they say.
        before.retain(|lines| match after.iter().position(|other| other == lines) {
            Some(at) => {
                after.remove(at);
                false
            }
            None => true,
        });
        let count = before.len().max(after.len());
        (0..count).map(|at| change(key, before.get(at), after.get(at), &lonely)).collect::<Vec<_>>()
    });
    let routes = routes.filter(RouteChange::is_any);
    Differences { routes: routes.collect(), callers: lonely.into_values().collect() }
}

/// The callers that one lock alone knows.
fn lonely_callers(older: &Lock, newer: &Lock) -> BTreeMap<String, CallerChange> {
    let callers = |lock: &Lock| {
        let mut reached: BTreeMap<String, usize> = BTreeMap::new();
        for line in lock.routes.values().flatten().flatten() {
            if let Some(caller) = line.key.strip_prefix(ACCESS) {
                *reached.entry(caller.to_owned()).or_default() +=
                    usize::from(line.value != "never");
            }
        }
        reached
    };
    let (before, after) = (callers(older), callers(newer));
    // An app without routes says nothing about callers.
    if before.is_empty() || after.is_empty() {
        return BTreeMap::new();
    }
    let only = |one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>, is_there| {
        let lonely = one.iter().filter(|(caller, _)| !other.contains_key(*caller));
        let changes = lonely.map(|(caller, routes)| {
            let caller = caller.clone();
            (caller.clone(), CallerChange { caller, is_there, routes: *routes })
        });
        changes.collect::<Vec<_>>()
    };
    [only(&before, &after, false), only(&after, &before, true)].concat().into_iter().collect()
}

fn change(
    key: &RouteKey,
    before: Option<&Lines>,
    after: Option<&Lines>,
    lonely: &BTreeMap<String, CallerChange>,
) -> RouteChange {
    let mut change = RouteChange {
        route: key.to_string(),
        was_there: before.is_some(),
        is_there: after.is_some(),
        gains: Vec::new(),
        loses: Vec::new(),
        lines: Vec::new(),
    };
    let none = Vec::new();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    for key in keys(before, after) {
        let (gone, new) = (values(before, after, key), values(after, before, key));
        if let Some(caller) = key.strip_prefix(ACCESS) {
            if lonely.contains_key(caller) {
                continue;
            }
            let never = || "never".to_owned();
            let (before, after) = (value(before, key), value(after, key));
            note_access(
                &mut change,
                AccessChange {
                    caller: caller.to_owned(),
                    before: before.unwrap_or_else(never),
                    after: after.unwrap_or_else(never),
                },
            );
            continue;
        }
        for at in 0..gone.len().max(new.len()) {
            let (before, after) = (gone.get(at).cloned(), new.get(at).cloned());
            let is_widened = is_about_field(key) && is_widened(before.as_deref(), after.as_deref());
            change.lines.push(LineChange { key: key.to_owned(), before, after, is_widened });
        }
    }
    change
}

/// Every key once, in the order of the newer lock, then what only the older one has.
fn keys<'a>(before: &'a Lines, after: &'a Lines) -> Vec<&'a str> {
    let mut keys: Vec<&str> = Vec::new();
    for line in after.iter().chain(before) {
        if !keys.contains(&line.key.as_str()) {
            keys.push(&line.key);
        }
    }
    keys
}

/// The values of `key` that `lines` has and `others` has not.
fn values(lines: &Lines, others: &Lines, key: &str) -> Vec<String> {
    let mut others: Vec<&Line> = others.iter().filter(|line| line.key == key).collect();
    let lacks = |line: &&Line| match others.iter().position(|other| other == line) {
        Some(at) => {
            others.swap_remove(at);
            false
        }
        None => true,
    };
    let of = |line: &&Line| line.key == key;
    lines.iter().filter(of).filter(lacks).map(|line| line.value.clone()).collect()
}

fn value(lines: &Lines, key: &str) -> Option<String> {
    lines.iter().find(|line| line.key == key).map(|line| line.value.clone())
}

fn note_access(change: &mut RouteChange, access: AccessChange) {
    let (before, after) = (Expression::read(&access.before), Expression::read(&access.after));
    let Shift { gains, loses } = before.shift(&after);
    if !gains && !loses && access.before != access.after {
        let key = format!("{ACCESS}{}", access.caller);
        let (before, after) = (Some(access.before), Some(access.after));
        change.lines.push(LineChange { key, before, after, is_widened: false });
        return;
    }
    if gains {
        change.gains.push(access.clone());
    }
    if loses {
        change.loses.push(access);
    }
}

fn is_about_field(key: &str) -> bool {
    ["in ", "out ", "filter ", "sort "].iter().any(|word| key.starts_with(word))
}

fn is_widened(before: Option<&str>, after: Option<&str>) -> bool {
    let read = |words: Option<&str>| Expression::read(words.unwrap_or("never"));
    read(before).shift(&read(after)).gains
}
