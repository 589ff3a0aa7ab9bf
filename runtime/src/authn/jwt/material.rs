//! `Material`: validated key material, prepared for the one algorithm that it is for.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ED25519, ParsedPublicKey, RsaPublicKeyComponents};
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;

use super::Algorithm;
use super::algorithm::{Curve, Family};
use super::config_error::KeyProblem;
use super::pem::PublicKey;

/// A key that verifies at once: nothing of it is parsed or derived any more.
pub(super) enum Material {
    Secret(Box<hmac::Key>),
    Public(ParsedPublicKey),
}

impl Material {
    /// Whether `signature` is this key's signature of `message`. MACs are compared in constant time.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Secret(key) => hmac::verify(key, message, signature).is_ok(),
            Self::Public(key) => key.verify_sig(message, signature).is_ok(),
        }
    }
}

/// A shared secret, at least as long as the hash.
pub(super) fn secret(algorithm: Algorithm, bytes: &[u8]) -> Result<Material, KeyProblem> {
    let Family::Hmac { least, hash } = algorithm.family() else {
        return Err(KeyProblem::WrongKind(algorithm));
    };
    // A public key as a secret lets everybody sign (RFC 8725 section 2.1).
    if is_a_document(bytes) {
        return Err(KeyProblem::SecretIsPublic);
    }
    if bytes.len() < least {
        return Err(KeyProblem::ShortSecret { algorithm, length: bytes.len(), least });
    }
    Ok(Material::Secret(Box::new(hmac::Key::new(hash, bytes))))
}

/// Whether a key for another purpose was given: PEM, a JWK, or a DER public key. None is random.
fn is_a_document(bytes: &[u8]) -> bool {
    let rsa = DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key;
    bytes.trim_ascii_start().starts_with(b"-----BEGIN ")
        || serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes).is_ok()
        || rsa(bytes).is_ok()
}

/// A public key from PEM.
pub(super) fn public_key(algorithm: Algorithm, key: &PublicKey) -> Result<Material, KeyProblem> {
    match (algorithm.family(), key) {
        (Family::Rsa, PublicKey::Info(der) | PublicKey::Rsa(der)) => {
            let components = DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key;
            let (n, e) = components(der).map_err(|_| KeyProblem::InvalidRsa)?;
            rsa(algorithm, &n, &e)
        }
        (Family::Ec(curve), PublicKey::Info(der)) => ec(curve, der),
        (Family::Ed, PublicKey::Info(der)) => ed(der),
        _ => Err(KeyProblem::WrongKind(algorithm)),
    }
}

/// An RSA public key, as big-endian numbers without leading zeros.
pub(super) fn rsa(algorithm: Algorithm, n: &[u8], e: &[u8]) -> Result<Material, KeyProblem> {
    let parameters = algorithm.rsa().ok_or(KeyProblem::WrongKind(algorithm))?;
    let Some(top @ 1..) = n.first() else {
        return Err(KeyProblem::InvalidRsa);
    };
    let bits = n.len().saturating_mul(8).saturating_sub(top.leading_zeros() as usize);
    if !(2048..=8192).contains(&bits) {
        return Err(KeyProblem::RsaSize(bits));
    }
    if e != [1, 0, 1] {
        return Err(KeyProblem::RsaExponent);
    }
    RsaPublicKeyComponents { n, e }
        .to_parsed_public_key(parameters)
        .map(Material::Public)
        .map_err(|_| KeyProblem::InvalidRsa)
}

/// A point as `SubjectPublicKeyInfo` or uncompressed. The parser checks the curve and the point.
pub(super) fn ec(curve: Curve, key: &[u8]) -> Result<Material, KeyProblem> {
    ParsedPublicKey::new(curve.algorithm, key)
        .map(Material::Public)
        .map_err(|_| KeyProblem::InvalidPoint(curve.name))
}

/// An Ed25519 key as `SubjectPublicKeyInfo` or as its 32 bytes.
pub(super) fn ed(key: &[u8]) -> Result<Material, KeyProblem> {
    ParsedPublicKey::new(&ED25519, key)
        .map(Material::Public)
        .map_err(|_| KeyProblem::InvalidEd25519)
}
