//! Somebody has to say who may create one.

use portcullis::allowlist::New;
use portcullis::resource::Create;
use portcullis::{Principal, SafeCreate};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String, author: String), default(id))]
struct NewNote {
    folder: i64,
}

async fn add(new: New<NewNote>, me: Principal<Permission>) {
    let server = NewNoteServer { tenant: String::new(), author: String::new() };
    let _ = me.authorize::<Create, _>(new.into_entity(server)).await;
}

fn main() {}
