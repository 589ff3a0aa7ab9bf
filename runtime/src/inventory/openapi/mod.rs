//! The inventory as an OpenAPI 3.1 document.

mod answers;
mod operation;
mod parameters;
mod schemas;

use std::collections::BTreeMap;

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, HttpMethod, Info, OpenApi, OpenApiBuilder, PathItem, Paths,
};

use super::{Inventory, RouteInfo};
use operation::{Names, operation};
use parameters::Template;
use schemas::Schemas;

/// The name of the security scheme.
const BEARER: &str = "bearer";

impl Inventory {
    /// The API as OpenAPI 3.1: paths, parameters, bodies and answers of the safe DTOs, refusals, and
    /// what a caller needs.
    ///
    /// Of two documents, `document.merge(other)` keeps its own operations and takes what it lacks from
    /// the other. `#[utoipa::path]` stands above the policy: below one, utoipa's feature `actix_extras`
    /// would read the parameters of the guarded function.
    ///
    /// - Bodies and views are components, named like their types. No other field is taken. Which
    ///   fields of a view are there depends on the caller and on `?fields=`, so none is required.
    /// - The schema of a field is what utoipa knows of its type (`ToSchema`); a type without one may
    ///   be any JSON.
    /// - A route needs `bearer`, unless it is public, with the OAuth scopes that its policy names; the
    ///   policy in words is in `x-portcullis-policy`.
    /// - A parameter or an answer that is no safe DTO is there without its fields.
    /// - Left out are default services, methods that OpenAPI 3.1 does not have, and a second route
    ///   with the path and method of another, which guards or the expressions of parameters tell apart.
    ///
    /// ```
    /// # use portcullis::{App, Permissions, Security, authn::{Authentication, Authenticator, Outcome}, public};
    /// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
    /// # enum Permission { #[permission("a:b")] A }
    /// # struct Nobody;
    /// # impl Authenticator<Permission> for Nobody {
    /// #     fn authenticate(&self, _: &actix_web::HttpRequest) -> Authentication<Permission> { Outcome::Anonymous.into() }
    /// # }
    /// # #[public(reason = "liveness probe")] #[actix_web::get("/health")]
    /// # async fn health() -> &'static str { "fine" }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let security = Security::<Permission>::builder().authenticator(Nobody).build()?;
    /// let app = App::new(security).service(health);
    /// let document = app.inventory().openapi("Blog", "1.0.0");
    /// assert!(document.paths.paths.contains_key("/health"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn openapi(&self, title: &str, version: &str) -> OpenApi {
        let (mut schemas, mut names) = (Schemas::default(), Names::default());
        let mut paths: BTreeMap<String, (Template, PathItem)> = BTreeMap::new();
        // What answers unknown paths has no path of its own.
        for route in self.routes().iter().filter(|route| !route.path.ends_with("/*")) {
            let template = Template::of(&route.path);
            // Two templates that differ in names alone are one, for OpenAPI as for a router.
            let (template, item) =
                paths.entry(template.shape()).or_insert_with(|| (template, PathItem::default()));
            for method in methods(route) {
                let Some(place) = place(item, &method) else { continue };
                if place.is_none() {
                    *place = Some(operation(route, &method, template, &mut schemas, &mut names));
                }
            }
        }
        let paths = paths.into_values().filter(|(_, item)| *item != PathItem::default());
        let paths = paths.fold(Paths::new(), |mut paths, (template, item)| {
            paths.paths.insert(template.path, item);
            paths
        });
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.bearer_format = Some("JWT".to_owned());
        let components =
            ComponentsBuilder::new().security_scheme(BEARER, SecurityScheme::Http(bearer));
        OpenApiBuilder::new()
            .info(Info::new(title, version))
            .paths(paths)
            .components(Some(answers::components(schemas.into_components(components))))
            .build()
    }
}

/// The methods that a route takes, as far as OpenAPI has them.
fn methods(route: &RouteInfo) -> Vec<HttpMethod> {
    if route.methods.is_empty() {
        let usual = [
            HttpMethod::Get,
            HttpMethod::Post,
            HttpMethod::Put,
            HttpMethod::Patch,
            HttpMethod::Delete,
        ];
        return usual.into();
    }
    let methods = route.methods.iter().filter_map(|method| match method.as_str() {
        "GET" => Some(HttpMethod::Get),
        "POST" => Some(HttpMethod::Post),
        "PUT" => Some(HttpMethod::Put),
        "PATCH" => Some(HttpMethod::Patch),
        "DELETE" => Some(HttpMethod::Delete),
        "HEAD" => Some(HttpMethod::Head),
        "OPTIONS" => Some(HttpMethod::Options),
        "TRACE" => Some(HttpMethod::Trace),
        _ => None,
    });
    methods.collect()
}

/// Where the operation of a method stands.
fn place<'a>(
    item: &'a mut PathItem,
    method: &HttpMethod,
) -> Option<&'a mut Option<utoipa::openapi::path::Operation>> {
    Some(match method {
        HttpMethod::Get => &mut item.get,
        HttpMethod::Post => &mut item.post,
        HttpMethod::Put => &mut item.put,
        HttpMethod::Patch => &mut item.patch,
        HttpMethod::Delete => &mut item.delete,
        HttpMethod::Head => &mut item.head,
        HttpMethod::Options => &mut item.options,
        HttpMethod::Trace => &mut item.trace,
        #[allow(unreachable_patterns, reason = "utoipa may learn more methods")]
        _ => return None,
    })
}
