//! The compact form of a token, read strictly before anything of it is believed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::authn::jwt::Algorithm;
use crate::authn::jwt::unique_json::parse_object;

/// The longest token that is looked at.
const MOST: usize = 16 * 1024;

/// Parameters that change how the token is to be read (RFC 7515 section 4.1.11, RFC 7797), or belong
/// to encryption. No extension is supported, so each is refused.
const REFUSED: &[&str] = &["crit", "b64", "zip", "enc"];

/// Why a token is refused, for the operator.
pub(super) type Cause = &'static str;

/// A token that is well formed, and not verified.
pub(super) struct Compact<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) typ: Option<String>,
    pub(super) claims: Map<String, Value>,
    pub(super) message: &'a str,
    pub(super) signature: Vec<u8>,
}

/// Reads `token`. An algorithm that is not among `allowed` is refused, and keys inside the token are
/// never looked at.
pub(super) fn read<'a>(token: &'a str, allowed: &[Algorithm]) -> Result<Compact<'a>, Cause> {
    const PARTS: Cause = "the token has not three parts of base64url";
    if token.len() > MOST {
        return Err("the token is too long");
    }
    let (message, signature) = token.rsplit_once('.').ok_or(PARTS)?;
    let (header, claims) = message.split_once('.').ok_or(PARTS)?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| PARTS);
    let object = |part: &str| {
        parse_object(&decode(part)?).map_err(|_| "a part of the token is no JSON object")
    };
    let (header, claims, signature) = (object(header)?, object(claims)?, decode(signature)?);
    if REFUSED.iter().any(|name| header.contains_key(*name)) {
        return Err("the header has a parameter that is not supported");
    }
    let text = |name: &str| match header.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err("a parameter of the header is no string"),
    };
    let named = text("alg")?.ok_or("the header names no algorithm")?;
    let algorithm = allowed.iter().copied().find(|algorithm| algorithm.name() == named);
    Ok(Compact {
        algorithm: algorithm.ok_or("the token's algorithm is not accepted")?,
        kid: text("kid")?,
        typ: text("typ")?,
        claims,
        message,
        signature,
    })
}

/// The claim `name`, where it is a string that is not empty; it is an error for it to be anything
/// else.
pub(super) fn text(claims: &Map<String, Value>, name: &str) -> Result<Option<String>, Cause> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
        Some(_) => Err("a claim that must be a string is none, or empty"),
    }
}

/// The claim `name` as a time, cut to whole seconds (RFC 7519 section 2); it is an error for it to be
/// anything else.
pub(super) fn time(claims: &Map<String, Value>, name: &str) -> Result<Option<SystemTime>, Cause> {
    const NO_TIME: Cause = "a claim that must be a time is none";
    let Some(value) = claims.get(name) else { return Ok(None) };
    let seconds = value.as_f64().filter(|seconds| (0.0..1e11).contains(seconds)).ok_or(NO_TIME)?;
    let since = Duration::try_from_secs_f64(seconds.floor()).map_err(|_| NO_TIME)?;
    UNIX_EPOCH.checked_add(since).map(Some).ok_or(NO_TIME)
}

/// Whether the token is for `client` (RFC 7519 section 4.1.3), and for nobody else that is not
/// trusted.
pub(super) fn is_for(
    claims: &Map<String, Value>,
    client: &str,
    trusts: impl Fn(&str) -> bool,
) -> bool {
    let one = |value: &Value| value.as_str().is_some_and(|name| name == client || trusts(name));
    match claims.get("aud") {
        Some(Value::String(name)) => name == client,
        Some(Value::Array(names)) => {
            names.iter().any(|name| name == client) && names.iter().all(one)
        }
        _ => false,
    }
}
