//! Rules of garde and of validator on one DTO, and a function beside them.

use portcullis::allowlist::{Invalid, Patch};
use portcullis::{Resource, SafeUpdate};

#[derive(Resource)]
struct Post {
    id: i64,
    title: String,
    note: Option<String>,
}

#[derive(SafeUpdate, garde::Validate, validator::Validate)]
#[safe_update(of = Post, deny(id), validate = valid)]
struct PostUpdate {
    #[safe_update(sanitize(trim, nfc, lowercase, email, html))]
    #[garde(length(min = 1))]
    #[validate(length(min = 1))]
    title: Option<String>,
    #[safe_update(sanitize(trim))]
    #[garde(length(max = 80), inner(ascii))]
    note: Patch<String>,
}

fn valid(changes: &PostUpdate) -> Result<(), Invalid> {
    validator::Validate::validate(changes).map_err(|_| Invalid::default())
}

fn main() {}
