//! What the API tells about itself: to administrators its policy, to anybody what they may do.

use actix_web::get;
use portcullis::inventory::{Capabilities, Inventory};
use portcullis::{Principal, authenticated};

use crate::vocabulary::Permission;

/// For front ends, which show what can be used and hide the rest.
#[authenticated]
#[get("/capabilities")]
pub(crate) async fn capabilities(app: Inventory, caller: Principal<Permission>) -> Capabilities {
    app.capabilities(&caller)
}
