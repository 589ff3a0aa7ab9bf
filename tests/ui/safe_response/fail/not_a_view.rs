//! Only a view says which fields may be seen.

use portcullis::Resource;
use portcullis::allowlist::View;


#[derive(Resource)]
struct User {
    id: i64,
}

fn show(_: View<User>) {}

fn main() {}
