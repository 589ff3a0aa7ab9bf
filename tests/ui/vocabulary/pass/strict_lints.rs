//! Generated code trips no lint of a strict crate.
#![deny(warnings, unused, missing_docs, unreachable_pub, missing_debug_implementations)]
#![deny(missing_copy_implementations, non_camel_case_types, non_snake_case)]
#![deny(unused_qualifications, unused_braces, unused_parens, unused_lifetimes, unused_results)]
#![deny(rust_2018_idioms, rust_2021_compatibility, rust_2024_compatibility, let_underscore_drop)]
#![deny(trivial_casts, trivial_numeric_casts, elided_lifetimes_in_paths, single_use_lifetimes)]
#![deny(unit_bindings, variant_size_differences, redundant_lifetimes, explicit_outlives_requirements)]
#![deny(non_upper_case_globals, absolute_paths_not_starting_with_crate, redundant_imports)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]
include!("../../vocabulary.rs");
use actix_web::{Responder, get, web};
use portcullis::{authenticated, authorize, require_permission, require_role};

portcullis::policy! {
    /// Who may moderate.
    pub CAN_MODERATE: Permission = any(role(Editor), all(mfa, permission("users:delete")))
}

/// Lists.
#[portcullis::authorize(CAN_MODERATE)]
#[get("/reports/{id}")]
pub async fn reports(id: web::Path<u32>, mut body: String) -> impl Responder {
    body.push_str(&std::future::ready(id.to_string()).await);
    body
}

/// Plain. The names below the first attribute count as used.
#[authenticated]
#[require_permission(Permission::ReadReports)]
#[require_role(Role::Admin)]
#[authorize(check(always))]
pub async fn plain(_: String) -> String {
    std::future::ready(String::new()).await
}

/// Generic.
#[portcullis::authenticated]
pub async fn generic<T>(value: web::Data<T>) -> String
where
    T: ToString + 'static,
{
    std::future::ready(value.to_string()).await
}

/// Allows.
pub async fn always(
    _: &portcullis::Principal<Permission>,
    _: portcullis::Environment<'_>,
) -> portcullis::Decision {
    std::future::ready(portcullis::Decision::Allow).await
}

/// Builds.
#[must_use]
pub fn inventory(security: portcullis::Security<Permission>) -> String {
    portcullis::App::new(security)
        .service(reports)
        .route("/plain", portcullis::get().to(plain))
        .route("/generic", portcullis::get().to(generic::<u32>))
        .inventory()
        .to_string()
}

fn main() {}
