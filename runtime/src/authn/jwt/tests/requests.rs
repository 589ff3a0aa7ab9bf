//! Where a token may be in a request.

use actix_web::http::header::{AUTHORIZATION, HeaderValue};
use actix_web::test::TestRequest;

use super::{HEADER, Permission, claims, token, verifier};
use crate::authn::{Authentication, Authenticator, Outcome, RefusalCode};

/// How a request with these headers ends: the subject, nobody, or the code of a refusal.
fn outcome(uri: &str, headers: &[&[u8]]) -> Result<Option<String>, RefusalCode> {
    let mut request = TestRequest::with_uri(uri);
    for header in headers {
        request = request.append_header((AUTHORIZATION, HeaderValue::from_bytes(header).unwrap()));
    }
    let found: Authentication<Permission> = verifier().authenticate(&request.to_http_request());
    match found {
        Authentication::Done(Outcome::Principal(principal)) => Ok(Some(principal.subject().into())),
        Authentication::Done(Outcome::Anonymous) => Ok(None),
        Authentication::Done(Outcome::Refused(refusal)) => Err(refusal.code()),
        Authentication::Done(Outcome::Unavailable(_)) | Authentication::Pending(_) => {
            panic!("a token is judged at once")
        }
    }
}

#[test]
fn one_authorization_header_with_bearer_is_the_only_way() {
    let good = token(HEADER, &claims().to_string());
    let header = |text: &str| text.replace("GOOD", &good).into_bytes();
    let alice = || Ok(Some("alice".to_owned()));
    let (invalid_token, invalid_request) =
        (Err(RefusalCode::InvalidToken), Err(RefusalCode::InvalidRequest));
    for (uri, headers, expected) in [
        ("/", vec!["Bearer GOOD"], alice()),
        ("/", vec!["bearer GOOD"], alice()),
        ("/", vec!["BEARER   GOOD"], alice()),
        ("/?page=2&token=x", vec!["Bearer GOOD"], alice()),
        ("/", vec![], Ok(None)),
        ("/", vec!["Basic YTpi"], Ok(None)),
        ("/", vec!["Basic"], Ok(None)),
        ("/", vec![""], Ok(None)),
        ("/", vec!["BearerGOOD"], Ok(None)),
        ("/", vec!["GOOD"], Ok(None)),
        ("/", vec!["Bearer"], invalid_token.clone()),
        ("/", vec!["Bearer  "], invalid_token.clone()),
        ("/", vec!["Bearer GOODx"], invalid_token.clone()),
        ("/", vec!["Bearer GOOD GOOD"], invalid_token.clone()),
        ("/", vec!["Bearer GOOD, Bearer GOOD"], invalid_token.clone()),
        ("/", vec!["Bearer GOOD,"], invalid_token.clone()),
        ("/", vec!["Bearer \"GOOD\""], invalid_token.clone()),
        ("/", vec!["Bearer \tGOOD"], invalid_token.clone()),
        ("/", vec!["Bearer GOOD", "Bearer GOOD"], invalid_request.clone()),
        ("/", vec!["Basic YTpi", "Bearer GOOD"], invalid_request.clone()),
        ("/", vec!["Bearer GOOD", ""], invalid_request.clone()),
        ("/?access_token=x", vec!["Bearer GOOD"], invalid_request.clone()),
        ("/?access_token", vec!["Bearer GOOD"], invalid_request.clone()),
        ("/?a=1&access%5Ftoken=x", vec!["Bearer GOOD"], invalid_request.clone()),
        ("/?access_token=x", vec!["Basic YTpi"], invalid_request),
    ] {
        let headers: Vec<_> = headers.into_iter().map(header).collect();
        let headers: Vec<_> = headers.iter().map(Vec::as_slice).collect();
        assert_eq!(outcome(uri, &headers), expected, "{uri} {headers:?}");
    }
    assert_eq!(outcome("/", &[b"Bearer \xff\xfe"]), invalid_token);
    assert_eq!(outcome(&format!("/?access_token={good}"), &[]), Ok(None));
}
