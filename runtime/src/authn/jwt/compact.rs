//! The JWS layer: strict compact serialization and the signature (RFC 7515 section 7.1).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Algorithm;
use super::key_set::KeySet;
use super::seen::Seen;
use super::token_error::{Part, TokenError};
use super::unique_json::{Members, read_object};

/// Parameters that change how the token is to be read. `crit` names others (RFC 7515 section
/// 4.1.11), `b64` is RFC 7797, and the rest belong to encryption. Since no extension is
/// supported, each is refused wherever it appears.
const REFUSED: [&str; 4] = ["crit", "b64", "zip", "enc"];

/// A token whose signature is good.
pub(super) struct Jws {
    pub(super) typ: Type,
    pub(super) payload: Vec<u8>,
}

/// The header parameter `typ`.
pub(super) enum Type {
    None,
    Text(String),
    NoText,
}

/// The header parameters that matter.
#[derive(Default)]
struct Header<'a> {
    algorithm: Option<Seen<'a>>,
    kid: Option<Seen<'a>>,
    typ: Option<Seen<'a>>,
    /// Which of [`REFUSED`] are there.
    refused: [bool; REFUSED.len()],
}

/// Parses `token` and verifies its signature with one of `keys`. Keys inside the token (`jku`,
/// `jwk`, `x5u`, `x5c`) are never looked at.
pub(super) fn open(token: &str, max_length: usize, keys: &KeySet) -> Result<Jws, TokenError> {
    if token.len() > max_length {
        return Err(TokenError::TooLong(max_length));
    }
    // Three parts of base64url have no other character, so only a token without needs the look.
    let parts = Parts::of(token)
        .map_err(|error| if is_clean(token) { error } else { TokenError::Character })?;
    let mut header = Header::default();
    read_object(&parts.header, &mut header).map_err(|rejected| rejected.of(Part::Header))?;
    header.check_signature(&parts, keys)?;
    let typ = match header.typ {
        None => Type::None,
        Some(Seen::Text(text)) => Type::Text(text.into_owned()),
        Some(_) => Type::NoText,
    };
    Ok(Jws { typ, payload: parts.payload })
}

fn is_clean(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// A token, decoded.
struct Parts<'a> {
    message: &'a str,
    header: Vec<u8>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Result<Self, TokenError> {
        let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Parts)?;
        let (header, payload) = message.split_once('.').ok_or(TokenError::Parts)?;
        if header.is_empty() || payload.contains('.') || signature.is_empty() {
            return Err(TokenError::Parts);
        }
        Ok(Self {
            message,
            header: decode(header, Part::Header)?,
            payload: decode(payload, Part::Payload)?,
            signature: decode(signature, Part::Signature)?,
        })
    }
}

/// The engine refuses padding, whitespace and trailing bits.
fn decode(text: &str, part: Part) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Encoding(part))
}

impl Header<'_> {
    fn check_signature(&self, parts: &Parts<'_>, keys: &KeySet) -> Result<(), TokenError> {
        if let Some((name, _)) = REFUSED.iter().zip(self.refused).find(|(_, is_there)| *is_there) {
            return Err(TokenError::HeaderParameter(name));
        }
        let algorithm = self.algorithm.as_ref().and_then(Seen::as_text);
        let algorithm = algorithm.and_then(Algorithm::named).ok_or(TokenError::Algorithm)?;
        let kid = match &self.kid {
            None => None,
            Some(kid) => Some(kid.as_text().ok_or(TokenError::KeyId)?),
        };
        let mut candidates = keys.candidates(algorithm, kid).peekable();
        if candidates.peek().is_none() {
            return Err(TokenError::NoKey);
        }
        let message = parts.message.as_bytes();
        let verified = candidates.any(|key| key.verifies(message, &parts.signature));
        verified.then_some(()).ok_or(TokenError::Signature)
    }
}

impl<'a> Members<'a> for Header<'a> {
    fn place(&mut self, name: &str) -> Option<&mut Option<Seen<'a>>> {
        match name {
            "alg" => return Some(&mut self.algorithm),
            "kid" => return Some(&mut self.kid),
            "typ" => return Some(&mut self.typ),
            _ => {}
        }
        if let Some((_, is_there)) =
            REFUSED.iter().zip(&mut self.refused).find(|(refused, _)| **refused == name)
        {
            *is_there = true;
        }
        None
    }
}
