//! Looking names up in const evaluation, with a suggestion for the ones that do not exist.

use super::bits::BitSet;
use super::message::Message;
use crate::vocabulary::{Permissions, Roles, Vocabulary};

/// The position of the permission called `name`.
///
/// # Panics
/// When there is none; the message suggests the nearest name. Generated code calls this in const
/// position, where the panic is a compile error at the attribute.
#[track_caller]
pub const fn permission<P: Permissions>(name: &str) -> u16 {
    let mut index: u16 = 0;
    while (index as usize) < P::NAMES.len() {
        if equal(P::NAMES[index as usize], name) {
            return index;
        }
        index += 1;
    }
    let message = Message::new().push("unknown permission `").push(name).push("`");
    let message = match nearest(name, P::NAMES) {
        Some(nearest) => message.push("; did you mean `").push(nearest).push("`?"),
        None => {
            message.push(", expected one that the vocabulary declares with `#[permission(..)]`")
        }
    };
    panic!("{}", message.as_str())
}

/// Refuses a vocabulary in which a permission is granted by no role and not marked `ungranted`.
///
/// # Panics
/// When there are such permissions; the message names all of them.
#[track_caller]
pub const fn assert_granted<const N: usize>(
    names: &[&str],
    ungranted: &BitSet<N>,
    grants: &[BitSet<N>],
) {
    let mut granted = *ungranted;
    let mut role = 0;
    while role < grants.len() {
        granted = granted.union(&grants[role]);
        role += 1;
    }
    let mut list = Message::new();
    let mut missing = 0;
    let mut index: u16 = 0;
    while (index as usize) < names.len() {
        if !granted.has(index) {
            list = list.push(if missing == 0 { "`" } else { ", `" });
            list = list.push(names[index as usize]).push("`");
            missing += 1;
        }
        index += 1;
    }
    if missing > 0 {
        let message = Message::new()
            .push("no role grants ")
            .push(list.as_str())
            .push(": grant it to a role, or mark it `#[permission(\"..\", ungranted)]`");
        panic!("{}", message.as_str())
    }
}

/// The position of the administrator's role.
///
/// # Panics
/// When the vocabulary names none; in const position that is a compile error.
#[track_caller]
pub const fn admin<V: Vocabulary>() -> u16 {
    match <V::Role as Roles>::ADMIN {
        Some(index) => index,
        None => panic!(
            "the vocabulary has no administrator: name one with `#[roles(permission = .., admin = ..)]`, or say who else may with `#[authorize(any(owner(..), ..))]`"
        ),
    }
}

/// The candidate with the smallest edit distance, when it is close enough to be a typing error.
pub(crate) const fn nearest(name: &str, candidates: &[&'static str]) -> Option<&'static str> {
    let mut best = None;
    let mut limit = 1 + name.len() / 3;
    let mut at = 0;
    while at < candidates.len() {
        let distance = edit_distance(name.as_bytes(), candidates[at].as_bytes());
        if distance < limit || (distance == limit && best.is_none()) {
            limit = distance;
            best = Some(candidates[at]);
        }
        at += 1;
    }
    best
}

/// Levenshtein distance over bytes, on names of at most 63 bytes; longer ones are far apart.
const fn edit_distance(left: &[u8], right: &[u8]) -> usize {
    const WIDTH: usize = 64;
    if left.len() >= WIDTH || right.len() >= WIDTH {
        return usize::MAX;
    }
    let mut row = [0; WIDTH];
    let mut column = 0;
    while column <= right.len() {
        row[column] = column;
        column += 1;
    }
    let mut line = 0;
    while line < left.len() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        column = 0;
        while column < right.len() {
            let substitute = diagonal + (left[line] != right[column]) as usize;
            diagonal = row[column + 1];
            let edit = 1 + if row[column] < diagonal { row[column] } else { diagonal };
            row[column + 1] = if edit < substitute { edit } else { substitute };
            column += 1;
        }
        line += 1;
    }
    row[right.len()]
}

pub(crate) const fn equal(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{edit_distance, nearest};

    #[test]
    fn distance_counts_edits() {
        assert_eq!(edit_distance(b"users:delete", b"usr:delete"), 2);
        assert_eq!(edit_distance(b"", b"abc"), 3);
        assert_eq!(edit_distance(b"same", b"same"), 0);
        assert_eq!(edit_distance(&[b'a'; 64], b"a"), usize::MAX);
    }

    #[test]
    fn only_near_names_are_suggested() {
        const NAMES: &[&str] = &["users:delete", "users:read"];
        assert_eq!(nearest("usr:delete", NAMES), Some("users:delete"));
        assert_eq!(nearest("user:read", NAMES), Some("users:read"));
        assert_eq!(nearest("billing:refund", NAMES), None);
        assert_eq!(nearest("", NAMES), None);
    }
}
