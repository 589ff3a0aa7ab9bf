//! A memo belongs to no tenant.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Memo, deny(id))]
struct MemoUpdate {
    #[safe_update(any(tenant, role(Admin)))]
    author: Option<String>,
}

fn main() {}
