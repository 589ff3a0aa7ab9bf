//! The JWS layer: strict compact serialization and the signature (RFC 7515 section 7.1).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::Algorithm;
use super::key_set::KeySet;
use super::token_error::{Part, TokenError};
use super::unique_json::{Rejected, parse_object};

/// Parameters that change how the token is to be read. `crit` names others (RFC 7515 section
/// 4.1.11), `b64` is RFC 7797, and the rest belong to encryption. Since no extension is
/// supported, each is refused wherever it appears.
const REFUSED: &[&str] = &["crit", "b64", "zip", "enc"];

/// A token whose signature is good.
pub(super) struct Jws {
    pub(super) header: Map<String, Value>,
    pub(super) payload: Vec<u8>,
}

/// Parses `token` and verifies its signature with one of `keys`. Keys inside the token (`jku`,
/// `jwk`, `x5u`, `x5c`) are never looked at.
pub(super) fn open(token: &str, max_length: usize, keys: &KeySet) -> Result<Jws, TokenError> {
    if token.len() > max_length {
        return Err(TokenError::TooLong(max_length));
    }
    if !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)) {
        return Err(TokenError::Character);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Parts)?;
    let (header, payload) = message.split_once('.').ok_or(TokenError::Parts)?;
    if header.is_empty() || payload.contains('.') || signature.is_empty() {
        return Err(TokenError::Parts);
    }
    let header = decode(header, Part::Header)?;
    let payload = decode(payload, Part::Payload)?;
    let signature = decode(signature, Part::Signature)?;
    let header = object(&header, Part::Header)?;
    check_signature(&header, message.as_bytes(), &signature, keys)?;
    Ok(Jws { header, payload })
}

/// Reads a part as a JSON object with unique members.
pub(super) fn object(text: &[u8], part: Part) -> Result<Map<String, Value>, TokenError> {
    parse_object(text).map_err(|rejected| match rejected {
        Rejected::NotAnObject => TokenError::NotAnObject(part),
        Rejected::Duplicate => TokenError::DuplicateMember(part),
    })
}

/// The engine refuses padding, whitespace and trailing bits.
fn decode(text: &str, part: Part) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Encoding(part))
}

fn check_signature(
    header: &Map<String, Value>,
    message: &[u8],
    signature: &Vec<u8>,
    keys: &KeySet,
) -> Result<(), TokenError> {
    if let Some(name) = REFUSED.iter().find(|name| header.contains_key(**name)) {
        return Err(TokenError::HeaderParameter(name));
    }
    let algorithm = header
        .get("alg")
        .and_then(Value::as_str)
        .and_then(Algorithm::named)
        .ok_or(TokenError::Algorithm)?;
    let kid = match header.get("kid") {
        None => None,
        Some(kid) => Some(kid.as_str().ok_or(TokenError::KeyId)?),
    };
    let mut candidates = keys.candidates(algorithm, kid).peekable();
    if candidates.peek().is_none() {
        return Err(TokenError::NoKey);
    }
    let verified = candidates.any(|key| key.verifies(message, signature));
    verified.then_some(()).ok_or(TokenError::Signature)
}
