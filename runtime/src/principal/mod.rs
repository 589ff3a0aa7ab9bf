//! `Principal`: who the request acts for, and what they hold.

use core::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::vocabulary::{PermissionSet, Roles, Set, Vocabulary};

mod builder;
mod claims;
mod credential;
mod words;

pub use builder::PrincipalBuilder;
use claims::Claims;
pub use credential::{Credential, CredentialKind};
use words::Words;

/// An authenticated subject with everything that a policy may ask of it.
///
/// Cheap to clone. Only an [`Authenticator`](crate::authn::Authenticator) has reason to build one;
/// there is no `Default`, so that an unauthenticated principal cannot come about by accident.
pub struct Principal<P: Vocabulary> {
    inner: Shared<P>,
    /// Not in `inner`, so that what is in the cache stays as small as when it was put there.
    read: OnceLock<Arc<Read>>,
}

pub(crate) struct Inner<P: Vocabulary> {
    permissions: P::Set,
    included_roles: RoleBits<P>,
    assigned_roles: RoleBits<P>,
    subject: Box<str>,
    tenant: Option<Box<str>>,
    scopes: Words,
    authenticated_at: Option<SystemTime>,
    methods: Words,
    credential: Credential,
    claims: Claims,
    ignored_names: u32,
}

/// What is read when it is first asked for.
#[derive(Default)]
struct Read {
    claims: OnceLock<Map<String, Value>>,
    scopes: OnceLock<Vec<String>>,
    methods: OnceLock<Vec<String>>,
}

type RoleBits<P> = <<P as Vocabulary>::Role as Roles>::Set;

/// A principal as a cache keeps it: without what its holders read from it for themselves.
pub(crate) type Shared<P> = Arc<Inner<P>>;

impl<P: Vocabulary> Principal<P> {
    /// Starts a principal for `subject`, which holds nothing yet.
    pub fn builder(subject: impl Into<String>) -> PrincipalBuilder<P> {
        PrincipalBuilder::new(subject.into())
    }

    /// Who it is: the issuer's stable identifier of the subject.
    pub fn subject(&self) -> &str {
        &self.inner.subject
    }

    /// The tenant that the subject acts in, where the credential names one.
    pub fn tenant(&self) -> Option<&str> {
        self.inner.tenant.as_deref()
    }

    /// The effective permissions: those of all roles and those granted directly.
    pub fn permissions(&self) -> PermissionSet<P> {
        PermissionSet::from_bits(self.inner.permissions)
    }

    /// Whether the principal holds `permission`.
    #[inline]
    pub fn has_permission(&self, permission: P) -> bool {
        self.inner.permissions.has(permission.index())
    }

    /// The roles that were assigned, without the inherited ones.
    pub fn roles(&self) -> impl Iterator<Item = P::Role> {
        let assigned = self.inner.assigned_roles;
        P::Role::VARIANTS.iter().copied().filter(move |role| assigned.has(role.index()))
    }

    /// The names of the assigned roles.
    pub fn role_names(&self) -> impl Iterator<Item = &'static str> {
        let assigned = self.inner.assigned_roles;
        P::Role::NAMES
            .iter()
            .zip(0..)
            .filter_map(move |(name, index)| assigned.has(index).then_some(*name))
    }

    /// Whether the principal has `role`, itself or through a role that inherits it.
    pub fn has_role(&self, role: P::Role) -> bool {
        self.inner.included_roles.has(role.index())
    }

    /// Whether the credential carries this OAuth scope.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.inner.scopes.contains(scope)
    }

    /// The OAuth scopes of the credential.
    pub fn scopes(&self) -> &[String] {
        let scopes = &self.inner.scopes;
        scopes.listed().unwrap_or_else(|| self.read().scopes.get_or_init(|| scopes.to_list()))
    }

    /// When the subject last authenticated interactively (`auth_time`), if the credential says.
    pub fn authenticated_at(&self) -> Option<SystemTime> {
        self.inner.authenticated_at
    }

    /// Whether the subject authenticated at most `age` ago. Unknown or future times are not fresh.
    pub fn is_fresh(&self, age: Duration) -> bool {
        self.inner
            .authenticated_at
            .and_then(|at| SystemTime::now().duration_since(at).ok())
            .is_some_and(|elapsed| elapsed <= age)
    }

    /// How the subject authenticated (`amr`, RFC 8176).
    pub fn methods(&self) -> &[String] {
        let methods = &self.inner.methods;
        methods.listed().unwrap_or_else(|| self.read().methods.get_or_init(|| methods.to_list()))
    }

    /// Whether the credential says how the subject authenticated.
    pub(crate) fn names_methods(&self) -> bool {
        !self.inner.methods.is_empty()
    }

    /// Whether several factors were used: `amr` contains `mfa` (RFC 8176).
    pub fn used_multiple_factors(&self) -> bool {
        self.inner.methods.contains("mfa")
    }

    /// What was presented.
    pub fn credential(&self) -> &Credential {
        &self.inner.credential
    }

    /// The verified claims as the issuer wrote them. Those of a token are read when they are first
    /// asked for; clones that are made later share them.
    pub fn claims(&self) -> &Map<String, Value> {
        let claims = &self.inner.claims;
        claims.given().unwrap_or_else(|| self.read().claims.get_or_init(|| claims.read()))
    }

    /// How many role and permission names of the credential the vocabulary does not know. They
    /// grant nothing.
    pub fn ignored_names(&self) -> usize {
        usize::try_from(self.inner.ignored_names).unwrap_or(usize::MAX)
    }

    pub(crate) fn of(inner: Shared<P>) -> Self {
        Self { inner, read: OnceLock::new() }
    }

    #[cfg(feature = "jwt")]
    pub(crate) fn shared(&self) -> &Shared<P> {
        &self.inner
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(Arc::default)
    }

    #[inline]
    pub(crate) fn permission_bits(&self) -> &P::Set {
        &self.inner.permissions
    }

    #[inline]
    pub(crate) fn role_bits(&self) -> &RoleBits<P> {
        &self.inner.included_roles
    }
}

/// Few handlers ask for what has to be read.
#[cold]
fn shared(read: &Arc<Read>) -> OnceLock<Arc<Read>> {
    Arc::clone(read).into()
}

impl<P: Vocabulary> Clone for Principal<P> {
    #[inline]
    fn clone(&self) -> Self {
        let read = self.read.get().map_or_else(OnceLock::new, shared);
        Self { inner: Arc::clone(&self.inner), read }
    }
}

#[cfg(feature = "jwt")]
impl<P: Vocabulary> Inner<P> {
    /// Bytes in memory, without the text of a token, and as far as a principal knows.
    pub(crate) fn bytes(&self) -> usize {
        let texts = [Some(&*self.subject), self.tenant.as_deref()]
            .into_iter()
            .chain([self.credential.id(), self.credential.session()]);
        let texts: usize = texts.flatten().map(str::len).sum();
        size_of::<Self>() + texts + self.scopes.bytes() + self.methods.bytes()
    }

    /// The token that it was read from, if it is the one that a cache keeps.
    pub(crate) fn token(&self) -> Option<&crate::authn::jwt::TokenText> {
        match &self.claims {
            Claims::Token(token) => Some(token),
            Claims::Apart(_) => None,
        }
    }
}

/// Claims are left out: they may hold personal data.
impl<P: Vocabulary> fmt::Debug for Principal<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Principal")
            .field("subject", &self.inner.subject)
            .field("tenant", &self.inner.tenant)
            .field("roles", &self.role_names().collect::<Vec<_>>())
            .field("permissions", &self.permissions())
            .field("credential", &self.inner.credential)
            .finish_non_exhaustive()
    }
}
