//! Validated key material, in the form the signature backend takes.

use aws_lc_rs::signature::{ED25519, ParsedPublicKey, RsaPublicKeyComponents};
use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;

use super::Algorithm;
use super::algorithm::{Curve, Family, RSA_PARSER};
use super::config_error::KeyProblem;
use super::pem::PublicKey;

/// A shared secret, at least as long as the hash.
pub(super) fn secret(algorithm: Algorithm, bytes: &[u8]) -> Result<DecodingKey, KeyProblem> {
    let Family::Hmac { least } = algorithm.family() else {
        return Err(KeyProblem::WrongKind(algorithm));
    };
    // A public key as a secret lets everybody sign (RFC 8725 section 2.1).
    if is_a_document(bytes) {
        return Err(KeyProblem::SecretIsPublic);
    }
    if bytes.len() < least {
        return Err(KeyProblem::ShortSecret { algorithm, length: bytes.len(), least });
    }
    Ok(DecodingKey::from_secret(bytes))
}

/// Whether a key for another purpose was given: PEM, a JWK, or a DER public key. None is random.
fn is_a_document(bytes: &[u8]) -> bool {
    let rsa = DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key;
    bytes.trim_ascii_start().starts_with(b"-----BEGIN ")
        || serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes).is_ok()
        || rsa(bytes).is_ok()
}

/// A public key from PEM.
pub(super) fn public_key(algorithm: Algorithm, key: &PublicKey) -> Result<DecodingKey, KeyProblem> {
    match (algorithm.family(), key) {
        (Family::Rsa, PublicKey::Info(der) | PublicKey::Rsa(der)) => {
            let components = DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key;
            let (n, e) = components(der).map_err(|_| KeyProblem::InvalidRsa)?;
            rsa(&n, &e)
        }
        (Family::Ec(curve), PublicKey::Info(der)) => ec(curve, der),
        (Family::Ed, PublicKey::Info(der)) => ed(der),
        _ => Err(KeyProblem::WrongKind(algorithm)),
    }
}

/// An RSA public key, as big-endian numbers without leading zeros.
pub(super) fn rsa(n: &[u8], e: &[u8]) -> Result<DecodingKey, KeyProblem> {
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
        .to_parsed_public_key(RSA_PARSER)
        .map_err(|_| KeyProblem::InvalidRsa)?;
    Ok(DecodingKey::from_rsa_raw_components(n, e))
}

/// A point as `SubjectPublicKeyInfo` or uncompressed. The parser checks the curve and the point.
pub(super) fn ec(curve: Curve, key: &[u8]) -> Result<DecodingKey, KeyProblem> {
    ParsedPublicKey::new(curve.parser, key).map_err(|_| KeyProblem::InvalidPoint(curve.name))?;
    Ok(DecodingKey::from_ec_der(key))
}

/// An Ed25519 key as `SubjectPublicKeyInfo` or as its 32 bytes.
pub(super) fn ed(key: &[u8]) -> Result<DecodingKey, KeyProblem> {
    ParsedPublicKey::new(&ED25519, key).map_err(|_| KeyProblem::InvalidEd25519)?;
    Ok(DecodingKey::from_ed_der(key))
}
