//! A process that is killed (SIGKILL) beside the spending of a token, and the one that comes after it.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use portcullis_tests::client::{Reply, send};

use crate::backends::{postgres_schema, sqlite_file};
use crate::process::{Process, Stop, serve_if_told};
use crate::world::{Tokens, is_invalid_grant};

fn post(address: SocketAddr, path: &str, body: &str) -> Reply {
    send(address, "POST", path, &[], Some(body))
}

fn logins(address: SocketAddr, access: &str) -> usize {
    let authorization = format!("Bearer {access}");
    let reply = send(address, "GET", "/logins", &[("authorization", &authorization)], None);
    assert_eq!(reply.status, 200);
    reply.body.matches("\"id\"").count()
}

/// A login, a refresh that is never answered, a dead process; then a new one and the tokens that its
/// client still has.
fn killed(test: &str, store: &str, stop: Stop, grace: Duration) -> (Process, Tokens) {
    let mut first = Process::start(test, store, stop, grace);
    let tokens = Tokens::of(&post(first.address, "/token", "ada"));
    let mut waiting = TcpStream::connect(first.address).unwrap();
    let length = tokens.refresh.len();
    let head = format!("POST /refresh HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n");
    waiting.write_all(format!("{head}{}", tokens.refresh).as_bytes()).unwrap();
    first.wait_until_it_stops();
    first.kill();
    (Process::start(test, store, Stop::Nowhere, grace), tokens)
}

/// All works after a new login, which is the only one of the subject.
fn all_works(address: SocketAddr) {
    let new = Tokens::of(&post(address, "/token", "ada"));
    let next = Tokens::of(&post(address, "/refresh", &new.refresh));
    assert_eq!(logins(address, &next.access), 1);
}

/// Spent, and nobody got the successor: the retry is told that the login has ended.
fn after_spending(test: &str, store: &str) {
    let (process, tokens) = killed(test, store, Stop::AfterSpending, Duration::ZERO);
    is_invalid_grant(&post(process.address, "/refresh", &tokens.refresh));
    is_invalid_grant(&post(process.address, "/refresh", &tokens.refresh));
    all_works(process.address);
    process.kill();
}

/// With a grace the retry gets another successor; the lost one is forgotten.
fn after_spending_with_a_grace(test: &str, store: &str) {
    let (process, tokens) = killed(test, store, Stop::AfterSpending, Duration::from_secs(30));
    let next = Tokens::of(&post(process.address, "/refresh", &tokens.refresh));
    let last = Tokens::of(&post(process.address, "/refresh", &next.refresh));
    assert_eq!(logins(process.address, &last.access), 1);
    is_invalid_grant(&post(process.address, "/refresh", &tokens.refresh));
    is_invalid_grant(&post(process.address, "/refresh", &last.refresh));
    all_works(process.address);
    process.kill();
}

/// Not spent yet: the retry is good, once.
fn before_spending(test: &str, store: &str) {
    let (process, tokens) = killed(test, store, Stop::BeforeSpending, Duration::ZERO);
    let next = Tokens::of(&post(process.address, "/refresh", &tokens.refresh));
    assert_eq!(logins(process.address, &next.access), 1);
    is_invalid_grant(&post(process.address, "/refresh", &tokens.refresh));
    is_invalid_grant(&post(process.address, "/refresh", &next.refresh));
    all_works(process.address);
    process.kill();
}

/// Each of these on each durable store.
macro_rules! kills {
    ($($store:ident $address:expr;)+: $($name:ident)+) => {
        kills! { @($($store $address;)+) ($($name)+) }
    };
    (@($($store:ident $address:expr;)+) $names:tt) => {
        $(mod $store { kills! { @@ $store $address; $names } })+
    };
    (@@ $store:ident $address:expr; ($($name:ident)+)) => {
        $(
            #[test]
            fn $name() {
                super::serve_if_told();
                let address: Option<String> = $address;
                if let Some(address) = address {
                    let test = concat!("killed::", stringify!($store), "::", stringify!($name));
                    super::$name(test, &address);
                }
            }
        )+
    };
}

kills! {
    sqlite Some(super::sqlite_file());
    postgres super::postgres_schema();
    : after_spending after_spending_with_a_grace before_spending
}
