//! `TokenError`: why a token was refused.

use core::fmt;
use std::borrow::Cow;

/// Why a token was refused. For logs and audit: it never holds any part of the token, and clients
/// see none of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Longer than the configured maximum.
    #[error("the token is longer than {0} bytes")]
    TooLong(usize),
    /// A character that compact serialization does not use.
    #[error("the token has a character outside `[A-Za-z0-9_.-]`")]
    Character,
    /// Not a header, a payload and a signature.
    #[error("the token does not have three parts")]
    Parts,
    /// Padding, trailing bits or an impossible length.
    #[error("the {0} is not strict unpadded base64url")]
    Encoding(Part),
    /// Not JSON, or JSON of another kind.
    #[error("the {0} is not a JSON object")]
    NotAnObject(Part),
    /// Which of the two counts depends on the reader, so neither does.
    #[error("the {0} has an object with a member twice")]
    DuplicateMember(Part),
    /// A header parameter that changes what the token means, and is not supported.
    #[error("the header has `{0}`")]
    HeaderParameter(&'static str),
    /// No `alg`, or one that is not on offer; `none` is one of those.
    #[error("the `alg` is missing or not supported")]
    Algorithm,
    /// A `kid` that is not a string.
    #[error("the `kid` is not a string")]
    KeyId,
    /// No configured key has the token's `kid` and `alg`.
    #[error("no key fits the `kid` and `alg`")]
    NoKey,
    /// No key is known yet, because none could be fetched. Answered 503.
    #[error("no key was fetched yet")]
    NoKeysYet,
    /// The signature does not verify.
    #[error("the signature is wrong")]
    Signature,
    /// A `typ` that is not accepted: this may be another kind of token.
    #[error("the `typ` is not an accepted one")]
    Type,
    /// A required claim is missing.
    #[error("the claim `{0}` is missing")]
    MissingClaim(Cow<'static, str>),
    /// A claim has the wrong type, is empty, or is not a usable time.
    #[error("the claim `{0}` has the wrong type or is empty")]
    MalformedClaim(Cow<'static, str>),
    /// From another issuer.
    #[error("the token is from another issuer")]
    Issuer,
    /// For another audience.
    #[error("the token is for another audience")]
    Audience,
    /// Past its `exp`.
    #[error("the token has expired")]
    Expired,
    /// Before its `nbf`.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// `iat` lies ahead.
    #[error("the token was issued in the future")]
    IssuedInFuture,
    /// The clock of this machine cannot be right, so no time can be checked.
    #[error("the system clock is before 1970")]
    Clock,
}

impl TokenError {
    /// Whether the same token is refused for the same reason as long as the keys are the same and
    /// time goes forward, and finding that out took a signature. What is refused before the signature
    /// is looked at costs no more than remembering it.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Signature
            | Self::Type
            | Self::NotAnObject(Part::Payload)
            | Self::DuplicateMember(Part::Payload)
            | Self::MissingClaim(_)
            | Self::MalformedClaim(_)
            | Self::Issuer
            | Self::Audience
            | Self::Expired => true,
            Self::TooLong(_)
            | Self::Character
            | Self::Parts
            | Self::Encoding(_)
            | Self::NotAnObject(_)
            | Self::DuplicateMember(_)
            | Self::HeaderParameter(_)
            | Self::Algorithm
            | Self::KeyId
            | Self::NoKey
            | Self::NoKeysYet
            | Self::NotYetValid
            | Self::IssuedInFuture
            | Self::Clock => false,
        }
    }
}

/// A part of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The protected header.
    Header,
    /// The payload: the claims.
    Payload,
    /// The signature.
    Signature,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}
