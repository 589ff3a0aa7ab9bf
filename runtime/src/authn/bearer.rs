//! `Bearer`: JSON Web Tokens and opaque tokens in one header.

use actix_web::HttpRequest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::jwt::unique_json::parse_object;
use super::jwt::{Issuers, transport};
use super::opaque::Introspection;
use super::{Authentication, Authenticator, Outcome, Refusal};
use crate::inventory::AuthenticatorInfo;
use crate::vocabulary::Vocabulary;

/// The length of the longest first part that is looked at: 8 KiB.
const MOST_HEADER: usize = 8192;

/// Authenticates requests by a bearer token of either shape. The shape decides alone, so a JSON Web
/// Token that its verifier refuses is never asked about:
///
/// | token | goes to |
/// |---|---|
/// | no dot | the introspection |
/// | three parts, the first a JSON object in base64url | the verifier of its issuer |
/// | three or five parts, the first no JSON object; another number of parts, the first a JSON object | refused: it can be taken for both |
/// | any other number of parts | the introspection |
///
/// To ask about tokens that are JSON Web Tokens, use an [`Introspection`] alone.
#[derive(Clone, Debug)]
pub struct Bearer<P: Vocabulary> {
    issuers: Issuers,
    introspection: Introspection<P>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Jwt,
    Opaque,
    Ambiguous,
}

impl<P: Vocabulary> Bearer<P> {
    /// JSON Web Tokens go to `issuers`, which may be one [`Jwt`](super::jwt::Jwt), and opaque ones to
    /// `introspection`.
    pub fn of(issuers: impl Into<Issuers>, introspection: Introspection<P>) -> Self {
        Self { issuers: issuers.into(), introspection }
    }
}

impl<P: Vocabulary> Authenticator<P> for Bearer<P> {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P> {
        let token = match transport::bearer_token(request) {
            Ok(None) => return Outcome::Anonymous.into(),
            Ok(Some(token)) => token,
            Err(refusal) => return Outcome::Refused(refusal).into(),
        };
        match shape(token) {
            Shape::Jwt => self.issuers.authenticate_token(token),
            Shape::Opaque => self.introspection.authenticate_token(token),
            Shape::Ambiguous => {
                Outcome::Refused(Refusal::invalid_token("the token is of no known shape")).into()
            }
        }
    }

    fn describe(&self) -> AuthenticatorInfo {
        let each = [self.issuers.description(), self.introspection.description()];
        AuthenticatorInfo::either(each.into_iter())
    }
}

fn shape(token: &str) -> Shape {
    let Some((first, rest)) = token.split_once('.') else {
        return Shape::Opaque;
    };
    if first.len() > MOST_HEADER {
        return Shape::Ambiguous;
    }
    match (is_header(first), rest.split('.').count() + 1) {
        (true, 3) => Shape::Jwt,
        (true, _) | (false, 3 | 5) => Shape::Ambiguous,
        (false, _) => Shape::Opaque,
    }
}

fn is_header(part: &str) -> bool {
    URL_SAFE_NO_PAD.decode(part).is_ok_and(|text| parse_object(&text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_told_without_doubt_or_not_at_all() {
        // `{"alg":"none"}`, `{}`, `[]`, `{`
        let (header, empty, array, open) = ("eyJhbGciOiJub25lIn0", "e30", "W10", "ew");
        for (token, expected) in [
            ("2YotnFZFEjr1zCsicMWpAA".to_owned(), Shape::Opaque),
            ("eyJhbGciOiJub25lIn0".to_owned(), Shape::Opaque),
            ("ya29.a0Af_Bz-~+/=".to_owned(), Shape::Opaque),
            ("a.b.c.d".to_owned(), Shape::Opaque),
            (format!("{header}.e30.c2ln"), Shape::Jwt),
            (format!("{header}.."), Shape::Jwt),
            (format!("{empty}.e30.c2ln"), Shape::Jwt),
            (format!("{header}.e30"), Shape::Ambiguous),
            (format!("{header}."), Shape::Ambiguous),
            (format!("{header}.a.b.c"), Shape::Ambiguous),
            (format!("{header}.a.b.c.d"), Shape::Ambiguous),
            (format!("{array}.e30.c2ln"), Shape::Ambiguous),
            (format!("{open}.e30.c2ln"), Shape::Ambiguous),
            (format!("{header}=.e30.c2ln"), Shape::Ambiguous),
            ("v4.public.payload".to_owned(), Shape::Ambiguous),
            ("a.b.c.d.e".to_owned(), Shape::Ambiguous),
            ("..".to_owned(), Shape::Ambiguous),
            (format!("{}.e30.c2ln", "e".repeat(MOST_HEADER + 1)), Shape::Ambiguous),
        ] {
            assert_eq!(shape(&token), expected, "{token}");
        }
    }
}
