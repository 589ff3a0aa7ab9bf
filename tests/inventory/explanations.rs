//! `App::explain`: the decision as a tree, before any request.

use actix_web::http::Method;
use portcullis::Principal;
use portcullis_tests::tokens::security;
use portcullis_tests::{Permission, Role};

use crate::app::app;

fn explain(method: &Method, path: &str, role: Option<Role>) -> String {
    let mut principal = Principal::<Permission>::builder("ann");
    if let Some(role) = role {
        principal = principal.role(role);
    }
    app(security()).explain(method, path, &principal.build()).unwrap().to_string()
}

#[test]
fn every_condition_has_a_sign_and_one_decides() {
    assert_eq!(
        explain(&Method::PATCH, "/notes/{id}", Some(Role::Editor)),
        "\
– all
  – tenant(Note): not evaluated
  – any
    – owner(Note): not evaluated
    – all
      ✓ role(editor)
      – check(Note, is_calm): not evaluated
"
    );
    assert_eq!(
        explain(&Method::DELETE, "/notes/{id}", Some(Role::Editor)),
        "✗ role(admin): role `admin` is not held   <- decides\n"
    );
    assert_eq!(
        explain(&Method::GET, "/members/{name}", Some(Role::Admin)),
        "\
✓ any
  – owner(id = \"name\"): not evaluated
  ✓ role(admin)   <- decides
"
    );
    assert_eq!(
        explain(&Method::GET, "/members/{name}", None),
        "\
– any
  – owner(id = \"name\"): not evaluated
  ✗ role(admin): role `admin` is not held
"
    );
}

#[test]
fn the_policies_of_scopes_are_part_of_it() {
    assert_eq!(
        explain(&Method::GET, "/editors/inside", Some(Role::Reader)),
        "\
✗ all
  ✗ role(editor): role `editor` is not held   <- decides
  ✓ public(reason = \"the scope decides\")
"
    );
}

#[test]
fn a_route_that_is_not_there_is_not_explained() {
    let principal = Principal::<Permission>::builder("ann").build();
    assert_eq!(app(security()).explain(&Method::PUT, "/notes/{id}", &principal), None);
    assert_eq!(app(security()).explain(&Method::GET, "/notes/1", &principal), None);
}
