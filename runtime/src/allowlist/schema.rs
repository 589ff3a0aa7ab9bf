//! `FieldSchema`: what the value of a field looks like as JSON, where that is known.

use core::marker::PhantomData;

use serde_json::Value;

/// How the values of a field lie in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// One value.
    #[default]
    One,
    /// An array.
    List(&'static Form),
    /// Perhaps null.
    OrNull(&'static Form),
}

/// A JSON Schema, and those that it refers to by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeSchema {
    pub schema: Value,
    pub components: Vec<(String, Value)>,
}

/// Makes the schema of a type that has one.
pub(crate) type SchemaFn = fn() -> Option<TypeSchema>;

/// What is known of a field's values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSchema {
    /// The schema of its type; it says nothing of what `is_nullable` says.
    pub of_type: Option<TypeSchema>,
    /// How values lie in it, where the type has no schema.
    pub form: Form,
    /// Whether null stands beside the values.
    pub is_nullable: bool,
}

impl FieldSchema {
    /// What generated code states.
    #[must_use]
    pub fn new(of_type: SchemaFn, form: Form, is_nullable: bool) -> Self {
        Self { of_type: of_type(), form, is_nullable }
    }
}

/// Has the constant `__SCHEMA` of a type `T`: the one that utoipa knows, with the feature `openapi`, and
/// otherwise the one of [`NoSchema`].
#[derive(Debug)]
pub struct SchemaOf<T>(PhantomData<T>);

/// The same of what an `Option` or a `Patch` holds. No trait says what that is: a type that is neither
/// is reported elsewhere, and once.
#[derive(Debug)]
pub struct HeldSchemaOf<T>(PhantomData<T>);

/// What is known of all other types.
pub trait NoSchema {
    /// Nothing.
    const __SCHEMA: SchemaFn = || None;
}

impl<T> NoSchema for SchemaOf<T> {}
impl<T> NoSchema for HeldSchemaOf<T> {}

#[cfg(feature = "openapi")]
mod known {
    use utoipa::ToSchema;

    use super::{HeldSchemaOf, SchemaFn, SchemaOf, TypeSchema};
    use crate::allowlist::input::Patch;

    impl<T: ToSchema> SchemaOf<T> {
        /// The schema of the type.
        pub const __SCHEMA: SchemaFn = schema::<T>;
    }

    impl<T: ToSchema> HeldSchemaOf<Option<T>> {
        /// The schema of the type inside.
        pub const __SCHEMA: SchemaFn = schema::<T>;
    }

    impl<T: ToSchema> HeldSchemaOf<Patch<T>> {
        /// The schema of the type inside.
        pub const __SCHEMA: SchemaFn = schema::<T>;
    }

    fn schema<T: ToSchema>() -> Option<TypeSchema> {
        let mut found = Vec::new();
        T::schemas(&mut found);
        let components = found.into_iter().filter_map(|(name, schema)| {
            let schema = serde_json::to_value(schema).ok()?;
            Some((name, schema))
        });
        let schema = serde_json::to_value(T::schema()).ok()?;
        Some(TypeSchema { schema, components: components.collect() })
    }
}
