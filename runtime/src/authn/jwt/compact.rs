//! The JWS layer: strict compact serialization and the signature (RFC 7515 section 7.1).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::header::Header;
use super::key_set::KeySet;
use super::token_error::{Part, TokenError};

/// A token whose signature is good.
pub(super) struct Jws {
    pub(super) header: Arc<Header>,
    pub(super) payload: Vec<u8>,
}

/// Parses `token` and verifies its signature with one of `keys`.
pub(super) fn open(token: &str, max_length: usize, keys: &KeySet) -> Result<Jws, TokenError> {
    if token.len() > max_length {
        return Err(TokenError::TooLong(max_length));
    }
    let parts = Parts::of(token).ok_or_else(|| explain(token))?;
    let known = keys.headers().find(parts.header);
    let header = known.as_ref().map_or(parts.header, |_| "");
    let (bytes, [payload, signature, header]) =
        decode([parts.payload, parts.signature, header]).ok_or_else(|| explain(token))?;
    let part = |range| bytes.get(range).unwrap_or_default();
    let header = match &known {
        Some(header) => Arc::clone(header),
        None => Arc::new(Header::read(part(signature..header))?),
    };
    check_signature(&header, parts.message.as_bytes(), part(payload..signature), keys)?;
    if known.is_none() {
        keys.headers().keep(parts.header, &header);
    }
    let mut bytes = bytes;
    bytes.truncate(payload);
    Ok(Jws { header, payload: bytes })
}

/// The parts of a token; the last two may have points in them, which are no base64url either.
struct Parts<'a> {
    message: &'a str,
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, payload) = message.split_once('.')?;
        let is_whole = !header.is_empty() && !signature.is_empty();
        is_whole.then_some(Self { message, header, payload, signature })
    }
}

/// The bytes of all `texts`, and where each ends. The engine refuses padding, whitespace and trailing
/// bits.
fn decode<const N: usize>(texts: [&str; N]) -> Option<(Vec<u8>, [usize; N])> {
    let mut bytes = Vec::with_capacity(texts.iter().map(|text| text.len()).sum());
    let mut ends = [0; N];
    for (text, end) in texts.iter().zip(&mut ends) {
        URL_SAFE_NO_PAD.decode_vec(text, &mut bytes).ok()?;
        *end = bytes.len();
    }
    Some((bytes, ends))
}

/// What is wrong with a token that cannot be taken apart.
#[cold]
fn explain(token: &str) -> TokenError {
    let is_clean = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    if !token.bytes().all(is_clean) {
        return TokenError::Character;
    }
    let Some(parts) = Parts::of(token).filter(|parts| !parts.payload.contains('.')) else {
        return TokenError::Parts;
    };
    let wrong = [(Part::Header, parts.header), (Part::Payload, parts.payload)]
        .into_iter()
        .find(|(_, text)| decode([text]).is_none());
    TokenError::Encoding(wrong.map_or(Part::Signature, |(part, _)| part))
}

fn check_signature(
    header: &Header,
    message: &[u8],
    signature: &[u8],
    keys: &KeySet,
) -> Result<(), TokenError> {
    let mut candidates = keys.candidates(header.algorithm, header.kid.as_deref()).peekable();
    if candidates.peek().is_none() {
        return Err(TokenError::NoKey);
    }
    let verified = candidates.any(|key| key.verifies(message, signature));
    verified.then_some(()).ok_or(TokenError::Signature)
}
