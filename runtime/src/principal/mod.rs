//! `Principal`: who the request acts for, and what they hold.

use core::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::vocabulary::{PermissionSet, Roles, Set, Vocabulary};

mod builder;

pub use builder::PrincipalBuilder;

/// An authenticated subject with everything that a policy may ask of it.
///
/// Cheap to clone. Only an [`Authenticator`](crate::authn::Authenticator) has reason to build one;
/// there is no `Default`, so that an unauthenticated principal cannot come about by accident.
pub struct Principal<P: Vocabulary> {
    inner: Arc<Inner<P>>,
}

struct Inner<P: Vocabulary> {
    permissions: P::Set,
    included_roles: RoleBits<P>,
    assigned_roles: RoleBits<P>,
    subject: String,
    tenant: Option<String>,
    scopes: Vec<String>,
    authenticated_at: Option<SystemTime>,
    methods: Vec<String>,
    credential: Credential,
    claims: Map<String, Value>,
    ignored_names: usize,
}

type RoleBits<P> = <<P as Vocabulary>::Role as Roles>::Set;

/// What was presented: its kind, its identifier where it has one (a token's `jti`), the session it
/// belongs to and when it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    kind: CredentialKind,
    id: Option<String>,
    session: Option<String>,
    issued_at: Option<SystemTime>,
}

impl Credential {
    /// A credential of this kind, with its identifier where it has one.
    pub fn new(kind: CredentialKind, id: Option<String>) -> Self {
        Self { kind, id, session: None, issued_at: None }
    }

    /// Of the session, or the family of refresh tokens, with this handle (`sid`).
    #[must_use]
    pub fn of_session(mut self, session: Option<String>) -> Self {
        self.session = session;
        self
    }

    /// Issued at this time.
    #[must_use]
    pub fn issued(mut self, at: Option<SystemTime>) -> Self {
        self.issued_at = at;
        self
    }

    /// What kind of credential it is.
    pub fn kind(&self) -> CredentialKind {
        self.kind
    }

    /// The identifier, for audit and revocation. Never the secret itself.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The session, or the family of refresh tokens, that it belongs to.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// When it was issued, as far as it says.
    pub fn issued_at(&self) -> Option<SystemTime> {
        self.issued_at
    }
}

/// The kinds of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialKind {
    /// A bearer token (RFC 6750).
    BearerToken,
    /// A key that a program presents.
    ApiKey,
    /// A session that a browser's cookie names.
    Session,
    /// Anything else.
    Other,
}

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
        self.inner.scopes.iter().any(|held| held == scope)
    }

    /// The OAuth scopes of the credential.
    pub fn scopes(&self) -> &[String] {
        &self.inner.scopes
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
        &self.inner.methods
    }

    /// Whether several factors were used: `amr` contains `mfa` (RFC 8176).
    pub fn used_multiple_factors(&self) -> bool {
        self.inner.methods.iter().any(|method| method == "mfa")
    }

    /// What was presented.
    pub fn credential(&self) -> &Credential {
        &self.inner.credential
    }

    /// The verified claims as the issuer wrote them.
    pub fn claims(&self) -> &Map<String, Value> {
        &self.inner.claims
    }

    /// How many role and permission names of the credential the vocabulary does not know. They
    /// grant nothing.
    pub fn ignored_names(&self) -> usize {
        self.inner.ignored_names
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

impl<P: Vocabulary> Clone for Principal<P> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
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
