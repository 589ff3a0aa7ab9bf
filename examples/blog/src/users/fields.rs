//! What crosses the wire of a user: the password's hash never does.

use garde::Validate;
use portcullis::allowlist::Visible;
use portcullis::{Roles as _, SafeCreate, SafeQuery, SafeResponse, SafeUpdate};

use super::model::User;
use crate::text::text;
use crate::vocabulary::Role;

/// A user as colleagues see one; the rest is for the user and the administrator.
#[derive(SafeResponse)]
#[safe_response(of = User, hide(tenant_id, password_hash))]
pub struct UserView {
    id: i64,
    name: String,
    #[safe_response(any(owner, role(Admin)))]
    email: Visible<String>,
    role: String,
    #[safe_response(any(owner, role(Admin)))]
    is_banned: Visible<bool>,
}

/// A new user, who signs in elsewhere.
#[derive(SafeCreate, Validate)]
#[safe_create(
    of = User,
    server(tenant_id: String, password_hash: String),
    default(id, is_banned)
)]
pub(super) struct NewUser {
    #[safe_create(sanitize(trim, nfc))]
    #[garde(custom(text))]
    name: String,
    #[safe_create(sanitize(trim, email))]
    #[garde(email, custom(text))]
    email: String,
    #[garde(custom(known_role))]
    role: String,
}

/// What may be changed, and by whom.
#[derive(SafeUpdate, Validate)]
#[safe_update(of = User, deny(id, tenant_id, password_hash))]
pub struct UserUpdate {
    #[safe_update(sanitize(trim, nfc))]
    #[garde(inner(custom(text)))]
    name: Option<String>,
    #[safe_update(sanitize(trim, email))]
    #[garde(email, inner(custom(text)))]
    email: Option<String>,
    #[safe_update(role(Admin))]
    #[garde(inner(custom(known_role)))]
    role: Option<String>,
    #[safe_update(role(Admin))]
    #[garde(skip)]
    is_banned: Option<bool>,
}

/// By what users are found: by an address only who sees everybody's.
#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id, name, email))]
pub struct UserQuery {
    role: Option<String>,
    email: Option<String>,
    is_banned: Option<bool>,
}

fn known_role<C>(role: &str, _: &C) -> garde::Result {
    if Role::NAMES.contains(&role) { Ok(()) } else { Err(garde::Error::new("is no role")) }
}
