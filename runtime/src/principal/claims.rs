//! `Claims`: where the claims of a principal are until somebody asks for them.

use serde_json::{Map, Value};

#[cfg(feature = "jwt")]
use crate::authn::jwt::TokenText;

pub(crate) enum Claims {
    /// As the authenticator gave them, if it did.
    Given(Option<Box<Map<String, Value>>>),
    /// In a verified token. Its payload was found to be an object with unique members.
    #[cfg(feature = "jwt")]
    Token(TokenText),
}

impl Claims {
    /// The claims, if they need no reading.
    pub(super) fn given(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Given(claims) => claims.as_deref(),
            #[cfg(feature = "jwt")]
            Self::Token(_) => None,
        }
    }

    /// Reads them. What cannot be read was not verified either, so it claims nothing.
    pub(super) fn read(&self) -> Map<String, Value> {
        match self {
            Self::Given(claims) => claims.as_deref().cloned().unwrap_or_default(),
            #[cfg(feature = "jwt")]
            Self::Token(token) => {
                serde_json::from_slice(&token.payload().unwrap_or_default()).unwrap_or_default()
            }
        }
    }
}
