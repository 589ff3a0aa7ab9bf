//! Ten thousand tokens that name keys that nobody has: one question a cooldown, and no more.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use portcullis::testing::ManualClock;
use portcullis_authn_tests::upstream::{Answer, Upstream, until};
use portcullis_tests::tokens::{now, unsigned};
use serde_json::json;

use crate::issuer::{AUDIENCE, ISSUER, Signer, set};
use crate::{ask, jwks, jwt, serve, wait};

const REQUESTS: usize = 10_000;
const CLIENTS: usize = 8;

/// Sends `REQUESTS` tokens with different `kid`s over `CLIENTS` connections; all have this status.
fn storm(address: SocketAddr, status: u16) {
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| std::thread::spawn(move || one_of_many(address, client, status)))
        .collect();
    for client in clients {
        client.join().unwrap();
    }
}

fn one_of_many(address: SocketAddr, client: usize, status: u16) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "eve", "exp": now() + 600 });
    for number in 0..REQUESTS / CLIENTS {
        let kid = format!("{client}-{number}");
        let token = unsigned(&json!({ "alg": "ES256", "kid": kid }), &claims);
        let request = format!(
            "GET /me HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}.c2ln\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        assert_eq!(read_status(&mut answers), status, "{kid}");
    }
}

/// The status of the next answer, which is read to its end.
fn read_status(answers: &mut BufReader<TcpStream>) -> u16 {
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut length = 0;
    loop {
        line.clear();
        answers.read_line(&mut line).unwrap();
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
    }
    answers.read_exact(&mut vec![0; length]).unwrap();
    status
}

#[test]
fn unknown_kids_cause_one_fetch_a_cooldown() {
    let signer = Signer::new("a");
    let upstream = Upstream::start(Answer::ok(set([&signer])));
    let clock = ManualClock::at(SystemTime::now());
    let jwks = wait(jwks(&upstream).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    clock.advance(Duration::from_secs(29));
    storm(server.address(), 401);
    assert_eq!(upstream.count(), 1, "the fetch at the start began a cooldown");
    clock.advance(Duration::from_secs(1));
    storm(server.address(), 401);
    assert_eq!(upstream.count(), 2);
    assert_eq!(ask(&server, &signer.token()).status, 200, "others are served");
}

#[test]
fn no_keys_cause_one_fetch_a_cooldown() {
    let upstream = Upstream::start(Answer::ok(r#"{"keys":[]}"#));
    let clock = ManualClock::at(SystemTime::now());
    let jwks = jwks(&upstream).clock(Arc::new(clock.clone())).start().unwrap();
    let server = serve(jwt(&jwks));
    until("an attempt failed", || jwks.last_failure().is_some());
    storm(server.address(), 503);
    assert_eq!(upstream.count(), 1);
    clock.advance(Duration::from_secs(30));
    storm(server.address(), 503);
    assert_eq!(upstream.count(), 2);
}

#[test]
fn all_who_ask_while_a_fetch_is_under_way_wait_for_it() {
    let (old, new) = (Signer::new("old"), Signer::new("new"));
    let upstream = Upstream::start(Answer::ok(set([&old])));
    let clock = ManualClock::at(SystemTime::now());
    let egress = crate::loose().timeout(Duration::from_secs(10)).build().unwrap();
    let jwks = wait(jwks(&upstream).egress(&egress).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    upstream.answer(Answer::ok(set([&new])));
    upstream.hold();
    clock.advance(Duration::from_secs(30));
    let (address, token) = (server.address(), new.token());
    let waiting: Vec<_> = (0..30)
        .map(|_| {
            let token = token.clone();
            std::thread::spawn(move || crate::ask_at(address, &token).status)
        })
        .collect();
    until("the keys were asked for", || upstream.count() == 2);
    // Keys that are known are good meanwhile, and whoever waits does not keep the worker.
    assert_eq!(ask(&server, &old.token()).status, 200);
    upstream.release();
    for request in waiting {
        assert_eq!(request.join().unwrap(), 200);
    }
    assert_eq!(upstream.count(), 2);
}

#[test]
fn nobody_waits_for_ever() {
    let signer = Signer::new("a");
    let upstream = Upstream::start(Answer::ok(set([&signer])));
    let clock = ManualClock::at(SystemTime::now());
    let egress = crate::loose().timeout(Duration::from_mins(5)).build().unwrap();
    let jwks = wait(jwks(&upstream).egress(&egress).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    upstream.answer(Answer::Silence);
    clock.advance(Duration::from_secs(30));
    let began = Instant::now();
    assert_eq!(ask(&server, &Signer::new("b").token()).status, 401);
    let waited = began.elapsed();
    assert!((Duration::from_secs(3)..Duration::from_secs(5)).contains(&waited), "{waited:?}");
    assert_eq!(ask(&server, &signer.token()).status, 200);
}
