//! `ClaimsMapper`: from what a provider says about somebody to what they hold here.

use serde_json::Value;

use super::OidcLogin;
use crate::authn::Account;
use crate::vocabulary::{PermissionSet, Vocabulary};

/// Makes an account of a login. Implemented by closures and by [`GroupRoles`].
///
/// Roles and permissions are values of the app's own types, so a mapper can grant nothing that the
/// vocabulary does not know. An app that keeps accounts of its own looks the login up there instead.
pub trait ClaimsMapper<P: Vocabulary>: Send + Sync + 'static {
    /// What the end user holds; `None` when they may not log in here.
    fn account(&self, login: &OidcLogin) -> Option<Account<P>>;
}

impl<P, F> ClaimsMapper<P> for F
where
    P: Vocabulary,
    F: Fn(&OidcLogin) -> Option<Account<P>> + Send + Sync + 'static,
{
    fn account(&self, login: &OidcLogin) -> Option<Account<P>> {
        self(login)
    }
}

/// Maps a claim with the names of groups to roles, by a table. A group that is not in the table grants
/// nothing, whatever it is called.
///
/// ```standalone_crate
/// use portcullis::authn::oidc::GroupRoles;
/// use portcullis::{Permissions, Roles};
///
/// #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// enum Permission {
///     #[permission("articles:write")]
///     WriteArticles,
/// }
///
/// #[derive(Roles, Clone, Copy, PartialEq, Eq)]
/// #[roles(permission = Permission)]
/// enum Role {
///     #[role(grants(WriteArticles))]
///     Editor,
/// }
///
/// # fn main() {
/// let mapper = GroupRoles::<Permission>::of_claim("groups")
///     .role("web-editors", Role::Editor)
///     .tenant_claim("organization");
/// # drop(mapper);
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct GroupRoles<P: Vocabulary> {
    claim: String,
    roles: Vec<(String, P::Role)>,
    permissions: Vec<(String, PermissionSet<P>)>,
    tenant_claim: Option<String>,
}

impl<P: Vocabulary> GroupRoles<P> {
    /// Reads the claim called `claim`: a list of names, or one name.
    pub fn of_claim(claim: impl Into<String>) -> Self {
        Self { claim: claim.into(), roles: Vec::new(), permissions: Vec::new(), tenant_claim: None }
    }

    /// Members of `group` have `role`.
    pub fn role(mut self, group: impl Into<String>, role: P::Role) -> Self {
        self.roles.push((group.into(), role));
        self
    }

    /// Members of `group` are granted `permissions`.
    pub fn permissions(mut self, group: impl Into<String>, permissions: PermissionSet<P>) -> Self {
        self.permissions.push((group.into(), permissions));
        self
    }

    /// The claim that names the tenant. Who has no such claim, or something else than a name in it,
    /// acts in none.
    pub fn tenant_claim(mut self, claim: impl Into<String>) -> Self {
        self.tenant_claim = Some(claim.into());
        self
    }
}

impl<P: Vocabulary> ClaimsMapper<P> for GroupRoles<P> {
    /// Everybody may log in; the subject is [`OidcLogin::account_subject`].
    fn account(&self, login: &OidcLogin) -> Option<Account<P>> {
        let groups: Vec<&str> = match login.claims().get(&self.claim) {
            Some(Value::String(group)) => vec![group],
            Some(Value::Array(groups)) => groups.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let mut account = Account::new(login.account_subject());
        for (group, role) in &self.roles {
            if groups.contains(&group.as_str()) {
                account = account.role(*role);
            }
        }
        for (group, permissions) in &self.permissions {
            if groups.contains(&group.as_str()) {
                let granted = account.granted().union(*permissions);
                account = account.permissions(granted);
            }
        }
        let tenant =
            self.tenant_claim.as_ref().and_then(|claim| login.claims().get(claim)?.as_str());
        match tenant {
            Some(tenant) if !tenant.is_empty() => Some(account.tenant(tenant)),
            _ => Some(account),
        }
    }
}
