//! `Origin`: of which type and which entity a list of fields is.

use core::fmt;

use crate::inventory::LeftOut;
use crate::policy::Name;
use crate::resource::{Entity, Field};

/// What a DTO and its entity are called, and all fields of the entity.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    /// The whole name of the DTO. A function, as a constant cannot know it.
    path: fn() -> &'static str,
    entity: &'static str,
    fields: &'static [Field],
}

impl Origin {
    /// A DTO `T` of the entity `E`.
    pub(crate) const fn of<T, E: Entity>() -> Self {
        Self { path: core::any::type_name::<T>, entity: E::NAME, fields: E::FIELDS }
    }

    /// Tells the DTO from all others.
    pub(crate) fn path(&self) -> &'static str {
        (self.path)()
    }

    pub(crate) fn entity(&self) -> Name {
        self.entity.into()
    }

    /// The field of the entity that has this name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields of the entity for which `crosses` does not hold.
    pub(crate) fn left_out(&self, crosses: impl Fn(&str) -> bool) -> Vec<LeftOut> {
        let fields = self.fields.iter().filter(|field| !crosses(field.name));
        let left_out = fields.map(|field| LeftOut {
            name: field.name.into(),
            is_sensitive: field.is_sensitive,
            class: field.class.map(Into::into),
        });
        left_out.collect()
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}
