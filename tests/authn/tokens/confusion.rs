//! Tokens of other kinds, signed with the right key, at a guarded route (RFC 8725 section 3.12).

use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use portcullis::authn::tokens::{SigningKey, TokenIssuer};
use portcullis_tests::tokens::{now, unsigned, with};
use serde_json::{Value, json};

use crate::people::People;
use crate::world::{AUDIENCE, ISSUER, PRIVATE_KEY, World};

/// Signed with the key of the test app.
fn signed(header: &Value, claims: &Value) -> String {
    let message = unsigned(header, claims);
    let key = EncodingKey::from_ed_pem(PRIVATE_KEY.as_bytes()).unwrap();
    let signature = crypto::sign(message.as_bytes(), &key, Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

fn header(world: &World, typ: Option<&str>) -> Value {
    let header = json!({ "alg": "EdDSA", "kid": world.issuer.jwks()["keys"][0]["kid"] });
    with(header, "typ", typ.map(Value::from))
}

/// What an access token of the test app says.
fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "client_id": "the-client", "jti": "1",
        "iat": now() - 1, "exp": now() + 300, "roles": ["admin"],
    })
}

#[test]
fn the_control_a_token_of_the_right_kind_passes() {
    let world = World::new();
    for typ in ["at+jwt", "application/at+jwt", "AT+JWT"] {
        assert_eq!(world.status(&signed(&header(&world, Some(typ)), &claims())), 200, "{typ}");
    }
}

#[test]
fn other_types_are_refused_whatever_they_claim() {
    let world = World::new();
    for typ in [
        None,
        Some(""),
        Some("JWT"),
        Some("jwt"),
        Some("id+jwt"),
        Some("logout+jwt"),
        Some("secevent+jwt"),
        Some("dpop+jwt"),
        Some("token-introspection+jwt"),
        Some("oauth-authz-req+jwt"),
        Some("at+jwt "),
        Some("at"),
        Some("application/jwt"),
    ] {
        assert_eq!(world.status(&signed(&header(&world, typ), &claims())), 401, "{typ:?}");
    }
    for typ in [json!(null), json!(["at+jwt"]), json!(1)] {
        let header = with(header(&world, None), "typ", Some(typ));
        assert_eq!(world.status(&signed(&header, &claims())), 401, "{header}");
    }
}

#[test]
fn an_id_token_is_no_access_token() {
    let world = World::new();
    let mut id_token = with(claims(), "nonce", Some("n".into()));
    id_token = with(id_token, "at_hash", Some("77QmUPtjPfzWtF2AnpK9RQ".into()));
    id_token = with(id_token, "azp", Some("the-client".into()));
    for audience in [json!(AUDIENCE), json!(["the-client", AUDIENCE]), json!("the-client")] {
        let id_token = with(id_token.clone(), "aud", Some(audience));
        assert_eq!(world.status(&signed(&header(&world, Some("JWT")), &id_token)), 401);
        assert_eq!(world.status(&signed(&header(&world, None), &id_token)), 401);
    }
    // Without what only access tokens must have, not even under their type.
    let bare = with(with(id_token, "client_id", None), "jti", None);
    assert_eq!(world.status(&signed(&header(&world, Some("at+jwt")), &bare)), 401);
}

#[test]
fn a_logout_token_is_no_access_token() {
    let world = World::new();
    let events = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    let logout = with(with(claims(), "events", Some(events)), "sid", Some("s".into()));
    for typ in [Some("logout+jwt"), Some("JWT"), None] {
        assert_eq!(world.status(&signed(&header(&world, typ), &logout)), 401, "{typ:?}");
    }
    let without_subject = with(logout, "sub", None);
    assert_eq!(world.status(&signed(&header(&world, Some("at+jwt")), &without_subject)), 401);
}

#[test]
fn a_refresh_token_is_no_access_token_and_an_access_token_no_refresh_token() {
    let world = World::new();
    let tokens = world.log_in("ada");
    assert_eq!(world.status(&tokens.refresh), 401);
    assert_eq!(world.ask("POST", "/reports", &tokens.refresh).status, 401);
    world.is_refused(&tokens.access);
    assert_eq!(world.status(&tokens.access), 200);
    world.refresh(&tokens.refresh);
}

#[test]
fn a_token_for_somebody_else_is_refused() {
    let world = World::new();
    let header = header(&world, Some("at+jwt"));
    for (claim, value) in [
        ("aud", Some(json!("another-api"))),
        ("aud", Some(json!(["another-api", "the-client"]))),
        ("aud", Some(json!([]))),
        ("aud", Some(json!(format!("{AUDIENCE}/")))),
        ("aud", None),
        ("iss", Some(json!("https://other.example"))),
        ("iss", Some(json!(format!("{ISSUER}/")))),
        ("iss", None),
        ("client_id", None),
        ("jti", None),
        ("iat", None),
        ("exp", None),
        ("sub", None),
    ] {
        let token = signed(&header, &with(claims(), claim, value.clone()));
        assert_eq!(world.status(&token), 401, "{claim} {value:?}");
    }
}

/// Two APIs of one issuer share its keys and its store; a token for one is nothing to the other.
#[test]
fn a_token_of_a_sister_issuer_is_refused() {
    let world = World::new();
    let sister = |audience: &'static str, client: &'static str| {
        World::before(world.store.clone(), |_| {
            let key = SigningKey::eddsa(PRIVATE_KEY.into());
            TokenIssuer::builder(ISSUER, audience, key, People::new())
                .client_id(client)
                .store(world.store.clone())
        })
    };
    let twin = sister(AUDIENCE, "the-client");
    for other in [sister("the-sister", "the-client"), sister(AUDIENCE, "another-client")] {
        let tokens = other.log_in("ada");
        assert_eq!(other.status(&tokens.access), 200);
        world.is_refused(&tokens.refresh);
        assert_eq!(world.post("/logout", &tokens.refresh).status, 204);
        let next = other.refresh(&tokens.refresh);
        assert_eq!(world.store.asked_for("end"), 0, "it was neither spent nor ended by that");
        other.refresh(&next.refresh);
    }
    let tokens = sister("the-sister", "the-client").log_in("ada");
    assert_eq!(world.status(&tokens.access), 401);
    twin.refresh(&world.log_in("ada").refresh);
}
