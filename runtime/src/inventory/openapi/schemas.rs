//! The schemas of safe DTOs, as components.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ComponentsBuilder, ObjectBuilder, OneOfBuilder, SchemaType,
    Type,
};
use utoipa::openapi::{Ref, RefOr, Schema};

use super::answers::PROBLEM;
use crate::allowlist::schema::{Form, TypeSchema};
use crate::inventory::{FieldInfo, FieldList, FieldListKind};

/// The components that were needed so far.
#[derive(Default)]
pub(super) struct Schemas {
    /// The name of each type, by its whole path.
    names: BTreeMap<String, String>,
    schemas: BTreeMap<String, RefOr<Schema>>,
}

impl Schemas {
    /// A reference to the component of a list, which is added where it is not there yet.
    pub(super) fn of_list(&mut self, list: &FieldList) -> RefOr<Schema> {
        let path = list.source.path.as_ref();
        if let Some(name) = self.names.get(path) {
            return Ref::from_schema_name(name).into();
        }
        let name = self.free(&list.name);
        // Before its fields: it may hold itself.
        self.names.insert(path.to_owned(), name.clone());
        let schema = self.object(list);
        self.schemas.insert(name.clone(), schema);
        Ref::from_schema_name(name).into()
    }

    /// A name that no component has.
    fn free(&self, name: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}{number}"));
        let mut names = core::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !self.is_taken(name)).unwrap_or_default()
    }

    fn is_taken(&self, name: &str) -> bool {
        name == PROBLEM
            || self.schemas.contains_key(name)
            || self.names.values().any(|taken| taken == name)
    }

    fn object(&mut self, list: &FieldList) -> RefOr<Schema> {
        let mut object = ObjectBuilder::new().schema_type(Type::Object);
        for field in &list.fields {
            object = object.property(field.key.as_ref(), self.described(field));
            if field.is_required {
                object = object.required(field.key.as_ref());
            }
        }
        if list.kind != FieldListKind::OfView {
            object = object.additional_properties(Some(AdditionalProperties::FreeForm(false)));
        }
        object.into()
    }

    /// The schema of a field, and who may.
    fn described(&mut self, field: &FieldInfo) -> RefOr<Schema> {
        let mut words = Vec::new();
        if field.is_masked {
            words.push("Masked.".to_owned());
        }
        if let Some(rule) = &field.rule {
            words.push(format!("Only for: `{rule}`."));
        }
        let schema = self.of_field(field);
        if words.is_empty() { schema } else { with_description(schema, words.join(" ")) }
    }

    /// The schema of a field's values.
    pub(super) fn of_field(&mut self, field: &FieldInfo) -> RefOr<Schema> {
        let schema = match (&field.below, &field.schema.of_type) {
            (Some(below), _) => {
                let below = self.of_list(below);
                in_form(field.schema.form, below)
            }
            (None, Some(known)) => self.of_type(known),
            (None, None) => in_form(field.schema.form, any()),
        };
        if field.schema.is_nullable { or_null(schema) } else { schema }
    }

    fn of_type(&mut self, known: &TypeSchema) -> RefOr<Schema> {
        for (name, schema) in &known.components {
            if !self.is_taken(name) {
                self.schemas.insert(name.clone(), parsed(schema));
            }
        }
        parsed(&known.schema)
    }

    pub(super) fn into_components(self, components: ComponentsBuilder) -> ComponentsBuilder {
        self.schemas
            .into_iter()
            .fold(components, |components, (name, schema)| components.schema(name, schema))
    }
}

/// Any JSON.
pub(super) fn any() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(SchemaType::AnyValue).into()
}

pub(super) fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

pub(super) fn list_of(item: RefOr<Schema>) -> RefOr<Schema> {
    Schema::Array(ArrayBuilder::new().items(item).build()).into()
}

pub(super) fn one_of(schemas: impl IntoIterator<Item = RefOr<Schema>>) -> RefOr<Schema> {
    schemas.into_iter().fold(OneOfBuilder::new(), OneOfBuilder::item).into()
}

pub(super) fn or_null(schema: RefOr<Schema>) -> RefOr<Schema> {
    one_of([schema, null()])
}

pub(super) fn null() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Null).into()
}

fn in_form(form: Form, item: RefOr<Schema>) -> RefOr<Schema> {
    match form {
        Form::One => item,
        Form::List(inner) => list_of(in_form(*inner, item)),
        Form::OrNull(inner) => or_null(in_form(*inner, item)),
    }
}

fn parsed(schema: &serde_json::Value) -> RefOr<Schema> {
    serde_json::from_value(schema.clone()).unwrap_or_else(|_| any())
}

fn with_description(schema: RefOr<Schema>, words: String) -> RefOr<Schema> {
    match schema {
        RefOr::Ref(mut reference) => {
            reference.description = words;
            RefOr::Ref(reference)
        }
        RefOr::T(mut schema) => {
            match &mut schema {
                Schema::Object(it) => it.description = Some(words),
                Schema::Array(it) => it.description = Some(words),
                Schema::OneOf(it) => it.description = Some(words),
                Schema::AllOf(it) => it.description = Some(words),
                Schema::AnyOf(it) => it.description = Some(words),
                _ => {}
            }
            RefOr::T(schema)
        }
    }
}
