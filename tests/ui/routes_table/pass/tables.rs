//! The control: paths that fit, policies, visibility.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::{policy, routes};

include!("../../vocabulary.rs");
include!("../../notes.rs");

policy!(EDITORS: Permission = role(Editor));

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn note() -> &'static str {
    "x"
}

#[owner_or_admin(id = "user")]
#[get("/users/{user}")]
async fn user() -> &'static str {
    "x"
}

mod inner {
    #[portcullis::authenticated]
    #[actix_web::get("/inner")]
    pub async fn handler() -> &'static str {
        "x"
    }
}

routes!(
    /// Notes.
    pub NOTES = "/folders/{folder}", policy EDITORS, policy EDITORS, [note]
);
routes!(pub(crate) OTHERS = "", [user, inner::handler,], vocabulary = crate::Permission,);

fn main() {
    let _ = |app: &mut portcullis::ServiceConfig<Permission>| {
        app.service(NOTES).service(OTHERS);
    };
}
