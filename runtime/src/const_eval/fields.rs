//! The fields of an entity, compared with what a safe DTO decides about them.

use super::message::Message;
use super::names::{equal, nearest};
use super::pattern::contains;
use crate::resource::{Entity, Field};

/// What a DTO says about an entity's fields.
#[derive(Clone, Copy, Debug)]
pub struct Decided {
    /// The name of the DTO.
    pub dto: &'static str,
    /// The fields that cross the wire.
    pub allowed: &'static [&'static str],
    /// The fields that do not.
    pub refused: &'static [&'static str],
    /// What can be done about a field that nobody decided, for the message.
    pub remedy: &'static str,
}

/// Refuses a DTO that says nothing about some field of the entity.
///
/// # Panics
/// When there is such a field; in const position that is a compile error that names them all.
#[track_caller]
pub const fn assert_decided<T: Entity>(decided: Decided) {
    let mut list = Message::new();
    let mut missing = 0;
    let mut at = 0;
    while at < T::FIELDS.len() {
        let name = T::FIELDS[at].name;
        if !contains(decided.allowed, name) && !contains(decided.refused, name) {
            list = list.push(if missing == 0 { "`" } else { ", `" }).push(name).push("`");
            missing += 1;
        }
        at += 1;
    }
    if missing > 0 {
        let message = Message::new()
            .push("`")
            .push(decided.dto)
            .push("` does not decide about ")
            .push(list.as_str())
            .push(" of `")
            .push(T::NAME)
            .push("`: ")
            .push(decided.remedy);
        panic!("{}", message.as_str())
    }
}

/// Refuses the name of a field that the entity does not have.
///
/// # Panics
/// When it has none of this name; in const position that is a compile error.
#[track_caller]
pub const fn assert_field<T: Entity>(name: &str) {
    if find(T::FIELDS, name).is_none() {
        let message =
            Message::new().push("`").push(T::NAME).push("` has no field `").push(name).push("`");
        // At most as many as a list in const evaluation can hold.
        let mut names = [""; 128];
        let mut at = 0;
        while at < T::FIELDS.len() && at < names.len() {
            names[at] = T::FIELDS[at].name;
            at += 1;
        }
        let message = match nearest(name, names.split_at(at).0) {
            Some(near) => message.push("; did you mean `").push(near).push("`?"),
            None => message,
        };
        panic!("{}", message.as_str())
    }
}

/// The column of a field; empty for a field that the entity does not have, which
/// [`assert_field`] reports.
pub const fn column<T: Entity>(name: &str) -> &'static str {
    match find(T::FIELDS, name) {
        Some(at) => T::FIELDS[at].column,
        None => "",
    }
}

/// The position of the field called `name`.
pub(crate) const fn find(fields: &[Field], name: &str) -> Option<usize> {
    let mut at = 0;
    while at < fields.len() {
        if equal(fields[at].name, name) {
            return Some(at);
        }
        at += 1;
    }
    None
}
