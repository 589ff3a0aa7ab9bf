//! The control: every key at once, in any order, over several attributes.

use actix_web::get;
use portcullis::Authorized;
use portcullis::authorize;
use portcullis::owner_or_admin;
use portcullis::{Listing, authenticated, policy, require_role};
use portcullis::resource::Action;

include!("../../vocabulary.rs");
include!("../../notes.rs");

enum Look {}

impl Action for Look {
    const NAME: &'static str = "look";
}

policy!(OWNERS: Permission = any(owner(Note), tenant(Note)));

async fn is_friend(_: &portcullis::Principal<Permission>, _: &Note) -> portcullis::Decision {
    portcullis::Decision::Allow
}

#[owner_or_admin(
    Note,
    on_denied = forbidden,
    danger_unrelated(locale, reason = "a language"),
    danger_unrelated(version, reason = "of the interface"),
    cross_tenant = "a test",
    action = Look,
    id = "note",
)]
#[get("/{locale}/{version}/notes/{note}")]
async fn every(_note: Authorized<Note, Look>) -> &'static str {
    "x"
}

#[require_role(Editor, id = ["note"])]
#[authorize(OWNERS, object = Note)]
#[authenticated(on_denied = not_found)]
#[get("/notes/{note}")]
async fn stacked(_note: Authorized<Note, portcullis::resource::Read>) -> &'static str {
    "x"
}

#[authorize(
    any(OWNERS, check(Note, is_friend, sql = "{{}} {self}.id = {subject} OR {tenant} IS NULL"),),
    list,
    cross_tenant = "a test",
)]
#[get("/notes")]
async fn list(_notes: Listing<Note>) -> &'static str {
    "x"
}

#[authorize(all(owner(id = "user"), not(owner(id = "other"))))]
#[get("/users/{user}/{other}")]
async fn path() -> &'static str {
    "x"
}

fn main() {
    let _ = |app: &mut portcullis::ServiceConfig<Permission>| {
        app.service(every).service(stacked).service(list).service(path);
    };
}
