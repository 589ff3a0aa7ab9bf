//! Function check, load, object check, and only then anything of the handler's own.

use std::future::{Ready, ready};
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, post, web};
use portcullis::resource::Update;
use portcullis::{Authorized, Decision, Environment, Principal, authorize};
use serde_json::Value;

use crate::Permission;
use crate::notes::{ADMIN, ANN, CAT, Note, serve};

static CONSTRUCTED: AtomicUsize = AtomicUsize::new(0);
static ASKED: AtomicUsize = AtomicUsize::new(0);

struct Spy;

impl FromRequest for Spy {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        CONSTRUCTED.fetch_add(1, Ordering::SeqCst);
        ready(Ok(Self))
    }
}

async fn is_not_cat(principal: &Principal<Permission>, _: Environment<'_>) -> Decision {
    Decision::allow_if(principal.subject() != "cat", "cats may not")
}

async fn counts(_: &Principal<Permission>, _: &Note) -> Decision {
    ASKED.fetch_add(1, Ordering::SeqCst);
    Decision::Allow
}

#[authorize(all(check(Note, counts), owner(Note), check(is_not_cat)), action = Update)]
#[post("/notes/{id}")]
async fn edit(_: Spy, note: Authorized<Note, Update>, _: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

#[test]
fn nothing_runs_before_what_decides_before_it() {
    let site = serve(|config| {
        config.service(edit);
    });
    let seen = || {
        (site.notes.loads(), ASKED.swap(0, Ordering::SeqCst), CONSTRUCTED.swap(0, Ordering::SeqCst))
    };
    for (path, caller, body, status, expected) in [
        // The function check denies: nothing is loaded, whatever stands first in the policy.
        ("/notes/1", CAT, Some("{"), 403, (0, 0, 0)),
        // The owner is not asked of the database: the other check is not asked either.
        ("/notes/3", ANN, Some("{"), 404, (1, 0, 0)),
        ("/notes/4", ADMIN, Some("{"), 404, (1, 0, 0)),
        ("/notes/9", ANN, Some("{"), 404, (1, 0, 0)),
        ("/notes/x", ANN, Some("{"), 404, (0, 0, 0)),
        // Only the allowed hear about their body.
        ("/notes/1", ANN, Some("{"), 400, (1, 1, 1)),
        ("/notes/1", ANN, Some("{}"), 200, (1, 1, 1)),
    ] {
        let reply = site.ask_with("POST", path, caller, body);
        assert_eq!((reply.status, seen()), (status, expected), "{path} {caller:?} {body:?}");
    }
}
