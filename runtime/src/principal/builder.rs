//! `PrincipalBuilder`: how an authenticator states what a principal holds.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::claims::{Apart, Claims};
use super::words::{Gathered, Words};
use super::{Credential, CredentialKind, Inner, Principal, RoleBits};
#[cfg(feature = "jwt")]
use crate::authn::jwt::TokenText;
use crate::vocabulary::{PermissionSet, Roles, Set, Vocabulary, find};

/// Builds a [`Principal`]. Effective permissions are the union of those granted directly and
/// those of every assigned role.
#[must_use]
pub struct PrincipalBuilder<P: Vocabulary> {
    inner: Inner<P>,
    scopes: Gathered,
    methods: Gathered,
}

impl<P: Vocabulary> PrincipalBuilder<P> {
    pub(super) fn new(subject: String) -> Self {
        Self {
            inner: Inner {
                permissions: P::Set::EMPTY,
                included_roles: RoleBits::<P>::EMPTY,
                assigned_roles: RoleBits::<P>::EMPTY,
                subject: subject.into_boxed_str(),
                tenant: None,
                scopes: Words::Spaced(Box::default()),
                authenticated_at: None,
                methods: Words::Spaced(Box::default()),
                credential: Credential::new(CredentialKind::Other, None),
                claims: Claims::Apart(None),
                ignored_names: 0,
            },
            scopes: Gathered::default(),
            methods: Gathered::default(),
        }
    }

    /// The tenant that the subject acts in.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.inner.tenant = Some(tenant.into().into_boxed_str());
        self
    }

    /// Assigns `role`, with what it inherits and grants.
    pub fn role(mut self, role: P::Role) -> Self {
        self.add_role(role);
        self
    }

    /// Assigns the role called `name`; an unknown name is counted and grants nothing.
    pub fn role_named(mut self, name: &str) -> Self {
        self.add_role_named(name);
        self
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
        self.add_permission_named(name);
        self
    }

    /// Adds an OAuth scope.
    pub fn scope(mut self, scope: impl AsRef<str>) -> Self {
        self.add_scope(scope.as_ref());
        self
    }

    /// When the subject last authenticated interactively.
    pub fn authenticated_at(mut self, at: SystemTime) -> Self {
        self.inner.authenticated_at = Some(at);
        self
    }

    /// Adds an authentication method (RFC 8176).
    pub fn method(mut self, method: impl AsRef<str>) -> Self {
        self.add_method(method.as_ref());
        self
    }

    /// What was presented.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.inner.credential = credential;
        self
    }

    /// The verified claims.
    pub fn claims(mut self, claims: Map<String, Value>) -> Self {
        self.inner.claims = Claims::Apart(Some(Box::new(Apart::Given(claims))));
        self
    }

    /// The payload of a verified token, which the claims are in.
    #[cfg(feature = "jwt")]
    pub(crate) fn payload(mut self, json: Vec<u8>) -> Self {
        self.inner.claims = Claims::Apart(Some(Box::new(Apart::Payload(json))));
        self
    }

    /// The verified token that the claims are in.
    #[cfg(feature = "jwt")]
    pub(crate) fn token(mut self, token: TokenText) -> Self {
        self.inner.claims = Claims::Token(token);
        self
    }

    /// The finished principal.
    pub fn build(self) -> Principal<P> {
        let Self { inner, scopes, methods } = self;
        let (scopes, methods) = (scopes.finish(), methods.finish());
        Principal::of(Arc::new(Inner { scopes, methods, ..inner }))
    }
}

/// The same in place, for what is done for every token.
impl<P: Vocabulary> PrincipalBuilder<P> {
    fn add_role(&mut self, role: P::Role) {
        let index = role.index();
        let at = usize::from(index);
        self.inner.assigned_roles = self.inner.assigned_roles.with(index);
        if let Some(includes) = P::Role::INCLUDES.get(at) {
            self.inner.included_roles = self.inner.included_roles.union(includes);
        }
        if let Some(grants) = P::Role::GRANTS.get(at) {
            self.inner.permissions = self.inner.permissions.union(grants);
        }
    }

    pub(crate) fn add_role_named(&mut self, name: &str) {
        match find(P::Role::NAMES, P::Role::VARIANTS, name) {
            Ok(role) => self.add_role(role),
            Err(_) => self.inner.ignored_names += 1,
        }
    }

    pub(crate) fn add_permission_named(&mut self, name: &str) {
        match find(P::NAMES, P::VARIANTS, name) {
            Ok(permission) => {
                self.inner.permissions = self.inner.permissions.with(permission.index());
            }
            Err(_) => self.inner.ignored_names += 1,
        }
    }

    /// Adds scopes with spaces between.
    #[cfg(feature = "jwt")]
    pub(crate) fn add_scopes(&mut self, words: &str) {
        self.scopes.add_words(words);
    }

    pub(crate) fn add_scope(&mut self, scope: &str) {
        self.scopes.add(scope);
    }

    pub(crate) fn add_method(&mut self, method: &str) {
        self.methods.add(method);
    }
}
