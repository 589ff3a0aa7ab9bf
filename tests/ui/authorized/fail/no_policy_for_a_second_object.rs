//! A second object needs a policy of its own.

use portcullis::Principal;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn handler(principal: Principal<Permission>, note: Note) {
    let _ = principal.authorize::<Update, _>(note).await;
}

fn main() {}
