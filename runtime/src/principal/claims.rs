//! `Claims`: where the claims of a principal are until somebody asks for them.

use serde_json::{Map, Value};

#[cfg(feature = "jwt")]
use crate::authn::jwt::TokenText;

pub(crate) enum Claims {
    /// The credential has none.
    None,
    /// As the authenticator gave them.
    Given(Box<Map<String, Value>>),
    /// The payload of a token, which was found to be an object with unique members.
    #[cfg(feature = "jwt")]
    Payload(Vec<u8>),
    /// A token with such a payload, which shares its text with the cache.
    #[cfg(feature = "jwt")]
    Token(TokenText),
}

impl Claims {
    /// The claims, if they need no reading.
    pub(super) fn given(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Given(claims) => Some(claims),
            _ => None,
        }
    }

    /// Reads them. What cannot be read was not verified either, so it claims nothing.
    pub(super) fn read(&self) -> Map<String, Value> {
        match self {
            Self::None => Map::new(),
            Self::Given(claims) => Map::clone(claims),
            #[cfg(feature = "jwt")]
            Self::Payload(json) => serde_json::from_slice(json).unwrap_or_default(),
            #[cfg(feature = "jwt")]
            Self::Token(token) => {
                serde_json::from_slice(&token.payload().unwrap_or_default()).unwrap_or_default()
            }
        }
    }
}
