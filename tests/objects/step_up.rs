//! Step-up: who lacks nothing but a better authentication is told which (RFC 9470).

use actix_web::{HttpResponse, get, patch};
use portcullis::allowlist::Changes;
use portcullis::resource::{Read, Update};
use portcullis::{
    Authorized, Decision, Environment, Principal, SafeUpdate, authenticated, authorize, policy,
    scope,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::tokens::{claims, hs256, now, with};
use serde_json::{Value, json};

use crate::Permission;
use crate::notes::{Note, Site, serve};

macro_rules! handlers {
    ($($name:ident $path:literal $policy:tt)*) => {$(
        #[authorize $policy]
        #[get($path)]
        async fn $name() -> HttpResponse {
            HttpResponse::Ok().finish()
        }
    )*};
}

handlers! {
    fresh "/fresh" (fresh(minutes = 5))
    factors "/factors" (mfa)
    both "/both" (all(fresh(minutes = 5), mfa, permission("reports:read")))
    forbidden "/forbidden" (all(fresh(minutes = 5), permission("users:delete")))
    either "/either" (any(permission("users:delete"), all(fresh(minutes = 60), fresh(minutes = 5))))
    never "/never" (all(permission("reports:read"), not(mfa)))
}

#[authenticated]
#[get("/inner")]
async fn inner() -> HttpResponse {
    HttpResponse::Ok().finish()
}

policy!(RECENT: Permission = fresh(minutes = 10));

#[authorize(any(all(owner(Note), fresh(minutes = 5)), all(tenant(Note), role(Editor))))]
#[get("/notes/{id}")]
async fn note(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

async fn is_reader(principal: &Principal<Permission>, _: Environment<'_>) -> Decision {
    Decision::allow_if(principal.subject() == "ann", "only ann")
}

#[authorize(any(
    all(owner(Note), role(Editor)),
    all(tenant(Note), fresh(minutes = 5), check(is_reader))
))]
#[get("/checked/{id}")]
async fn checked(loaded: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(loaded.author.clone())
}

#[derive(SafeUpdate, Debug)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct Edit {
    #[safe_update(fresh(minutes = 5))]
    author: Option<String>,
    #[safe_update(all(mfa, permission("reports:read")))]
    editor: portcullis::allowlist::Patch<String>,
}

#[authorize(owner(Note))]
#[patch("/notes/{id}")]
async fn edit(changes: Changes<Edit>, _note: Authorized<Note, Update>) -> HttpResponse {
    HttpResponse::Ok().json(changes.fields().collect::<Vec<_>>())
}

fn site() -> Site {
    serve(|config| {
        config
            .service(fresh)
            .service(factors)
            .service(both)
            .service(forbidden)
            .service(either)
            .service(never)
            .service(note)
            .service(checked)
            .service(edit)
            .service(scope("/recent").authorize(RECENT).service(inner));
    })
}

/// A reader, or whoever `subject` is, of acme.
fn asks(site: &Site, subject: &str, role: &str, extra: &[(&str, Value)], path: &str) -> Reply {
    asks_with(site, subject, role, extra, path, None)
}

fn asks_with(
    site: &Site,
    subject: &str,
    role: &str,
    extra: &[(&str, Value)],
    path: &str,
    body: Option<&str>,
) -> Reply {
    let own = with(claims(subject, role), "tenant", Some(json!("acme")));
    let claims =
        extra.iter().fold(own, |claims, (name, value)| with(claims, name, Some(value.clone())));
    let bearer = format!("Bearer {}", hs256(&claims));
    let headers = [("authorization", &*bearer), ("content-type", "application/json")];
    let method = if body.is_some() { "PATCH" } else { "GET" };
    send(site.served.address(), method, path, &headers, body)
}

fn challenge(reply: &Reply) -> (u16, Option<&str>) {
    (reply.status, reply.header("www-authenticate"))
}

const FORBIDDEN: (u16, Option<&str>) = (403, Some(r#"Bearer error="insufficient_scope""#));

const FRESH: (u16, Option<&str>) =
    (401, Some(r#"Bearer error="insufficient_user_authentication", max_age="300""#));

const FACTORS: (u16, Option<&str>) =
    (401, Some(r#"Bearer error="insufficient_user_authentication", acr_values="mfa""#));

const BOTH: (u16, Option<&str>) = (
    401,
    Some(r#"Bearer error="insufficient_user_authentication", max_age="300", acr_values="mfa""#),
);

#[test]
fn the_challenge_asks_for_what_is_lacking_and_no_more() {
    let site = site();
    let (recent, old) = (("auth_time", json!(now() - 10)), ("auth_time", json!(now() - 400)));
    let (strong, weak) = (("amr", json!(["pwd", "mfa"])), ("amr", json!(["pwd"])));
    let ok = (200, None);
    for (path, extra, expected) in [
        ("/fresh", vec![recent.clone()], ok),
        ("/fresh", vec![old.clone()], FRESH),
        ("/fresh", vec![], FRESH),
        ("/factors", vec![strong.clone()], ok),
        ("/factors", vec![weak.clone()], FACTORS),
        ("/factors", vec![], FACTORS),
        ("/both", vec![recent.clone(), strong.clone()], ok),
        ("/both", vec![recent.clone(), weak.clone()], FACTORS),
        ("/both", vec![old.clone(), strong.clone()], FRESH),
        ("/both", vec![old.clone(), weak], BOTH),
        ("/both", vec![], BOTH),
        // Without the permission no authentication helps.
        ("/forbidden", vec![recent.clone()], FORBIDDEN),
        ("/forbidden", vec![old.clone()], FORBIDDEN),
        // The strictest of what is lacking.
        ("/either", vec![("auth_time", json!(now() - 7200))], FRESH),
        ("/either", vec![old.clone()], FRESH),
        ("/either", vec![recent.clone()], ok),
        // Less of it cannot be asked for.
        ("/never", vec![strong], FORBIDDEN),
        ("/recent/inner", vec![old], ok),
        ("/recent/inner", vec![recent], ok),
        (
            "/recent/inner",
            vec![("auth_time", json!(now() - 700))],
            (401, Some(r#"Bearer error="insufficient_user_authentication", max_age="600""#)),
        ),
    ] {
        let reply = asks(&site, "ann", "reader", &extra, path);
        assert_eq!(challenge(&reply), expected, "{path} {extra:?}");
        if reply.status == 401 {
            assert!(reply.is_problem_document());
            assert!(reply.body.contains(r#""error":"insufficient_user_authentication""#));
        }
    }
}

/// Only who would be let through learns that there is something behind the challenge.
#[test]
fn the_challenge_does_not_tell_which_objects_exist() {
    let site = site();
    let missing = (404, None);
    let recent = [("auth_time", json!(now() - 10))];
    let old = [("auth_time", json!(now() - 400))];
    for (subject, role, extra, path, expected) in [
        // Denied before anything is loaded, so all are told the same.
        ("ann", "reader", &old[..], "/notes/1", FRESH),
        ("cat", "reader", &old[..], "/notes/1", FRESH),
        ("cat", "reader", &old[..], "/notes/99", FRESH),
        // Loaded, since the token is silent: of interest to the owner alone.
        ("ann", "reader", &[][..], "/notes/1", FRESH),
        ("cat", "reader", &[][..], "/notes/1", missing),
        ("cat", "reader", &[][..], "/notes/99", missing),
        // Loaded for its owner, and what a check would say of a better authentication is not known.
        ("cat", "editor", &old[..], "/checked/1", missing),
        ("cat", "editor", &old[..], "/checked/99", missing),
        // Loaded for what an editor may; the owner's right is another one.
        ("ann", "editor", &old[..], "/notes/1", (200, None)),
        ("cat", "editor", &old[..], "/notes/4", missing),
        ("cat", "editor", &old[..], "/notes/99", missing),
    ] {
        let reply = asks(&site, subject, role, extra, path);
        assert_eq!(challenge(&reply), expected, "{subject} {role} {extra:?} {path}");
    }
    assert_eq!(asks(&site, "ann", "reader", &recent, "/notes/1").status, 200);
    assert_eq!(asks(&site, "cat", "reader", &recent, "/notes/1").status, 404);
}

#[test]
fn a_field_asks_for_a_better_authentication_too() {
    let site = site();
    let strong = [("amr", json!(["mfa"]))];
    for (body, extra, expected) in [
        (r#"{"author": "ann"}"#, &[][..], FRESH),
        (r#"{"editor": "bob"}"#, &[][..], FACTORS),
        (r#"{"author": "ann", "editor": "bob"}"#, &[][..], BOTH),
        (r#"{"author": "ann", "editor": "bob"}"#, &strong[..], FRESH),
        (r#"{"editor": "bob"}"#, &strong[..], (200, None)),
    ] {
        let reply = asks_with(&site, "ann", "reader", extra, "/notes/1", Some(body));
        assert_eq!(challenge(&reply), expected, "{body} {extra:?}");
    }
    // A role that holds nothing lacks more than factors.
    let body = r#"{"author": "ann", "editor": "bob"}"#;
    let reply = asks_with(&site, "ann", "none", &[], "/notes/1", Some(body));
    assert_eq!(challenge(&reply), FORBIDDEN);
}
