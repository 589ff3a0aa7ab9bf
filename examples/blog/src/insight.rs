//! What the API tells about itself: to administrators its policy, to anybody what they may do.

use actix_web::{HttpResponse, get};
use portcullis::inventory::{Capabilities, Inventory, page};
use portcullis::{Principal, authenticated, require_role};

use crate::vocabulary::Permission;

/// For front ends, which show what can be used and hide the rest.
#[authenticated]
#[get("/capabilities")]
pub(crate) async fn capabilities(app: Inventory, caller: Principal<Permission>) -> Capabilities {
    app.capabilities(&caller)
}

/// The policy page. It shows every rule of every route, so it is not for everybody.
#[require_role(Admin)]
#[get("/policy")]
pub(crate) async fn policy(app: Inventory) -> HttpResponse {
    page(&app)
}
