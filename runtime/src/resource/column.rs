//! Columns of a resource: how relations look in the database.

use core::fmt;

use super::key::Key;
use super::value::{Column, Value};

/// A column that names an owner or the tenant.
#[derive(Clone, Copy)]
pub struct KeyColumn {
    name: &'static str,
    is_nullable: bool,
    value_of: fn(&str) -> Option<Value>,
}

impl KeyColumn {
    /// The column `name` of keys of this type.
    pub const fn of<K: Key>(name: &'static str) -> Self {
        Self { name, is_nullable: K::NULLABLE, value_of: K::value_of }
    }

    /// The name in the database.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it can be null, in which case it names nobody.
    pub const fn is_nullable(&self) -> bool {
        self.is_nullable
    }

    /// The value that it has where it holds the key which `text` names.
    pub fn value_of(&self, text: &str) -> Option<Value> {
        (self.value_of)(text)
    }
}

impl fmt::Debug for KeyColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyColumn({})", self.name)
    }
}

/// A column that must be unchanged when an authorized change is written.
pub struct PinnedColumn<T> {
    name: &'static str,
    value: fn(&T) -> Value,
}

impl<T> PinnedColumn<T> {
    /// The column `name`, with what `value` reads from an object.
    pub const fn new(name: &'static str, value: fn(&T) -> Value) -> Self {
        Self { name, value }
    }

    /// The name in the database.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What reads it from an object.
    pub(crate) const fn reader(&self) -> fn(&T) -> Value {
        self.value
    }

    /// What it held when `object` was loaded.
    pub fn value(&self, object: &T) -> Value {
        (self.value)(object)
    }
}

impl<T> fmt::Debug for PinnedColumn<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PinnedColumn({})", self.name)
    }
}

/// The value of a field, for the columns that generated code names.
#[doc(hidden)]
pub fn value_of<C: Column>(field: &C) -> Value {
    field.to_value()
}
