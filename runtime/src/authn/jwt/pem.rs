//! One public key in a PEM document (RFC 7468), by label.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::config_error::KeyProblem;

/// What is commonly mistaken for a public key, so that it can be refused by name.
const MISTAKEN: &[&str] = &[
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "CERTIFICATE",
    "CERTIFICATE REQUEST",
];

/// A public key as its PEM document has it.
pub(super) enum PublicKey {
    /// `SubjectPublicKeyInfo` (RFC 5280), of any kind of key.
    Info(Vec<u8>),
    /// `RSAPublicKey` (RFC 8017).
    Rsa(Vec<u8>),
}

/// Reads the only document in `text`.
pub(super) fn parse(text: &[u8]) -> Result<PublicKey, KeyProblem> {
    let text = str::from_utf8(text).map_err(|_| KeyProblem::MalformedPem)?;
    let (label, body) = split(text.trim_ascii()).ok_or(KeyProblem::MalformedPem)?;
    let wrap = match label {
        "PUBLIC KEY" => PublicKey::Info,
        "RSA PUBLIC KEY" => PublicKey::Rsa,
        other => {
            let known = MISTAKEN.iter().find(|label| **label == other);
            return Err(KeyProblem::PemLabel(known.copied().unwrap_or("something else")));
        }
    };
    decode(body).map(wrap).ok_or(KeyProblem::MalformedPem)
}

/// The label of the only document in `text`, and what stands between its lines.
pub(in crate::authn) fn split(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let body = rest.strip_suffix("-----")?.strip_suffix(label)?.strip_suffix("-----END ")?;
    Some((label, body))
}

/// A second document, or a comment between the lines, is not base64.
fn decode(body: &str) -> Option<Vec<u8>> {
    const SEQUENCE: u8 = 0x30;
    let joined: String = body.split_ascii_whitespace().collect();
    let der = STANDARD.decode(joined).ok()?;
    (der.first() == Some(&SEQUENCE)).then_some(der)
}
