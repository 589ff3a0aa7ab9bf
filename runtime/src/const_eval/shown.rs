//! The fields that a query asks about, compared with what its view shows.

use super::fields::find;
use super::message::Message;
use super::names::equal;
use crate::allowlist::output::{OutputField, SafeResponse};
use crate::resource::{Column, Entity, Resource};

/// How the view shows a field; `None` for one that it does not show, which [`assert_shown`] reports.
pub const fn shown<V: SafeResponse>(name: &str) -> Option<&'static OutputField> {
    let fields = V::SHAPE.fields;
    let mut at = 0;
    while at < fields.len() {
        if equal(fields[at].name, name) {
            return Some(&fields[at]);
        }
        at += 1;
    }
    None
}

/// Refuses a filter or a sort key of a field that the view does not show as it is. `usage` is
/// "filtered" or "sorted".
///
/// # Panics
/// When it does not; in const position that is a compile error.
#[track_caller]
pub const fn assert_shown<V: SafeResponse>(name: &str, usage: &str) {
    let how = match shown::<V>(name) {
        Some(OutputField { is_plain: true, .. }) => return,
        Some(_) => " as it is: masked, a list or an object of its own",
        None if find(V::Entity::FIELDS, name).is_some() => "",
        // The compiler reports an unknown field, with a suggestion, where its type is compared.
        None => return,
    };
    let message = Message::new()
        .push("`")
        .push(name)
        .push("` is not shown by `")
        .push(V::SHAPE.name)
        .push("`")
        .push(how)
        .push(", so nothing may be ")
        .push(usage)
        .push(" by it: the answers would tell what the value is. Remove it from the query; only what ")
        .push("the view shows as it is can be asked about");
    panic!("{}", message.as_str())
}

/// Refuses a query of a view that does not show the identifier to everybody: it stands in cursors,
/// which clients can read.
///
/// # Panics
/// When it does not; in const position that is a compile error.
#[track_caller]
pub const fn assert_identified<V: SafeResponse>()
where
    V::Entity: Resource,
{
    let id = <V::Entity as Resource>::ID;
    let mut at = 0;
    while at < id.len() {
        if !matches!(shown::<V>(id[at]), Some(OutputField { is_plain: true, rule: None, .. })) {
            let message = Message::new()
                .push("`")
                .push(V::SHAPE.name)
                .push("` does not show the identifier `")
                .push(id[at])
                .push("` as it is, to everybody: pages end at an identifier, and the client can read ")
                .push("it in the cursor. Show it, without a rule or a mask");
            panic!("{}", message.as_str())
        }
        at += 1;
    }
}

/// Refuses a sort key that may be null.
///
/// # Panics
/// When it may; in const position that is a compile error.
#[track_caller]
pub const fn assert_sortable<T: Entity, C: Column>(name: &str, _: fn(&T) -> &C) {
    if C::IS_NULLABLE {
        let message = Message::new()
            .push("nothing can be sorted by `")
            .push(name)
            .push(
                "`, which may be null: null is neither less nor greater than a value, so the next ",
            )
            .push("page would leave rows out. Sort by a column that is never null");
        panic!("{}", message.as_str())
    }
}
