//! A parent between the parts of an identifier is one, too.

use actix_web::get;
use portcullis::{authenticated, routes};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(portcullis::Resource)]
#[resource(id = (book, number))]
struct Page {
    book: i64,
    number: i64,
}

impl portcullis::resource::Load for Page {
    type Store = Shelf;

    async fn load(_: &Shelf, _: (i64, i64)) -> Result<Option<Self>, portcullis::Outage> {
        Ok(None)
    }
}

#[authenticated(object = Page)]
#[get("/books/{book}/shelves/{shelf}/pages/{number}")]
async fn page() -> &'static str {
    "x"
}

routes!(PAGES = "/api", [page]);

fn main() {}
