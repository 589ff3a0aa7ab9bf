//! The arguments of `#[resource(..)]`, on the entity and on its fields.

use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Token, parenthesized};

use crate::guard::reason;
use crate::options::Options;
use crate::suggest;

/// What stands on the entity.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) id: Vec<Ident>,
    pub(super) owners: Vec<Ident>,
    pub(super) tenant: Option<Ident>,
    pub(super) parents: Vec<Ident>,
    pub(super) table: Option<LitStr>,
    pub(super) allow_serialize: Option<LitStr>,
    pub(super) is_embedded: bool,
    pub(super) options: Options,
}

const KEYS: &[&str] =
    &["id", "owner", "tenant", "parent", "table", "embedded", "danger_allow_serialize", "crate"];

/// What stands on a field.
#[derive(Default)]
pub(super) struct FieldSettings {
    pub(super) is_sensitive: bool,
    pub(super) is_pinned: bool,
    pub(super) class: Option<LitStr>,
    pub(super) column: Option<LitStr>,
}

const FIELD_KEYS: &[&str] = &["sensitive", "pinned", "class", "column"];

impl Settings {
    pub(super) fn parse(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut settings = Self::default();
        let mut relation = None;
        each_key(attributes, |key, input| {
            let word = key.to_string();
            if ["id", "owner", "tenant", "parent", "table"].contains(&word.as_str()) {
                relation = Some(key.clone());
            }
            match word.as_str() {
                "embedded" => settings.is_embedded = true,
                "id" => settings.id = fields(input, "id = (blog_id, number)")?,
                "owner" => settings.owners = owners(input)?,
                "tenant" => {
                    input.parse::<Token![=]>()?;
                    settings.tenant = Some(input.parse()?);
                }
                "parent" => settings.parents = fields(input, "parent = (blog_id, section_id)")?,
                "table" => settings.table = Some(table(input)?),
                "danger_allow_serialize" => {
                    settings.allow_serialize = Some(allow_serialize(input)?);
                }
                _ => settings.options.parse_value(key, input, KEYS)?,
            }
            Ok(())
        })?;
        if let (true, Some(relation)) = (settings.is_embedded, relation) {
            let message = format!(
                "`{relation}` is about a resource, and `embedded` about a part of one: remove one"
            );
            return Err(syn::Error::new(relation.span(), message));
        }
        Ok(settings)
    }
}

impl FieldSettings {
    pub(super) fn parse(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut settings = Self::default();
        each_key(attributes, |key, input| {
            match key.to_string().as_str() {
                "sensitive" => settings.is_sensitive = true,
                "pinned" => settings.is_pinned = true,
                "class" => {
                    input.parse::<Token![=]>()?;
                    settings.class = Some(word(input, "a data class", "class = \"pii\"")?);
                }
                "column" => {
                    input.parse::<Token![=]>()?;
                    settings.column = Some(word(input, "a column", "column = \"author\"")?);
                }
                other => {
                    let hint = suggest::hint(other, FIELD_KEYS);
                    let message = format!("unknown key `{other}`{hint}");
                    return Err(syn::Error::new(key.span(), message));
                }
            }
            Ok(())
        })?;
        Ok(settings)
    }
}

/// Calls `parse` after each key of all `#[resource(..)]`; a key is given once.
fn each_key(
    attributes: &[Attribute],
    mut parse: impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let mut seen: Vec<Ident> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("resource")) {
        attribute.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                if seen.contains(&key) {
                    let message = format!("`{key}` is given twice: keep one");
                    return Err(syn::Error::new(key.span(), message));
                }
                parse(&key, input)?;
                seen.push(key);
                if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
                    return Err(input.error(
                        "expected `,` and another key, for example \
                         `#[resource(owner = author_id, tenant = blog_id)]`",
                    ));
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// `= field` or `= (first, second)`.
fn fields(input: ParseStream, example: &str) -> syn::Result<Vec<Ident>> {
    input.parse::<Token![=]>()?;
    if !input.peek(syn::token::Paren) {
        return Ok(vec![input.parse()?]);
    }
    list(input, example)
}

/// `= field` or `= any(first, second)`.
fn owners(input: ParseStream) -> syn::Result<Vec<Ident>> {
    input.parse::<Token![=]>()?;
    let first: Ident = input.parse()?;
    if !input.peek(syn::token::Paren) {
        return Ok(vec![first]);
    }
    let example = "owner = any(author_id, editor_id)";
    if first != "any" {
        let message = format!("expected a field, or several, for example `{example}`");
        return Err(syn::Error::new(first.span(), message));
    }
    list(input, example)
}

fn list(input: ParseStream, example: &str) -> syn::Result<Vec<Ident>> {
    let here = input.span();
    let inner;
    parenthesized!(inner in input);
    let fields: Vec<Ident> =
        Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?.into_iter().collect();
    if fields.is_empty() {
        return Err(syn::Error::new(here, format!("expected fields, for example `{example}`")));
    }
    for (at, field) in fields.iter().enumerate() {
        if fields.iter().take(at).any(|other| other == field) {
            let message = format!("`{field}` is given twice: keep one");
            return Err(syn::Error::new(field.span(), message));
        }
    }
    Ok(fields)
}

fn table(input: ParseStream) -> syn::Result<LitStr> {
    input.parse::<Token![=]>()?;
    let table: LitStr = input.parse()?;
    if table.value().split('.').all(is_name) {
        return Ok(table);
    }
    let message = "expected the name of a table, for example `table = \"posts\"`";
    Err(syn::Error::new(table.span(), message))
}

fn word(input: ParseStream, what: &str, example: &str) -> syn::Result<LitStr> {
    let word: LitStr = input.parse()?;
    if is_name(&word.value()) {
        return Ok(word);
    }
    let message = format!("expected {what}, for example `{example}`");
    Err(syn::Error::new(word.span(), message))
}

/// Letters, digits and `_`, not starting with a digit: it needs no escaping in SQL.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn allow_serialize(input: ParseStream) -> syn::Result<LitStr> {
    const EXAMPLE: &str = "say why, for example \
                           `danger_allow_serialize(reason = \"only ever in the job queue\")`";
    if !input.peek(syn::token::Paren) {
        return Err(input.error(EXAMPLE));
    }
    let inner;
    parenthesized!(inner in input);
    let key: Ident = inner.parse().map_err(|error| syn::Error::new(error.span(), EXAMPLE))?;
    if key != "reason" {
        return Err(syn::Error::new(key.span(), EXAMPLE));
    }
    inner.parse::<Token![=]>()?;
    let reason = reason(&inner, "reason")?;
    inner.parse::<Option<Token![,]>>()?;
    if inner.is_empty() { Ok(reason) } else { Err(inner.error(EXAMPLE)) }
}
