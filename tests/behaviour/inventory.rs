//! The inventory: every route with its policies, and what runs before the gate.

use actix_web::get;
use actix_web::middleware::{DefaultHeaders, NormalizePath};
use portcullis::{App, public, scope};
use portcullis_tests::tokens::security;

use crate::mounting::{EDITORS, configure, lost, open, reports};

#[test]
fn the_inventory_lists_what_is_mounted() {
    let app = App::new(security())
        .wrap(DefaultHeaders::new())
        .service(open)
        .service(scope("/a").authorize(EDITORS).service(scope("b").service(reports)))
        .configure(configure);
    let inventory = app.inventory();
    let rows: Vec<_> = inventory
        .routes()
        .iter()
        .map(|route| (route.methods.join(","), route.path.as_str(), route.policy.clone()))
        .collect();
    let row = |method: &str, path, policies: &str| (method.to_owned(), path, policies.to_owned());
    assert_eq!(
        rows,
        [
            row("GET", "/open", "public(reason = \"a test\")"),
            row(
                "GET",
                "/a/b/reports",
                "any(role(editor), role(admin)) and permission(\"reports:read\")"
            ),
            row("GET", "/plain", "permission(\"reports:read\")"),
            row("GET", "/configured", "authenticated"),
        ]
    );
    assert!(inventory.routes()[0].handler.name.ends_with("mounting::open"));
    assert!(inventory.routes()[0].handler.file.ends_with("mounting.rs"));
    assert!(inventory.middleware()[0].contains("DefaultHeaders"));
    assert!(
        inventory
            .to_string()
            .contains("GET     /a/b/reports  any(role(editor), role(admin)) and permission")
    );
}

#[public(reason = "a test")]
#[get("/x", wrap = "DefaultHeaders::new()", wrap = "NormalizePath::trim()")]
async fn wrapped() -> &'static str {
    "wrapped"
}

/// Middleware may answer by itself, wherever it is.
#[test]
fn the_inventory_lists_what_runs_before_the_gate() {
    let resource = portcullis::resource("/y")
        .wrap(NormalizePath::trim())
        .route(portcullis::get().to(lost).wrap(DefaultHeaders::new()));
    let nested = scope("/b").wrap(DefaultHeaders::new()).service(wrapped).service(resource);
    let inventory = App::new(security())
        .wrap(DefaultHeaders::new())
        .wrap(NormalizePath::trim())
        .service(scope("/a").wrap(NormalizePath::trim()).service(nested).service(open))
        .service(open)
        .inventory();
    let last_words = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| name.rsplit("::").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(last_words(inventory.middleware()), ["NormalizePath", "DefaultHeaders"]);
    let routes: Vec<_> =
        inventory.routes().iter().map(|route| last_words(&route.middleware)).collect();
    assert_eq!(routes[0], ["NormalizePath", "DefaultHeaders", "trim()", "new()"]);
    assert_eq!(routes[1], ["NormalizePath", "DefaultHeaders", "NormalizePath", "DefaultHeaders"]);
    assert_eq!(routes[2], ["NormalizePath"]);
    assert!(routes[3].is_empty());
    assert!(inventory.to_string().contains("(behind actix_web::middleware::"));
}
