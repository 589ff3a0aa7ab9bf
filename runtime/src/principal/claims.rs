//! `Claims`: where the claims of a principal are until somebody asks for them.

use serde_json::{Map, Value};

#[cfg(feature = "jwt")]
use crate::authn::jwt::TokenText;

pub(crate) enum Claims {
    /// Not in a token that is remembered. In a box, since every principal that is has room for it.
    Apart(Option<Box<Apart>>),
    /// In a verified token, which shares its text with the cache.
    #[cfg(feature = "jwt")]
    Token(TokenText),
}

pub(crate) enum Apart {
    /// As the authenticator gave them.
    Given(Map<String, Value>),
    /// The payload of a verified token. It was found to be an object with unique members.
    #[cfg(feature = "jwt")]
    Payload(Vec<u8>),
}

impl Claims {
    /// The claims, if they need no reading.
    pub(super) fn given(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Apart(Some(apart)) => match &**apart {
                Apart::Given(claims) => Some(claims),
                #[cfg(feature = "jwt")]
                Apart::Payload(_) => None,
            },
            Self::Apart(None) => None,
            #[cfg(feature = "jwt")]
            Self::Token(_) => None,
        }
    }

    /// Reads them. What cannot be read was not verified either, so it claims nothing.
    pub(super) fn read(&self) -> Map<String, Value> {
        match self {
            Self::Apart(None) => Map::new(),
            Self::Apart(Some(apart)) => match &**apart {
                Apart::Given(claims) => claims.clone(),
                #[cfg(feature = "jwt")]
                Apart::Payload(json) => serde_json::from_slice(json).unwrap_or_default(),
            },
            #[cfg(feature = "jwt")]
            Self::Token(token) => {
                serde_json::from_slice(&token.payload().unwrap_or_default()).unwrap_or_default()
            }
        }
    }
}
