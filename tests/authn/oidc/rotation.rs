//! Keys of the provider that change.

use std::time::Duration;

use crate::app::{TestApp, login_at};
use crate::certified::Certified;
use crate::fake::{Fake, KEYS, Says};
use crate::id_tokens::{Ceremony, fake_app};
use crate::keys::Signer;
use serde_json::json;

#[test]
fn logins_go_on_when_the_certified_provider_signs_with_new_keys() {
    let Some(mut provider) = Certified::start() else { return };
    let clients = ["rsa", "ec"].map(|name| (name, provider.client(name)));
    let app = TestApp::with(clients.into());
    provider.app_is_at(app.served.address());
    for (order, client) in [(None, "rsa"), (Some("rotate"), "rsa"), (None, "ec")] {
        order.map(|order| provider.tell(order));
        assert_eq!(app.browser().follow(&login_at(client)).status, 200, "{order:?} {client}");
    }
    app.events();
    provider.tell("replace");
    assert_eq!(app.browser().follow(&login_at("rsa")).status, 400, "asked a moment ago");
    assert!(app.cause().contains("no key of the provider fits"));
    app.clock.advance(Duration::from_secs(30));
    assert_eq!(app.browser().follow(&login_at("rsa")).status, 200);
}

#[test]
fn an_unknown_key_is_asked_for_once_in_thirty_seconds() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let login = |signer: &Signer| {
        let ceremony = Ceremony::begin(&app, &fake);
        fake.gives(&signer.sign(&ceremony.claims(&app)));
        ceremony.finish().status
    };
    assert_eq!(login(&signer), 303);
    assert_eq!(fake.asked(KEYS).len(), 1);
    for number in 0..20 {
        assert_eq!(login(&Signer::new(&format!("unknown-{number}"))), 400);
    }
    assert_eq!(fake.asked(KEYS).len(), 2, "once for twenty unknown keys");

    let next = Signer::new("b");
    fake.says(KEYS, Says::Json(json!({ "keys": [next.jwk()] })));
    assert_eq!(login(&next), 400);
    app.clock.advance(Duration::from_secs(29));
    assert_eq!(login(&next), 400);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(login(&next), 303);
    assert_eq!(fake.asked(KEYS).len(), 3);
    assert_eq!(login(&signer), 400, "the old key is gone");
    assert_eq!(login(&next), 303);
}
