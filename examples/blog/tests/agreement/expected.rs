//! What the inventory makes one expect: its conditions, held against the objects that were made.

use portcullis::inventory::Access;
use portcullis::policy::Condition;
use portcullis::{OnDenied, RouteInfo};
use serde_json::Value;

use crate::askers::Asker;
use crate::questions::{About, name_of};
use crate::world::Row;

/// The routes whose handler looks for an object of the caller's tenant by itself, after the guard.
const FIND_IN_TENANT: [(&str, &str); 1] = [("GET", "/users/{user_id}/settings")];

#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    /// Refused with this status.
    Refused(u16),
    /// The guard allows, and the handler finds nothing.
    NotFound,
    /// The numbers of the objects that are listed.
    Listed(Vec<i64>),
}

/// What `asker` is answered.
pub fn answer(route: &RouteInfo, asker: &Asker, about: &About<'_>) -> Answer {
    let access = &route.access[asker.column];
    if asker.user.is_none() && !access.is_possible() {
        return Answer::Refused(401);
    }
    let holds = |row| access.allows_where(&|leaf| holds(leaf, route, asker, row));
    let refused = || match &route.object {
        Some(object) if object.on_denied == OnDenied::NotFound => {
            Answer::Refused(if some_object_would_do(access, route, asker) { 404 } else { 403 })
        }
        _ => Answer::Refused(403),
    };
    match about {
        About::List(_) if !some_object_would_do(access, route, asker) => Answer::Refused(403),
        About::List(rows) => {
            let listed = rows.iter().filter(|row| holds(Some(**row)));
            let mut numbers: Vec<_> = listed.map(|row| row["id"].as_i64().unwrap()).collect();
            numbers.sort_unstable();
            Answer::Listed(numbers)
        }
        About::Missing if route.object.is_some() => refused(),
        About::Missing if holds(None) => Answer::NotFound,
        About::Object(row) if holds(Some(*row)) && finds(route, asker, row) => Answer::Allowed,
        About::Object(row) if holds(Some(*row)) => Answer::NotFound,
        About::Nothing if holds(None) => Answer::Allowed,
        About::Missing | About::Object(_) | About::Nothing => refused(),
    }
}

fn finds(route: &RouteInfo, asker: &Asker, row: &Row) -> bool {
    let is_one = |(method, path): &(&str, &str)| route.methods == [*method] && route.path == *path;
    !FIND_IN_TENANT.iter().any(is_one) || row["tenant_id"].as_str() == asker.tenant()
}

/// Whether `leaf` holds for `asker`, and for the object where it is about one.
fn holds(leaf: &Condition, route: &RouteInfo, asker: &Asker, row: Option<&Row>) -> bool {
    let is_own = |value: &Value| value.as_i64() == Some(asker.id);
    let object = route.object.as_ref();
    match leaf {
        Condition::Owner { .. } => {
            let columns = object.map_or(&[][..], |object| &object.owner);
            row.is_some_and(|row| columns.iter().any(|column| is_own(&row[*column])))
        }
        Condition::Tenant { .. } => object
            .and_then(|object| object.tenant)
            .zip(row)
            .is_some_and(|(column, row)| row[column].as_str() == asker.tenant()),
        Condition::ObjectCheck { name, .. } if name == "is_published" => {
            row.is_some_and(|row| row["published"] == true)
        }
        Condition::Check { name } if name == "may_speak" => !asker.is_banned,
        // Of the object that the path names there is nothing but the number.
        Condition::Parameter { .. } => row.is_some_and(|row| is_own(&row["id"])),
        other => panic!("{}: no way to tell `{other}`", name_of(route)),
    }
}

/// Whether there could be an object for which it is allowed; where not, none is looked at.
fn some_object_would_do(access: &Access, route: &RouteInfo, asker: &Asker) -> bool {
    let mut leaves = Vec::new();
    if let Some(condition) = access.condition() {
        about_objects(condition, &mut leaves);
    }
    let mut choices = 0..1_u32 << leaves.len();
    choices.any(|choice| {
        access.allows_where(&|leaf| match leaves.iter().position(|known| *known == leaf) {
            Some(at) => choice & (1 << at) != 0,
            None => holds(leaf, route, asker, None),
        })
    })
}

fn about_objects<'a>(condition: &'a Condition, leaves: &mut Vec<&'a Condition>) {
    match condition {
        Condition::All { of } | Condition::Any { of } => {
            for part in of {
                about_objects(part, leaves);
            }
        }
        Condition::Not { of } | Condition::Named { of, .. } => about_objects(of, leaves),
        Condition::Owner { .. } | Condition::Tenant { .. } | Condition::ObjectCheck { .. } => {
            leaves.push(condition);
        }
        _ => {}
    }
}
