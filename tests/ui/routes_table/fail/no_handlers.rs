//! A table has routes.

use portcullis::routes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

routes!(NOTES = "/api", []);

fn main() {}
