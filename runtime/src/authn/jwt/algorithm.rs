//! `Algorithm`: the signature algorithms on offer, by their JOSE names.

use core::fmt;

use aws_lc_rs::hmac::{self, HMAC_SHA256, HMAC_SHA384, HMAC_SHA512};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, EcdsaVerificationAlgorithm,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
};

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
    Hmac { least: usize, hash: hmac::Algorithm },
    /// An RSA public key.
    Rsa,
    /// A point on a named curve.
    Ec(Curve),
    /// An Ed25519 public key.
    Ed,
}

/// An elliptic curve: its name, the bytes of a coordinate, and the signatures on it.
#[derive(Clone, Copy)]
pub(super) struct Curve {
    pub(super) name: &'static str,
    pub(super) coordinate: usize,
    pub(super) algorithm: &'static EcdsaVerificationAlgorithm,
}

const P256: Curve = Curve { name: "P-256", coordinate: 32, algorithm: &ECDSA_P256_SHA256_FIXED };
const P384: Curve = Curve { name: "P-384", coordinate: 48, algorithm: &ECDSA_P384_SHA384_FIXED };

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
            Self::HS256 => Family::Hmac { least: 32, hash: HMAC_SHA256 },
            Self::HS384 => Family::Hmac { least: 48, hash: HMAC_SHA384 },
            Self::HS512 => Family::Hmac { least: 64, hash: HMAC_SHA512 },
            Self::ES256 => Family::Ec(P256),
            Self::ES384 => Family::Ec(P384),
            Self::EdDSA => Family::Ed,
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => {
                Family::Rsa
            }
        }
    }

    /// Padding and hash of an RSA signature.
    pub(super) fn rsa(self) -> Option<&'static RsaParameters> {
        match self {
            Self::RS256 => Some(&RSA_PKCS1_2048_8192_SHA256),
            Self::RS384 => Some(&RSA_PKCS1_2048_8192_SHA384),
            Self::RS512 => Some(&RSA_PKCS1_2048_8192_SHA512),
            Self::PS256 => Some(&RSA_PSS_2048_8192_SHA256),
            Self::PS384 => Some(&RSA_PSS_2048_8192_SHA384),
            Self::PS512 => Some(&RSA_PSS_2048_8192_SHA512),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
