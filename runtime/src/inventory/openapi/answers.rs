//! Answers: what is shown, and the refusals that the policy and the parameters bring.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder, Responses, ResponsesBuilder};
use utoipa::openapi::schema::{Components, ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Schema};

use super::operation::media_types;
use super::parameters::Template;
use super::schemas::{Schemas, list_of, null, one_of, string};
use crate::inventory::{FieldList, FieldListKind, Frame, RouteInfo};
use crate::policy::Condition;

/// The component of the problem document.
pub(super) const PROBLEM: &str = "Problem";
const PROBLEM_JSON: &str = "application/problem+json";

/// Status, name of the component, meaning.
const REFUSALS: &[(&str, &str, &str)] = &[
    ("400", "BadRequest", "The request is malformed, or carries two credentials."),
    ("401", "Unauthorized", "No credential, or one that is not valid."),
    ("403", "Forbidden", "The caller may not; `errors` names the fields that it may not set."),
    ("404", "NotFound", "There is nothing here, or nothing that the caller may know of."),
    ("413", "ContentTooLarge", "The body is too large."),
    ("415", "UnsupportedMediaType", "The body is of another type, or encoded."),
    ("422", "UnprocessableContent", "Fields are not accepted; `errors` names each of them."),
    ("429", "TooManyRequests", "Too many requests; `Retry-After` says when to come back."),
    ("503", "ServiceUnavailable", "The request cannot be decided now."),
];

pub(super) fn of(route: &RouteInfo, template: &Template, schemas: &mut Schemas) -> Responses {
    let mut responses = ResponsesBuilder::new();
    for (status, response) in successes(route, schemas) {
        responses = responses.response(status, response);
    }
    for (status, name, _) in REFUSALS {
        if is_possible(status, route, template) {
            responses = responses.response(*status, Ref::from_response_name(*name));
        }
    }
    responses.build()
}

/// Whether Portcullis may refuse a request for this route so.
fn is_possible(status: &str, route: &RouteInfo, template: &Template) -> bool {
    let reads_body = route.input.iter().any(|list| !media_types(list).is_empty());
    let asks_principal = route.public_reason.is_none();
    match status {
        "400" => asks_principal || reads_body,
        "401" | "503" => asks_principal,
        "403" => has_rule(&route.input) || !is_authenticated(&route.condition()),
        "404" => route.object.is_some() || template.has_parameters(),
        "413" | "415" => reads_body,
        "422" => route.input.iter().any(|list| list.kind != FieldListKind::Unlisted),
        _ => true,
    }
}

/// Whether the condition refuses nobody who is known, or nobody at all.
fn is_authenticated(condition: &Condition) -> bool {
    match condition {
        Condition::Authenticated | Condition::Public { .. } => true,
        Condition::All { of } => of.iter().all(is_authenticated),
        Condition::Named { of, .. } => is_authenticated(of),
        _ => false,
    }
}

/// Whether a body has a field that not everybody may set.
fn has_rule(lists: &[FieldList]) -> bool {
    let bodies = lists.iter().filter(|list| list.kind != FieldListKind::OfQuery);
    bodies.flat_map(|list| &list.fields).any(|field| {
        let below = field.below.as_deref().map(core::slice::from_ref);
        field.rule.is_some() || below.is_some_and(has_rule)
    })
}

fn successes(route: &RouteInfo, schemas: &mut Schemas) -> Vec<(&'static str, Response)> {
    let mut shown = ResponseBuilder::new().description("What the caller sees.");
    let mut is_shown = false;
    for list in route.output.iter().filter(|list| list.kind == FieldListKind::OfView) {
        let (media_type, schema) = content(list, route, schemas);
        shown = shown.content(media_type, ContentBuilder::new().schema(Some(schema)).build());
        is_shown = true;
    }
    let mut successes = Vec::new();
    if is_shown {
        successes.push(("200", shown.build()));
    }
    let unlisted = route.output.iter().filter(|list| list.kind == FieldListKind::Unlisted);
    let names: Vec<_> = unlisted.map(|list| format!("`{}`", list.name)).collect();
    if !names.is_empty() || !is_shown {
        let words = if names.is_empty() {
            "Nothing is shown.".to_owned()
        } else {
            format!("An answer whose fields are not listed: {}.", names.join(", "))
        };
        successes.push(("2XX", ResponseBuilder::new().description(words).build()));
    }
    successes
}

fn content(
    list: &FieldList,
    route: &RouteInfo,
    schemas: &mut Schemas,
) -> (&'static str, RefOr<Schema>) {
    let view = schemas.of_list(list);
    let object = route.object.as_ref();
    match list.source.frame {
        Frame::Page => {
            let page = ObjectBuilder::new()
                .property("items", list_of(view))
                .required("items")
                .property("next", string());
            ("application/json", page.into())
        }
        Frame::Lines => ("application/x-ndjson", view),
        // A view of a loaded object is of that object; otherwise the type does not tell.
        _ if object.is_some_and(|object| !object.is_list) => ("application/json", view),
        _ => ("application/json", one_of([view.clone(), list_of(view), null()])),
    }
}

/// The refusals, and the document that each of them is (RFC 9457).
pub(super) fn components(components: ComponentsBuilder) -> Components {
    let components = components.schema(PROBLEM, problem());
    let components = REFUSALS.iter().fold(components, |components, (_, name, words)| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(PROBLEM))).build();
        let response = ResponseBuilder::new().description(*words).content(PROBLEM_JSON, content);
        components.response(*name, response)
    });
    components.build()
}

fn problem() -> ObjectBuilder {
    let error = ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("pointer", string().description(Some("A JSON pointer into the body (RFC 6901).")))
        .property("parameter", string().description(Some("A parameter of the query.")))
        .property("code", string())
        .property("detail", string())
        .required("code")
        .required("detail");
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("type", string())
        .property("title", string())
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .property("detail", string())
        .property("error", string().description(Some("An error code of RFC 6750.")))
        .property("errors", list_of(error.into()))
        .required("type")
        .required("status")
}
