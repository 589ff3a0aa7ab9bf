//! The table needs to see the route.

use portcullis::authenticated;
use portcullis::routes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[authenticated]
async fn notes() -> &'static str {
    "x"
}

routes!(NOTES = "/api", [notes]);

fn main() {}
