//! Where keys may come from: addresses that are not public are refused before any connection; files.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use portcullis::authn::jwks::{Jwks, JwksError};
use portcullis::egress::{Egress, EgressError};
use portcullis::testing::ManualClock;
use portcullis_authn_tests::upstream::{Answer, Upstream, until};

use crate::issuer::{Signer, set};
use crate::{ask, jwt, serve, wait};

#[test]
fn an_address_that_is_not_public_is_refused_without_a_connection() {
    let upstream = Upstream::start(Answer::ok(set([&Signer::new("a")])));
    let port = upstream.address().port();
    let egress = Egress::builder().danger_allow_http("a test on loopback").build().unwrap();
    let refused = JwksError::Fetch(EgressError::NotPublic);
    for host in ["127.0.0.1", "127.1", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let builder = Jwks::url(format!("http://{host}:{port}/keys")).egress(&egress);
        assert_eq!(builder.start().unwrap_err(), refused, "{host}");
    }
    // A name is looked up when it is called.
    let jwks = Jwks::url(format!("http://localhost:{port}/keys")).egress(&egress).start().unwrap();
    until("an attempt failed", || jwks.last_failure().is_some());
    assert_eq!(jwks.last_failure(), Some(refused));
    assert_eq!(ask(&serve(jwt(&jwks)), &Signer::new("a").token()).status, 503);
    assert_eq!(upstream.connections(), 0);
    // With permission it is the same server.
    let allowed = crate::loose().build().unwrap();
    wait(Jwks::url(format!("http://localhost:{port}/keys")).egress(&allowed));
    assert_eq!(upstream.connections(), 1);
}

#[test]
fn plain_http_is_refused() {
    let error = Jwks::url("http://issuer.example/keys").start().unwrap_err();
    assert_eq!(error, JwksError::Fetch(EgressError::NotHttps));
}

/// A file that is gone afterwards.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("portcullis-jwks-{}-{name}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn write(&self, text: &str) {
        std::fs::write(&self.0, text).unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

#[test]
fn a_file_is_read_anew_for_an_unknown_kid() {
    let (old, new) = (Signer::new("old"), Signer::new("new"));
    let file = File::new("rotated");
    file.write(&set([&old]));
    let clock = ManualClock::at(SystemTime::now());
    let jwks = wait(Jwks::file(&file.0).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    assert_eq!(ask(&server, &old.token()).status, 200);
    file.write(&set([&new]));
    clock.advance(Duration::from_secs(30));
    assert_eq!(ask(&server, &new.token()).status, 200);
    assert_eq!(ask(&server, &old.token()).status, 401);
}

#[test]
fn a_file_that_gives_no_keys_says_why() {
    let long = File::new("long");
    long.write(&" ".repeat(256 * 1024 + 1));
    let missing = File::new("missing");
    let failure = |path: &PathBuf| {
        let jwks = Jwks::file(path).start().unwrap();
        until("an attempt failed", || jwks.last_failure().is_some());
        jwks.last_failure().unwrap().to_string()
    };
    assert_eq!(failure(&long.0), "the file is longer than 262144 bytes");
    assert_eq!(failure(&missing.0), "the file cannot be read: entity not found");
    assert!(failure(&std::env::temp_dir()).starts_with("the file cannot be read"));
}
