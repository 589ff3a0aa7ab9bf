//! `Accounts`: what a subject holds now, for credentials that do not say it themselves.

use core::fmt;

use futures_util::future::BoxFuture;

use crate::outage::Outage;
use crate::principal::{Principal, PrincipalBuilder};
use crate::vocabulary::{PermissionSet, Vocabulary};

/// Where sessions, API keys and refresh tokens find what their subject holds. The app implements it
/// on its table of users; a role that is taken away there is gone from the next request on.
pub trait Accounts<P: Vocabulary>: Send + Sync + 'static {
    /// What `subject` holds now; `None` for one that does not exist or is locked, whose credentials
    /// are then refused.
    fn find<'a>(&'a self, subject: &'a str) -> BoxFuture<'a, Result<Option<Account<P>>, Outage>>;
}

/// What a subject holds.
pub struct Account<P: Vocabulary> {
    subject: String,
    tenant: Option<String>,
    roles: Vec<P::Role>,
    permissions: PermissionSet<P>,
}

impl<P: Vocabulary> Account<P> {
    /// A subject that holds nothing yet.
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            tenant: None,
            roles: Vec::new(),
            permissions: PermissionSet::empty(),
        }
    }

    /// The tenant that the subject acts in.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Assigns `role`.
    #[must_use]
    pub fn role(mut self, role: P::Role) -> Self {
        self.roles.push(role);
        self
    }

    /// Grants `permissions` directly.
    #[must_use]
    pub fn permissions(mut self, permissions: PermissionSet<P>) -> Self {
        self.permissions = permissions;
        self
    }

    /// Who it is.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The tenant that they act in.
    pub fn in_tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// The roles that are assigned.
    pub fn roles(&self) -> &[P::Role] {
        &self.roles
    }

    /// The permissions that are granted directly.
    pub fn granted(&self) -> PermissionSet<P> {
        self.permissions
    }

    /// Starts the principal that acts for the subject, with all that the account holds.
    pub fn principal(&self) -> PrincipalBuilder<P> {
        let mut principal = Principal::builder(&self.subject).permissions(self.permissions);
        if let Some(tenant) = &self.tenant {
            principal = principal.tenant(tenant);
        }
        for role in &self.roles {
            principal = principal.role(*role);
        }
        principal
    }
}

impl<P: Vocabulary> Clone for Account<P> {
    fn clone(&self) -> Self {
        Self {
            subject: self.subject.clone(),
            tenant: self.tenant.clone(),
            roles: self.roles.clone(),
            permissions: self.permissions,
        }
    }
}

impl<P: Vocabulary> fmt::Debug for Account<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("subject", &self.subject)
            .field("tenant", &self.tenant)
            .field("roles", &self.principal().build().role_names().collect::<Vec<_>>())
            .field("permissions", &self.permissions)
            .finish()
    }
}
