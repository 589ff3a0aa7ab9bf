//! `SafeResponse`: which fields of an entity go out, and to whom, as data.

use core::fmt;

use serde::ser::SerializeMap;

use super::caller::Preparation;
use super::fields::ShownFields;
use crate::allowlist::origin::Origin;
use crate::allowlist::schema::FieldSchema;
use crate::gate::FieldPolicy;
use crate::resource::Entity;

/// An allowlist of what goes out of an entity. Implemented by
/// [`#[derive(SafeResponse)]`](macro@crate::SafeResponse).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which fields may be seen",
    note = "derive it: `#[derive(SafeResponse)] #[safe_response(of = User, hide(password_hash))]`"
)]
pub trait SafeResponse: Sized + 'static {
    /// What is shown.
    type Entity: Entity;

    /// The fields that go out.
    #[doc(hidden)]
    const SHAPE: &'static OutputShape;

    /// Shows the fields of `entity` that are to be seen.
    #[doc(hidden)]
    fn show_fields<M: SerializeMap>(
        entity: &Self::Entity,
        fields: &mut ShownFields<'_, M>,
    ) -> Result<(), M::Error>;

    /// Finds out what the caller sees of the views below.
    #[doc(hidden)]
    fn prepare_below(preparation: &mut Preparation<'_>);
}

/// The fields that a view shows.
#[doc(hidden)]
pub struct OutputShape {
    pub(crate) name: &'static str,
    pub(in crate::allowlist) origin: Origin,
    pub(crate) fields: &'static [OutputField],
}

/// One field that a view shows.
#[doc(hidden)]
pub struct OutputField {
    /// The name in the source, which is the entity's as well.
    pub(crate) name: &'static str,
    /// The name on the wire.
    pub(crate) key: &'static str,
    /// Who sees it; everybody who may read the object, where there is none.
    pub(crate) rule: Option<&'static dyn FieldPolicy>,
    /// Whether it is shown as it is: neither masked nor an object of its own. Only such a field may
    /// be filtered or sorted by.
    pub(crate) is_plain: bool,
    /// Whether a mask leaves only a part of it.
    pub(in crate::allowlist) is_masked: bool,
    /// The shape of the view in it, or in its items. A function, as a view may hold itself.
    pub(in crate::allowlist) below: fn() -> Option<&'static OutputShape>,
    pub(in crate::allowlist) schema: fn() -> FieldSchema,
}

impl OutputShape {
    /// What generated code states.
    pub const fn of<V: SafeResponse>(name: &'static str, fields: &'static [OutputField]) -> Self {
        Self { name, origin: Origin::of::<V, V::Entity>(), fields }
    }

    /// The positions of the fields without a rule, as bits.
    pub(super) const fn open(&self) -> u128 {
        let mut open = 0;
        let mut bit = 1_u128;
        let mut fields = self.fields;
        while let [field, rest @ ..] = fields {
            if field.rule.is_none() {
                open |= bit;
            }
            bit <<= 1;
            fields = rest;
        }
        open
    }

    pub(super) const fn has_rules(&self) -> bool {
        let mut fields = self.fields;
        while let [field, rest @ ..] = fields {
            if field.rule.is_some() {
                return true;
            }
            fields = rest;
        }
        false
    }
}

impl OutputField {
    /// What generated code states about a field that is shown as its type says.
    pub const fn new(
        name: &'static str,
        key: &'static str,
        rule: Option<&'static dyn FieldPolicy>,
        is_plain: bool,
        below: fn() -> Option<&'static OutputShape>,
        schema: fn() -> FieldSchema,
    ) -> Self {
        Self { name, key, rule, is_plain, is_masked: false, below, schema }
    }

    /// What generated code states about a masked field.
    pub const fn masked(
        name: &'static str,
        key: &'static str,
        rule: Option<&'static dyn FieldPolicy>,
        schema: fn() -> FieldSchema,
    ) -> Self {
        Self { name, key, rule, is_plain: false, is_masked: true, below: || None, schema }
    }
}

impl fmt::Debug for OutputShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputShape")
            .field("name", &self.name)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OutputField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
