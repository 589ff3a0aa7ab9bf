//! `AuthenticatorInfo`: what an app takes as a credential.

use serde::Serialize;

/// One way in which an app finds out who asks, as its
/// [`Authenticator`](crate::authn::Authenticator) describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuthenticatorInfo {
    /// In words: the kind of credential, and whom it is trusted from.
    pub description: String,
    /// Ways around a rule, as they are written, with reasons.
    pub escape_hatches: Vec<String>,
}

impl AuthenticatorInfo {
    /// One without escape hatches.
    pub fn new(description: impl Into<String>) -> Self {
        Self { description: description.into(), escape_hatches: Vec::new() }
    }

    /// Several ways that one header or cookie allows.
    #[cfg(feature = "jwt")]
    pub(crate) fn either(each: impl Iterator<Item = Self>) -> Self {
        let (words, hatches): (Vec<_>, Vec<_>) =
            each.map(|info| (info.description, info.escape_hatches)).unzip();
        Self { description: words.join(", or "), escape_hatches: hatches.concat() }
    }

    /// With a way around a rule, for example `danger_allow_http("a test")`.
    #[must_use]
    pub fn escape_hatch(mut self, hatch: impl Into<String>) -> Self {
        self.escape_hatches.push(hatch.into());
        self
    }
}

/// What stands around all routes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Around {
    pub(crate) middleware: Vec<&'static str>,
    pub(crate) authenticators: Vec<AuthenticatorInfo>,
}
