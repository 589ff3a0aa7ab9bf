//! The parameters of a query string, each recognized, or unknown: what the caller may not see is as
//! unknown as what does not exist.

use std::borrow::Cow;

use actix_web::HttpRequest;

use super::shape::{QueryField, SafeQuery};
use crate::allowlist::input::{folded, is_same_word};
use crate::allowlist::output::{OutputField, SafeResponse as _};
use crate::gate::Sight;
use crate::problem::Problem;
use crate::resource::Entity as _;

/// As many parameters as are read. No query has as many that are right.
const MOST: usize = 256;

/// A parameter and its text.
pub(super) struct Parameter<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) text: Cow<'a, str>,
    pub(super) kind: Kind,
}

/// What a parameter is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The filter at this position.
    Filter(usize),
    Sort,
    Limit,
    Cursor,
    Fields,
    Unknown,
}

/// The parameters of a request, in the order that they came.
pub(super) fn parameters<Q: SafeQuery>(
    request: &HttpRequest,
) -> Result<Vec<Parameter<'_>>, Problem> {
    // Asked once, however often a key is repeated.
    let usable: Vec<bool> =
        Q::SHAPE.filters.iter().map(|filter| filter.on.is_usable(request)).collect();
    let mut parameters = Vec::new();
    for (name, text) in form_urlencoded::parse(request.query_string().as_bytes()) {
        // What is not UTF-8 was replaced.
        let is_text = !name.contains('\u{fffd}') && !text.contains('\u{fffd}');
        if !is_text || parameters.len() == MOST {
            return Err(Problem::MalformedQuery);
        }
        let kind = kind::<Q>(&name, &usable);
        parameters.push(Parameter { name, text, kind });
    }
    Ok(parameters)
}

fn kind<Q: SafeQuery>(name: &str, usable: &[bool]) -> Kind {
    match name {
        "sort" => return Kind::Sort,
        "limit" => return Kind::Limit,
        "cursor" => return Kind::Cursor,
        "fields" => return Kind::Fields,
        _ => {}
    }
    let Some(key) = filter_key(name) else { return Kind::Unknown };
    let mut filters = Q::SHAPE.filters.iter().zip(usable);
    match filters.position(|(filter, usable)| *usable && filter.on.has_key(key)) {
        Some(position) => Kind::Filter(position),
        None => Kind::Unknown,
    }
}

/// `author_id` of `filter[author_id]`.
pub(super) fn filter_key(name: &str) -> Option<&str> {
    name.strip_prefix("filter[")?.strip_suffix(']')
}

impl QueryField {
    /// Whether the caller sees this field in every object, as it is.
    pub(super) fn is_usable(&self, request: &HttpRequest) -> bool {
        self.output.is_some_and(|output| is_open(output, request))
    }

    /// Whether `key` names it on the wire.
    pub(super) fn has_key(&self, key: &str) -> bool {
        self.output.is_some_and(|output| output.key == key)
    }
}

fn is_open(output: &OutputField, request: &HttpRequest) -> bool {
    output.is_plain && output.rule.is_none_or(|rule| matches!(rule.sight(request), Sight::Always))
}

/// The field of the entity that `key` is about, where the caller does not see it.
pub(super) fn hidden_field<Q: SafeQuery>(request: &HttpRequest, key: &str) -> Option<&'static str> {
    let word = folded(key);
    let is_it =
        |shown: &&OutputField| is_same_word(shown.key, &word) || is_same_word(shown.name, &word);
    match Q::View::SHAPE.fields.iter().find(is_it) {
        Some(shown) => (!is_open(shown, request)).then_some(shown.name),
        None => {
            let mut fields = Q::Entity::FIELDS.iter();
            fields.find(|field| is_same_word(field.name, &word)).map(|field| field.name)
        }
    }
}
