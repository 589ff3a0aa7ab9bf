//! `Credential`: what was presented, without its secret.

use std::time::SystemTime;

/// What was presented: its kind, its identifier where it has one (a token's `jti`), the session it
/// belongs to and when it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    kind: CredentialKind,
    id: Option<Box<str>>,
    session: Option<Box<str>>,
    issued_at: Option<SystemTime>,
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

impl Credential {
    /// A credential of this kind, with its identifier where it has one.
    pub fn new(kind: CredentialKind, id: Option<String>) -> Self {
        Self { kind, id: id.map(String::into_boxed_str), session: None, issued_at: None }
    }

    /// Of the session, or the family of refresh tokens, with this handle (`sid`).
    #[must_use]
    pub fn of_session(mut self, session: Option<String>) -> Self {
        self.session = session.map(String::into_boxed_str);
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
