//! In which order a list comes: what the request asked for, and then the identifier.

use super::shape::SafeQuery;
use crate::resource::{Resource as _, Value};

/// A direction of sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The least first: `sort=title`.
    Ascending,
    /// The greatest first: `sort=-title`.
    Descending,
}

impl Direction {
    pub(super) fn is_descending(self) -> bool {
        self == Self::Descending
    }
}

/// One part of the order that a request asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortBy<K> {
    /// The key.
    pub key: K,
    /// Which end comes first.
    pub direction: Direction,
}

/// A column that the list is sorted by.
pub(super) struct OrderColumn<E> {
    pub(super) name: &'static str,
    pub(super) value: fn(&E) -> Value,
    pub(super) direction: Direction,
}

/// The whole order: the columns that `chosen` names by their position, and then those of the
/// identifier, so that no two objects have one place.
pub(super) fn order<Q: SafeQuery>(chosen: &[(usize, Direction)]) -> Vec<OrderColumn<Q::Entity>> {
    let asked = chosen.iter().filter_map(|(position, direction)| {
        let sort = Q::SHAPE.sorts.get(*position)?;
        Some(OrderColumn { name: sort.on.column, value: sort.value, direction: *direction })
    });
    let mut columns: Vec<_> = asked.collect();
    for name in identifier::<Q>() {
        if columns.iter().all(|column| column.name != name) {
            // The derive of a resource pins its identifier.
            let pinned = Q::Entity::PINNED.iter().find(|pinned| pinned.name() == name);
            columns.extend(pinned.map(|pinned| OrderColumn {
                name,
                value: pinned.reader(),
                direction: Direction::Ascending,
            }));
        }
    }
    columns
}

/// The columns of the identifier.
fn identifier<Q: SafeQuery>() -> impl Iterator<Item = &'static str> {
    use crate::resource::Entity as _;
    let column = |name: &&str| Q::Entity::FIELDS.iter().find(|field| field.name == *name);
    Q::Entity::ID.iter().filter_map(column).map(|field| field.column)
}
