//! Parameters of the path and of the query.

use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Required, Schema};

use super::schemas::{Schemas, list_of, string};
use crate::const_eval::pattern::with_parameters;
use crate::inventory::{FieldInfo, FieldList, FieldUsage, Frame};

/// A path as OpenAPI writes it.
pub(super) struct Template {
    pub(super) path: String,
    /// The names of its parameters, each with what its expression says.
    parameters: Vec<(String, Option<String>)>,
}

impl Template {
    pub(super) fn of(pattern: &str) -> Self {
        let mut parameters = Vec::new();
        let path = with_parameters(pattern, |name, expression| {
            parameters.push((name.to_owned(), expression.map(ToOwned::to_owned)));
            format!("{{{name}}}")
        });
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        Self { path, parameters }
    }

    /// The template without the names of its parameters.
    pub(super) fn shape(&self) -> String {
        with_parameters(&self.path, |_, _| "{}".to_owned())
    }

    pub(super) fn has_parameters(&self) -> bool {
        !self.parameters.is_empty()
    }

    pub(super) fn parameters(&self) -> impl Iterator<Item = Parameter> {
        self.parameters.iter().map(|(name, expression)| {
            let pattern = expression.as_ref().map(|expression| format!("^(?:{expression})$"));
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(string().pattern(pattern)))
                .build()
        })
    }
}

/// What may be asked of a list.
pub(super) fn of_query(
    query: &FieldList,
    view: Option<&FieldList>,
    schemas: &mut Schemas,
) -> Vec<Parameter> {
    let of = |usage| query.fields.iter().filter(move |field| field.usage == usage);
    let mut parameters: Vec<_> = of(FieldUsage::Filter)
        .map(|field| {
            let schema = schemas.of_field(field);
            optional(&format!("filter[{}]", field.key), schema)
                .description(Some(for_whom("Only objects with this value.", field)))
                .build()
        })
        .collect();
    let sorts: Vec<_> = of(FieldUsage::Sort)
        .flat_map(|field| [field.key.to_string(), format!("-{}", field.key)])
        .collect();
    if !sorts.is_empty() {
        let words = core::iter::once("What comes first; `-` for the greatest.".to_owned());
        let rules: Vec<_> = words.chain(rules(query)).collect();
        parameters.push(words_of("sort", sorts).description(Some(rules.join(" "))).build());
    }
    if let Frame::Query { default, most } = query.source.frame {
        let integer = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1_isize))
            .maximum(isize::try_from(most).ok())
            .default(Some(default.into()));
        parameters.push(optional("limit", integer.into()).build());
    }
    let cursor = optional("cursor", string().into());
    parameters.push(cursor.description(Some("The `next` of the page before.")).build());
    let keys = view.map(|view| view.fields.iter().map(|field| field.key.to_string()).collect());
    parameters.push(words_of("fields", keys.unwrap_or_default()).build());
    parameters
}

/// For whom there is a sort key that is not there for everybody.
fn rules(query: &FieldList) -> impl Iterator<Item = String> {
    let sorts = query.fields.iter().filter(|field| field.usage == FieldUsage::Sort);
    sorts.filter_map(|field| {
        let rule = field.rule.as_ref()?;
        Some(format!("`{}` only for: `{rule}`.", field.key))
    })
}

fn for_whom(words: &str, field: &FieldInfo) -> String {
    match &field.rule {
        Some(rule) => format!("{words} Only for: `{rule}`."),
        None => words.to_owned(),
    }
}

fn optional(name: &str, schema: RefOr<Schema>) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .schema(Some(schema))
}

/// Words of these, with commas between them; any words where none are given.
fn words_of(name: &str, words: Vec<String>) -> ParameterBuilder {
    let word = if words.is_empty() { string() } else { string().enum_values(Some(words)) };
    optional(name, list_of(word.into())).style(Some(ParameterStyle::Form)).explode(Some(false))
}
