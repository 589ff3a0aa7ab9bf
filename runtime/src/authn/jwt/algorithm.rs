//! `Algorithm`: the signature algorithms on offer, by their JOSE names.

use core::fmt;

use aws_lc_rs::signature::RsaParameters;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED};
use aws_lc_rs::signature::{EcdsaVerificationAlgorithm, RSA_PKCS1_2048_8192_SHA256};
use jsonwebtoken::Algorithm as Backend;

/// A JWS signature algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1).
///
/// `none` is not among them, and a key belongs to exactly one (RFC 8725 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256.
    HS256,
    /// HMAC with SHA-384.
    HS384,
    /// HMAC with SHA-512.
    HS512,
    /// RSASSA-PKCS1-v1.5 with SHA-256.
    RS256,
    /// RSASSA-PKCS1-v1.5 with SHA-384.
    RS384,
    /// RSASSA-PKCS1-v1.5 with SHA-512.
    RS512,
    /// RSASSA-PSS with SHA-256.
    PS256,
    /// RSASSA-PSS with SHA-384.
    PS384,
    /// RSASSA-PSS with SHA-512.
    PS512,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// ECDSA on P-384 with SHA-384.
    ES384,
    /// `EdDSA` on Ed25519.
    EdDSA,
}

/// What kind of key an algorithm takes.
#[derive(Clone, Copy)]
pub(super) enum Family {
    /// A secret of at least this many bytes, the length of the hash (RFC 7518 section 3.2).
    Hmac { least: usize },
    /// An RSA public key.
    Rsa,
    /// A point on a named curve.
    Ec(Curve),
    /// An Ed25519 public key.
    Ed,
}

/// An elliptic curve: its name, the bytes of a coordinate, and who can parse its points.
#[derive(Clone, Copy)]
pub(super) struct Curve {
    pub(super) name: &'static str,
    pub(super) coordinate: usize,
    pub(super) parser: &'static EcdsaVerificationAlgorithm,
}

const P256: Curve = Curve { name: "P-256", coordinate: 32, parser: &ECDSA_P256_SHA256_FIXED };
const P384: Curve = Curve { name: "P-384", coordinate: 48, parser: &ECDSA_P384_SHA384_FIXED };

/// Parses any RSA key: the padding plays no part in that.
pub(super) const RSA_PARSER: &RsaParameters = &RSA_PKCS1_2048_8192_SHA256;

impl Algorithm {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::HS256,
        Self::HS384,
        Self::HS512,
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    /// The value of `alg` that means this algorithm.
    pub fn name(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            Self::HS384 => "HS384",
            Self::HS512 => "HS512",
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }

    /// Whether whoever can verify can also sign.
    pub fn is_symmetric(self) -> bool {
        matches!(self.family(), Family::Hmac { .. })
    }

    /// Names are case-sensitive (RFC 7515 section 4.1.1).
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.name() == name)
    }

    pub(super) fn family(self) -> Family {
        match self {
            Self::HS256 => Family::Hmac { least: 32 },
            Self::HS384 => Family::Hmac { least: 48 },
            Self::HS512 => Family::Hmac { least: 64 },
            Self::ES256 => Family::Ec(P256),
            Self::ES384 => Family::Ec(P384),
            Self::EdDSA => Family::Ed,
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => {
                Family::Rsa
            }
        }
    }

    pub(super) fn backend(self) -> Backend {
        match self {
            Self::HS256 => Backend::HS256,
            Self::HS384 => Backend::HS384,
            Self::HS512 => Backend::HS512,
            Self::RS256 => Backend::RS256,
            Self::RS384 => Backend::RS384,
            Self::RS512 => Backend::RS512,
            Self::PS256 => Backend::PS256,
            Self::PS384 => Backend::PS384,
            Self::PS512 => Backend::PS512,
            Self::ES256 => Backend::ES256,
            Self::ES384 => Backend::ES384,
            Self::EdDSA => Backend::EdDSA,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
