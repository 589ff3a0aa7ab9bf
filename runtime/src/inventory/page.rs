//! The inventory as an answer: the policy page.

use actix_web::HttpResponse;
use actix_web::http::header;

use super::{Inventory, html};

impl Inventory {
    /// The policy page: one HTML file that loads nothing, for a browser or for a mail. It states its
    /// own content security policy.
    pub fn to_html(&self) -> String {
        html::page(&self.to_json()).html
    }
}

/// Answers with the policy page. Where it is served, and to whom, the handler says:
///
/// ```
/// # use portcullis::{Permissions, Roles};
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// # enum Permission { #[permission("a:b")] A }
/// # #[derive(Roles, Clone, Copy, PartialEq, Eq)]
/// # #[roles(permission = Permission, admin = Admin)]
/// # enum Role { #[role(grants(all))] Admin }
/// use actix_web::{HttpResponse, get};
/// use portcullis::inventory::{Inventory, page};
///
/// #[portcullis::require_role(Admin)]
/// #[get("/policy")]
/// async fn policy(app: Inventory) -> HttpResponse {
///     page(&app)
/// }
/// # fn main() {}
/// ```
///
/// The answer is kept by no cache, shown in no frame, and may load and send nothing.
pub fn page(inventory: &Inventory) -> HttpResponse {
    let page = html::page(&inventory.to_json());
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, page.content_security_policy))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .body(page.html)
}
