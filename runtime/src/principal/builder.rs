//! `PrincipalBuilder`: how an authenticator states what a principal holds.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::{Credential, CredentialKind, Inner, Principal, RoleBits};
use crate::vocabulary::{PermissionSet, Roles, Set, Vocabulary, find};

/// Builds a [`Principal`]. Effective permissions are the union of those granted directly and
/// those of every assigned role.
#[must_use]
pub struct PrincipalBuilder<P: Vocabulary> {
    inner: Inner<P>,
}

impl<P: Vocabulary> PrincipalBuilder<P> {
    pub(super) fn new(subject: String) -> Self {
        Self {
            inner: Inner {
                permissions: P::Set::EMPTY,
                included_roles: RoleBits::<P>::EMPTY,
                assigned_roles: RoleBits::<P>::EMPTY,
                subject,
                tenant: None,
                scopes: Vec::new(),
                authenticated_at: None,
                methods: Vec::new(),
                credential: Credential::new(CredentialKind::Other, None),
                claims: Map::new(),
                ignored_names: 0,
            },
        }
    }

    /// The tenant that the subject acts in.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.inner.tenant = Some(tenant.into());
        self
    }

    /// Assigns `role`, with what it inherits and grants.
    pub fn role(mut self, role: P::Role) -> Self {
        let index = role.index();
        let at = usize::from(index);
        self.inner.assigned_roles = self.inner.assigned_roles.with(index);
        if let Some(includes) = P::Role::INCLUDES.get(at) {
            self.inner.included_roles = self.inner.included_roles.union(includes);
        }
        if let Some(grants) = P::Role::GRANTS.get(at) {
            self.inner.permissions = self.inner.permissions.union(grants);
        }
        self
    }

    /// Assigns the role called `name`; an unknown name is counted and grants nothing.
    pub fn role_named(mut self, name: &str) -> Self {
        match find(P::Role::NAMES, P::Role::VARIANTS, name) {
            Ok(role) => self.role(role),
            Err(_) => {
                self.inner.ignored_names += 1;
                self
            }
        }
    }

    /// Grants `permission` directly.
    pub fn permission(mut self, permission: P) -> Self {
        self.inner.permissions = self.inner.permissions.with(permission.index());
        self
    }

    /// Grants every member of `permissions` directly.
    pub fn permissions(mut self, permissions: PermissionSet<P>) -> Self {
        self.inner.permissions = self.inner.permissions.union(permissions.bits());
        self
    }

    /// Grants the permission called `name`; an unknown name is counted and grants nothing.
    pub fn permission_named(mut self, name: &str) -> Self {
        match find(P::NAMES, P::VARIANTS, name) {
            Ok(permission) => self.permission(permission),
            Err(_) => {
                self.inner.ignored_names += 1;
                self
            }
        }
    }

    /// Adds an OAuth scope.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.inner.scopes.push(scope.into());
        self
    }

    /// When the subject last authenticated interactively.
    pub fn authenticated_at(mut self, at: SystemTime) -> Self {
        self.inner.authenticated_at = Some(at);
        self
    }

    /// Adds an authentication method (RFC 8176).
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.inner.methods.push(method.into());
        self
    }

    /// What was presented.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.inner.credential = credential;
        self
    }

    /// The verified claims.
    pub fn claims(mut self, claims: Map<String, Value>) -> Self {
        self.inner.claims = claims;
        self
    }

    /// The finished principal.
    pub fn build(self) -> Principal<P> {
        Principal { inner: Arc::new(self.inner) }
    }
}
