//! Types under other names, of macros and of functions: what crosses is known all the same, and
//! any type may stand where nothing is.
include!("../../vocabulary.rs");
include!("../../notes.rs");

use actix_web::{HttpResponse, patch, post};
use portcullis::allowlist::{Changes, New, View};
use portcullis::resource::Update;
use portcullis::{Authorized, Rule, SafeCreate, SafeResponse, SafeUpdate};

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    author: Option<String>,
}

#[derive(SafeCreate)]
#[safe_create(of = Note, default(id, tenant, folder))]
struct NewNote {
    author: String,
}

#[derive(SafeResponse)]
#[safe_response(of = Note, hide(tenant, folder, author))]
struct NoteView {
    id: i64,
}

mod names {
    pub(crate) type Edit = portcullis::allowlist::Changes<super::NoteUpdate>;
    pub(crate) type Result<T, E = actix_web::Error> = core::result::Result<T, E>;
    pub(crate) type Shown = Result<portcullis::allowlist::View<super::NoteView>>;
}

macro_rules! new {
    ($ty:ty) => { New<$ty> };
}

#[portcullis::owner_or_admin(Note)]
#[patch("/{id}")]
async fn edit(note: Authorized<Note, Update>, _: names::Edit) -> names::Shown {
    Ok(View::of(note))
}

#[portcullis::authenticated]
#[post("/")]
async fn add(_: new!(NewNote)) -> names::Result<HttpResponse> {
    Ok(HttpResponse::Ok().finish())
}

// `Taken` and its like are names of the app's own here, and its constants are everywhere.
struct Taken;
struct Yielded<const N: usize>;
trait TakesNothing {
    const LISTS: u8 = 0;
    const SCHEMA: u8 = 0;
}
impl<T> TakesNothing for T {}

impl actix_web::FromRequest for Taken {
    type Error = actix_web::Error;
    type Future = core::future::Ready<Result<Self, Self::Error>>;

    fn from_request(_: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        core::future::ready(Ok(Self))
    }
}

impl<const N: usize> actix_web::Responder for Yielded<N> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &actix_web::HttpRequest) -> HttpResponse {
        HttpResponse::Ok().finish()
    }
}

#[portcullis::authenticated]
#[post("/own")]
async fn own(_: Taken, _: Option<Taken>) -> Yielded<{ 1 + 1 }> {
    Yielded
}

impl actix_web::FromRequest for Wrapper<0> {
    type Error = actix_web::Error;
    type Future = core::future::Ready<Result<Self, Self::Error>>;

    fn from_request(_: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        core::future::ready(Ok(Self))
    }
}

struct Wrapper<const N: usize>;

fn inside() -> Vec<portcullis::inventory::FieldList> {
    struct Local;

    impl actix_web::Responder for Local {
        type Body = actix_web::body::BoxBody;

        fn respond_to(self, _: &actix_web::HttpRequest) -> HttpResponse {
            HttpResponse::Ok().finish()
        }
    }

    #[portcullis::authenticated]
    async fn local(_: Wrapper<0>) -> Local {
        Local
    }
    let _ = portcullis::get().to(local);
    <local as Rule>::SURFACE.output()
}

fn names(lists: Vec<portcullis::inventory::FieldList>) -> Vec<String> {
    lists.into_iter().map(|list| list.name.into_owned()).collect()
}

fn main() {
    assert_eq!(names(<edit as Rule>::SURFACE.input()), ["NoteUpdate"]);
    assert_eq!(names(<edit as Rule>::SURFACE.output()), ["NoteView"]);
    assert_eq!(names(<add as Rule>::SURFACE.input()), ["NewNote"]);
    assert_eq!(names(<add as Rule>::SURFACE.output()), ["HttpResponse"]);
    assert!(<own as Rule>::SURFACE.input().is_empty());
    assert_eq!(names(<own as Rule>::SURFACE.output()), ["Yielded<2>"]);
    assert_eq!(names(inside()), ["Local"]);
    let _ = core::marker::PhantomData::<Changes<NoteUpdate>>;
}
