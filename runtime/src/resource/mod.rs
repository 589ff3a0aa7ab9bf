//! Resources: objects with an owner, a tenant, or both, that nobody touches unauthorized.

mod action;
mod authorized;
mod column;
mod key;
mod listing;
mod load;
mod relation;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod sql;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod sqlx_outage;
mod value;

pub use action::{Action, Create, Delete, Read, Update};
pub use authorized::{Authorized, Conflict};
pub use column::{KeyColumn, PinnedColumn, value_of};
pub use key::Key;
pub use listing::Listing;
pub use load::{Candidate, Load, Parameters};
pub use relation::{Terms, about, ask_about, object_check, owner, tenant};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use sql::Dialect;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use sql::push_column;
pub use value::{Column, Value};

/// An entity with relations that policies speak about. Implemented by
/// [`#[derive(Resource)]`](macro@crate::Resource).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    note = "put `#[derive(Resource)]` on it, and say to whom it belongs: `#[resource(owner = author_id, tenant = blog_id)]`"
)]
pub trait Resource: Entity {
    /// The identifier: the type of the `id` field, or a tuple of several.
    type Id;

    /// The fields that make the identifier, which are also the path parameters that name it.
    const ID: &'static [&'static str];
    /// The fields of which each may name an owner.
    const OWNERS: &'static [KeyColumn];
    /// The field that names the tenant.
    const TENANT: Option<KeyColumn>;
    /// The fields that path parameters of the same name must agree with.
    const RELATIONS: &'static [&'static str];
    /// The columns of these fields.
    const RELATION_COLUMNS: &'static [KeyColumn];
    /// What must be unchanged when an authorized change is written.
    const PINNED: &'static [PinnedColumn<Self>];

    /// The identifier that the path parameters spell; `None` when they spell none.
    fn id(parameters: &Parameters<'_>) -> Option<Self::Id>;

    /// Whether `subject` names an owner.
    fn is_owned_by(&self, subject: &str) -> bool;

    /// Whether `tenant` names the tenant.
    fn is_of_tenant(&self, tenant: &str) -> bool;

    /// Whether the field `relation` agrees with what a path parameter says.
    fn agrees(&self, relation: &str, text: &str) -> bool;
}

/// A struct whose fields are known by name, so that what goes in and out of it can be compared with
/// all of them. Implemented by [`#[derive(Resource)]`](macro@crate::Resource), with
/// `#[resource(embedded)]` for what is only ever a part of a resource.
#[diagnostic::on_unimplemented(
    message = "the fields of `{Self}` are not known",
    note = "put `#[derive(Resource)]` on it; a part of a resource that is none itself says `#[resource(embedded)]`"
)]
pub trait Entity: Sized + 'static {
    /// The name of the type.
    const NAME: &'static str;
    /// The whole path of the type.
    const PATH: &'static str;
    /// Every field, in the order of declaration.
    const FIELDS: &'static [Field];
    /// Why the entity may implement `Serialize` or `Deserialize`, if it may.
    const ALLOWS_SERIALIZE: Option<&'static str>;
}

/// A resource that says in which table it lives: `#[resource(table = "posts")]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say in which table it lives",
    note = "add it to the resource: `#[resource(table = \"posts\")]`"
)]
pub trait Table: Resource {
    /// The name of the table.
    const TABLE: &'static str;
}

/// One field of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The name in the source.
    pub name: &'static str,
    /// The name in the database.
    pub column: &'static str,
    /// Marked `#[resource(sensitive)]`.
    pub is_sensitive: bool,
    /// The data class, such as `pii`.
    pub class: Option<&'static str>,
}

impl Field {
    /// What generated code states.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        column: &'static str,
        is_sensitive: bool,
        class: Option<&'static str>,
    ) -> Self {
        Self { name, column, is_sensitive, class }
    }
}
