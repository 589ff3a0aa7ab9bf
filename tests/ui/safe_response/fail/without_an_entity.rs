//! A view is of something.

use portcullis::SafeResponse;


#[derive(SafeResponse)]
struct UserView {
    id: i64,
}

fn main() {}
