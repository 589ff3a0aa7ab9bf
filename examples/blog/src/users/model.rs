//! `User`, and which one a token is about.

use portcullis::resource::Create;
use portcullis::{Policy, PolicyFor, Principal, Problem, Rejection, Resource, policy};
use sqlx::FromRow;

use crate::vocabulary::Permission;

/// Somebody who belongs to an organisation.
#[derive(Resource, FromRow)]
#[resource(owner = id, tenant = tenant_id, table = "users")]
pub struct User {
    pub(crate) id: i64,
    pub(crate) tenant_id: String,
    pub(crate) name: String,
    #[resource(class = "pii")]
    pub(crate) email: String,
    pub(crate) role: String,
    #[resource(sensitive)]
    pub(crate) password_hash: String,
    pub(crate) is_banned: bool,
}

/// Who takes somebody in.
impl PolicyFor<Create> for User {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = ADMINISTRATORS;
}

policy!(ADMINISTRATORS: Permission = role(Admin));

/// The user that acts. A subject such as `007` is none: it owns nothing of user 7, and must not
/// write in their name.
pub(crate) fn user_id(principal: &Principal<Permission>) -> Result<i64, Rejection> {
    principal.subject_as().ok_or(Rejection::BadInput(Problem::Forbidden))
}

/// The organisation that the user acts in.
pub(crate) fn tenant_of(principal: &Principal<Permission>) -> Result<String, Rejection> {
    principal.tenant().map(str::to_owned).ok_or(Rejection::BadInput(Problem::Forbidden))
}
