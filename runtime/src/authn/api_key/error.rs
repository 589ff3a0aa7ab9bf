//! What keys refuse: to be configured, to be made, to be found.

use core::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::outage::Outage;
use crate::problem::{FieldError, FieldErrorCode, Place, Problem};
use crate::store::StoreError;

/// Why [`ApiKeys`](super::ApiKeys) cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Keys could not be told from other words.
    #[error(
        "keys cannot begin with `{0}`, expected 2 to 16 small letters and digits, for example `acme`"
    )]
    Prefix(String),
    /// Not the name of a header, or one that carries something else.
    #[error(
        "keys cannot come in the header `{0}`, expected one of their own, for example `X-Api-Key`"
    )]
    Header(String),
    /// No key could be made, or keys would outlive everybody who knows of them.
    #[error("keys that live at most {0:?} are of no use, expected a minute to ten years")]
    MaxLifetime(Duration),
    /// No key could be made.
    #[error("an owner may have no key, expected at least one")]
    NoKeys,
    /// Nothing could ever be kept.
    #[error("the store has no time: set a longer one with `.store_timeout(..)`")]
    NoTimeForTheStore,
    /// Uses would be written without a pause, or as good as never.
    #[error("uses cannot be written every {0:?}, expected 10 milliseconds to an hour")]
    FlushEvery(Duration),
    /// The system gives no thread to write uses from.
    #[error("no thread for writing uses: {0}")]
    NoThread(String),
}

/// Why nothing came of an act on keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiKeyError {
    /// The owner has no such key, or it has ended; or there is no such owner.
    #[error("there is no such key")]
    NotFound,
    /// The owner, or whoever asks for them, does not hold these permissions.
    #[error("permissions that are not held: {}", .0.join(", "))]
    NotHeld(Vec<&'static str>),
    /// A key asked: whoever has a stolen one must not be able to make more of it.
    #[error("a key cannot make keys")]
    ByKey,
    /// The owner has as many keys as they may have.
    #[error("an owner may have {0} keys at most")]
    TooMany(usize),
    /// The name is empty, has control characters, or is longer than 100 characters.
    #[error("a key needs a name of 1 to 100 characters")]
    Name,
    /// The lifetime is zero or longer than a key may live.
    #[error("a key may live {0:?} at most")]
    Lifetime(Duration),
    /// Two keys in the place of one for too long.
    #[error("an overlap of {0:?} is longer than 7 days")]
    Overlap(Duration),
    /// Something did not answer. What was asked for may have been done or not.
    #[error(transparent)]
    Unavailable(#[from] Outage),
}

impl From<StoreError> for ApiKeyError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl ApiKeyError {
    /// What the client is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::NotFound,
            Self::NotHeld(_) | Self::ByKey => Problem::Forbidden,
            Self::TooMany(_) | Self::Name | Self::Lifetime(_) | Self::Overlap(_) => {
                let whole = Place::Pointer(String::new());
                let error = FieldError::new(whole, FieldErrorCode::Invalid);
                Problem::InvalidFields(vec![error.with_detail(self.to_string())])
            }
            Self::Unavailable(outage) => outage.problem(),
        }
    }
}

/// The default answer, for an error that a handler returns; the app words it as its own.
impl ResponseError for ApiKeyError {
    fn status_code(&self) -> StatusCode {
        self.problem().status()
    }

    fn error_response(&self) -> HttpResponse {
        self.problem().respond()
    }
}
