//! The control: each action with its method, also by alias and by an own marker.

use actix_web::{delete, get, patch, post, put, route};
use portcullis::Authorized;
use portcullis::owner_or_admin;
use portcullis::resource::{Action, Delete, Read, Update};

include!("../../vocabulary.rs");
include!("../../notes.rs");

type Mine = Authorized<Note, Update>;

enum Publish {}

impl Action for Publish {
    const NAME: &'static str = "publish";
}

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn read(_note: Authorized<Note, Read>) -> &'static str {
    "x"
}

#[owner_or_admin(Note)]
#[route("/both/{id}", method = "GET", method = "HEAD")]
async fn both(_note: Authorized<Note, Read>) -> &'static str {
    "x"
}

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn change(_note: Mine) -> &'static str {
    "x"
}

#[owner_or_admin(Note)]
#[put("/notes/{id}")]
async fn replace(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

#[owner_or_admin(Note)]
#[delete("/notes/{id}")]
async fn remove(_note: Authorized<Note, Delete>) -> &'static str {
    "x"
}

#[owner_or_admin(Note, action = Publish)]
#[post("/notes/{id}")]
async fn publish(_note: Authorized<Note, Publish>) -> &'static str {
    "x"
}

#[owner_or_admin(Note, action = crate::Publish)]
async fn plain(_note: Authorized<Note, Publish>) -> &'static str {
    "x"
}

fn main() {
    let _ = portcullis::post().to(plain);
    let _ = |app: &mut portcullis::ServiceConfig<Permission>| {
        app.service(read).service(both).service(change).service(replace).service(remove);
        app.service(publish);
    };
}
