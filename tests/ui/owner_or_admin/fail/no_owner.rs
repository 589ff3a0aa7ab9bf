//! The resource must say who owns it.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(portcullis::Resource)]
#[resource(tenant = tenant)]
struct Room {
    id: i64,
    tenant: String,
}

impl portcullis::resource::Load for Room {
    type Store = Shelf;

    async fn load(_: &Shelf, _: i64) -> Result<Option<Self>, portcullis::Outage> {
        Ok(None)
    }
}

#[owner_or_admin(Room)]
#[get("/rooms/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
