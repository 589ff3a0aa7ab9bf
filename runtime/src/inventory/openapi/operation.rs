//! One route and method as an operation.

use std::collections::BTreeSet;

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{HttpMethod, Required};

use super::parameters::{Template, of_query};
use super::schemas::{Schemas, any};
use super::{BEARER, answers};
use crate::inventory::{FieldList, FieldListKind, RouteInfo};
use crate::policy::Condition;

/// The identifiers that are taken.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The name of the handler, and more of its path and a number where others have it.
    fn unique(&mut self, handler: &str) -> String {
        let mut words = handler.rsplit("::");
        let name = words.next().unwrap_or_default().trim_start_matches("r#").to_owned();
        let module = words.next().unwrap_or_default();
        let longer = format!("{module}_{name}");
        let numbered = (2_u32..).map(|number| format!("{longer}_{number}"));
        let mut names = [name, longer.clone()].into_iter().chain(numbered);
        let free = names.find(|name| !self.0.contains(name)).unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

pub(super) fn operation(
    route: &RouteInfo,
    method: &HttpMethod,
    template: &Template,
    schemas: &mut Schemas,
    names: &mut Names,
) -> Operation {
    let mut parameters: Vec<_> = template.parameters().collect();
    let queries = route.input.iter().filter(|list| list.kind == FieldListKind::OfQuery);
    let view = route.output.iter().find(|list| list.kind == FieldListKind::OfView);
    for query in queries {
        parameters.extend(of_query(query, view, schemas));
    }
    let extensions = ExtensionsBuilder::new().add("x-portcullis-policy", route.policy.as_str());
    let mut operation = OperationBuilder::new()
        .operation_id(Some(names.unique(route.handler.name)))
        .description(description(route))
        .request_body(body(route, method, schemas))
        .responses(answers::of(route, template, schemas))
        .extensions(Some(extensions.build()));
    if !parameters.is_empty() {
        operation = operation.parameters(Some(parameters));
    }
    if route.public_reason.is_none() {
        operation = operation.security(SecurityRequirement::new(BEARER, scopes(route)));
    }
    operation.build()
}

fn description(route: &RouteInfo) -> Option<String> {
    let public = route.public_reason.map(|reason| format!("Public: {reason}."));
    let conditional = route.is_conditional.then(|| "Guards decide whether it matches.".to_owned());
    let words: Vec<_> = public.into_iter().chain(conditional).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The OAuth scopes that the policies name. Which of them a caller needs the policy says in words.
fn scopes(route: &RouteInfo) -> BTreeSet<String> {
    let mut scopes = BTreeSet::new();
    collect(&route.condition(), &mut scopes);
    scopes
}

fn collect(condition: &Condition, scopes: &mut BTreeSet<String>) {
    match condition {
        Condition::Scope { name } => {
            scopes.insert(name.to_string());
        }
        Condition::All { of } | Condition::Any { of } => {
            for condition in of {
                collect(condition, scopes);
            }
        }
        Condition::Named { of, .. } => collect(of, scopes),
        // A caller without a scope is asked for none.
        _ => {}
    }
}

/// What the handler reads; several parameters that read it are ways to do so.
fn body(route: &RouteInfo, method: &HttpMethod, schemas: &mut Schemas) -> Option<RequestBody> {
    if *method == HttpMethod::Trace {
        return None;
    }
    let mut body = RequestBodyBuilder::new();
    let mut is_read = false;
    for list in &route.input {
        for media_type in media_types(list) {
            let schema = match list.kind {
                FieldListKind::OfUpdate | FieldListKind::OfCreate => schemas.of_list(list),
                _ => any(),
            };
            body = body.content(*media_type, ContentBuilder::new().schema(Some(schema)).build());
            is_read = true;
        }
    }
    is_read.then(|| body.required(Some(Required::True)).build())
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The types of body that a parameter reads; none for one that reads the query.
pub(super) fn media_types(list: &FieldList) -> &'static [&'static str] {
    match list.kind {
        FieldListKind::OfUpdate => &["application/json", "application/merge-patch+json", FORM],
        FieldListKind::OfCreate => &["application/json", FORM],
        FieldListKind::Unlisted => match list.name.split('<').next().unwrap_or_default() {
            "Json" => &["application/json"],
            "Form" => &[FORM],
            "Query" => &[],
            _ => &["*/*"],
        },
        _ => &[],
    }
}
