//! One private key in a PEM document (RFC 7468), by label.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};

use super::config_error::SigningKeyError;
use crate::authn::jwt::pem::split;

/// What is commonly given instead, so that it can be refused by name.
const MISTAKEN: &[&str] = &[
    "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "RSA PRIVATE KEY",
    "PUBLIC KEY",
    "CERTIFICATE",
];

/// The PKCS#8 of the only document in `text`.
pub(super) fn parse(text: &SecretString) -> Result<SecretSlice<u8>, SigningKeyError> {
    let (label, body) =
        split(text.expose_secret().trim_ascii()).ok_or(SigningKeyError::MalformedPem)?;
    if label != "PRIVATE KEY" {
        let known = MISTAKEN.iter().find(|known| **known == label);
        return Err(SigningKeyError::PemLabel(known.copied().unwrap_or("something else")));
    }
    decode(body).ok_or(SigningKeyError::MalformedPem)
}

/// A second document, or a comment between the lines, is not base64.
fn decode(body: &str) -> Option<SecretSlice<u8>> {
    let mut joined = String::with_capacity(body.len());
    joined.extend(body.split_ascii_whitespace());
    let joined = SecretString::from(joined);
    STANDARD.decode(joined.expose_secret()).ok().map(SecretSlice::from)
}
