//! What a client is told about itself, over HTTP.

use serde_json::{Value, json};

use crate::app::Site;

fn capabilities(subject: &str, role: &str) -> Vec<Value> {
    let reply = Site::start().ask("GET", "/capabilities", subject, role);
    assert_eq!((reply.status, reply.header("cache-control")), (200, Some("no-store")));
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    body["routes"].as_array().unwrap().clone()
}

fn route<'a>(routes: &'a [Value], method: &str, path: &str) -> Option<&'a Value> {
    routes.iter().find(|route| route["methods"] == json!([method]) && route["path"] == path)
}

#[test]
fn a_client_learns_which_routes_it_may_use() {
    let of_reader = capabilities("ann", "reader");
    let may = |method, path| route(&of_reader, method, path).map(|route| route["may"].clone());
    assert_eq!(may("GET", "/health"), Some(json!("always")));
    assert_eq!(may("PATCH", "/notes/{id}"), Some(json!("depends")));
    assert_eq!(may("GET", "/members/{name}"), Some(json!("depends")));
    assert_eq!(may("POST", "/reports"), None);
    assert_eq!(may("DELETE", "/notes/{id}"), None);
    assert_eq!(may("GET", "/editors/inside"), None);
    let of_admin = capabilities("ida", "admin");
    let may = |method, path| route(&of_admin, method, path).map(|route| route["may"].clone());
    assert_eq!(may("DELETE", "/notes/{id}"), Some(json!("always")));
    assert_eq!(may("GET", "/members/{name}"), Some(json!("always")));
}

#[test]
fn a_client_learns_which_fields_it_may_use() {
    let fields = |role: &str, what: &str| {
        let routes = capabilities("ann", role);
        route(&routes, "PATCH", "/notes/{id}").unwrap()[what].clone()
    };
    assert_eq!(fields("reader", "set"), json!({"/text": "always"}));
    assert_eq!(fields("editor", "set"), json!({"/phone": "always", "/text": "always"}));
    let shown = |phone: &str| json!({"/author": "always", "/id": "always", "/phone": phone, "/text": "always"});
    assert_eq!(fields("reader", "show"), shown("depends"));
    assert_eq!(fields("admin", "show"), shown("always"));
}

#[test]
fn no_condition_is_told() {
    for role in ["reader", "editor", "admin"] {
        let text = serde_json::to_string(&capabilities("ann", role)).unwrap();
        for word in ["owner", "tenant", "is_calm", "role", "permission", "cross", "probe"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}
