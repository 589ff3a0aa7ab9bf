//! `Header`: the protected header of a token, and those that were read lately.

use std::sync::Arc;

use arc_swap::ArcSwapOption;

use super::Algorithm;
use super::seen::Seen;
use super::token_error::{Part, TokenError};
use super::unique_json::{Members, read_object};

/// Parameters that change how the token is to be read. `crit` names others (RFC 7515 section
/// 4.1.11), `b64` is RFC 7797, and the rest belong to encryption. Since no extension is
/// supported, each is refused wherever it appears.
const REFUSED: [&str; 4] = ["crit", "b64", "zip", "enc"];

/// The parameters that matter. Keys inside the token (`jku`, `jwk`, `x5u`, `x5c`) are never looked at.
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) typ: Type,
}

/// The parameter `typ`.
pub(super) enum Type {
    None,
    Text(String),
    NoText,
}

#[derive(Default)]
struct Parameters<'a> {
    algorithm: Option<Seen<'a>>,
    kid: Option<Seen<'a>>,
    typ: Option<Seen<'a>>,
    /// Which of [`REFUSED`] are there.
    refused: [bool; REFUSED.len()],
}

impl Header {
    /// Reads a header as a JSON object with unique members.
    pub(super) fn read(json: &[u8]) -> Result<Self, TokenError> {
        let mut found = Parameters::default();
        read_object(json, &mut found).map_err(|rejected| rejected.of(Part::Header))?;
        if let Some((name, _)) = REFUSED.iter().zip(found.refused).find(|(_, is_there)| *is_there) {
            return Err(TokenError::HeaderParameter(name));
        }
        let algorithm = found.algorithm.as_ref().and_then(Seen::as_text);
        let algorithm = algorithm.and_then(Algorithm::named).ok_or(TokenError::Algorithm)?;
        let kid = match found.kid {
            None => None,
            Some(Seen::Text(kid)) => Some(kid.into_owned()),
            Some(_) => return Err(TokenError::KeyId),
        };
        let typ = match found.typ {
            None => Type::None,
            Some(Seen::Text(typ)) => Type::Text(typ.into_owned()),
            Some(_) => Type::NoText,
        };
        Ok(Self { algorithm, kid, typ })
    }
}

impl<'a> Members<'a> for Parameters<'a> {
    fn place(&mut self, name: &str) -> Option<&mut Option<Seen<'a>>> {
        match name {
            "alg" => Some(&mut self.algorithm),
            "kid" => Some(&mut self.kid),
            "typ" => Some(&mut self.typ),
            other => {
                let mut refused = REFUSED.iter().zip(&mut self.refused);
                if let Some((_, is_there)) = refused.find(|(refused, _)| **refused == other) {
                    *is_there = true;
                }
                None
            }
        }
    }
}

/// Headers of tokens whose signature was good, by their text: all tokens that an issuer signs with
/// one key have the same. A few are kept, each in the place that its text leads to.
#[derive(Default)]
pub(super) struct Headers([ArcSwapOption<Known>; 8]);

struct Known {
    text: Box<str>,
    header: Arc<Header>,
}

impl Headers {
    pub(super) fn find(&self, text: &str) -> Option<Arc<Header>> {
        let known = self.place(text)?.load();
        let known = known.as_ref().filter(|known| *known.text == *text)?;
        Some(Arc::clone(&known.header))
    }

    pub(super) fn keep(&self, text: &str, header: &Arc<Header>) {
        if let Some(place) = self.place(text) {
            let known = Known { text: text.into(), header: Arc::clone(header) };
            place.store(Some(Arc::new(known)));
        }
    }

    /// Texts differ at the end, where a `kid` usually stands.
    fn place(&self, text: &str) -> Option<&ArcSwapOption<Known>> {
        let end = text.bytes().rev().take(12);
        let mixed = end.fold(0_usize, |mixed, byte| mixed.wrapping_mul(31) ^ usize::from(byte));
        self.0.get(mixed % self.0.len())
    }
}
