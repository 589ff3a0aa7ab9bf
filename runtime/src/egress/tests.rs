//! Calls to servers on loopback, refused and answered.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::*;

/// A server that says `head` to everybody and then `chunk` for ever, or nothing.
struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    fn saying(head: &'static str, chunk: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    // Each read is a request; the end is the other side's.
                    while stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {
                        let mut open = stream.write_all(head.as_bytes()).is_ok();
                        while let (true, Some(chunk)) = (open, chunk) {
                            open = stream.write_all(chunk.as_bytes()).is_ok();
                        }
                    }
                });
            }
        });
        Self { address, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn loose() -> EgressBuilder {
    Egress::builder().allow_private_addresses().danger_allow_http("tests on loopback")
}

/// Without a runtime of its own: whoever waits needs none.
fn get(egress: &Egress, url: &str) -> Result<Response<Vec<u8>>, EgressError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(egress.get(url))
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nCache-Control: max-age=60\r\n\r\nhello";

#[test]
fn an_answer_comes_whole_with_its_head() {
    let server = Server::saying(OK, None);
    let egress = loose().build().unwrap();
    for host in [server.address.to_string(), format!("localhost:{}", server.address.port())] {
        let answer = get(&egress, &format!("http://{host}/keys?a=b")).unwrap();
        assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (200, &b"hello"[..]));
        assert_eq!(answer.headers().get("cache-control").unwrap(), "max-age=60");
    }
}

#[test]
fn addresses_that_are_not_public_are_refused_before_any_connection() {
    let server = Server::saying(OK, None);
    let port = server.address.port();
    let egress = Egress::builder().danger_allow_http("tests on loopback").build().unwrap();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "0.0.0.0",
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "169.254.169.254",
        "10.0.0.1",
    ] {
        let refused = get(&egress, &format!("http://{host}:{port}/")).unwrap_err();
        assert_eq!(refused, EgressError::NotPublic, "{host}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn only_https_without_a_user() {
    let egress = Egress::new().unwrap();
    for (url, expected) in [
        ("http://example.com/", EgressError::NotHttps),
        ("ftp://example.com/", EgressError::Url),
        ("https://user:secret@example.com/", EgressError::Url),
        ("https://user@example.com/", EgressError::Url),
        ("/keys", EgressError::Url),
        ("example.com", EgressError::Url),
        ("", EgressError::Url),
    ] {
        assert_eq!(get(&egress, url).unwrap_err(), expected, "{url}");
    }
}

#[test]
fn redirects_are_not_followed() {
    let aim = Server::saying(OK, None);
    let head = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://{}/\r\nContent-Length: 0\r\n\r\n",
        aim.address
    );
    let server = Server::saying(head.leak(), None);
    let egress = loose().build().unwrap();
    let refused = get(&egress, &format!("http://{}/", server.address)).unwrap_err();
    assert_eq!(refused, EgressError::Redirect(302));
    assert_eq!((server.connections(), aim.connections()), (1, 0));
}

#[test]
fn a_body_is_bounded_whatever_it_announces() {
    let egress = loose().max_body(1000).build().unwrap();
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (head, chunk) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", None),
        ("HTTP/1.1 200 OK\r\n\r\n", Some("0123456789")),
        (chunked, Some("a\r\n0123456789\r\n")),
    ] {
        let server = Server::saying(head, chunk);
        let refused = get(&egress, &format!("http://{}/", server.address)).unwrap_err();
        assert_eq!(refused, EgressError::BodyTooLong(1000), "{head}");
    }
    let just = format!("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{}", "x".repeat(1000));
    let server = Server::saying(just.leak(), None);
    assert_eq!(get(&egress, &format!("http://{}/", server.address)).unwrap().body().len(), 1000);
}

/// Whoever waits for a turn has heard nothing of the other side, so it is no outage of it.
#[test]
fn who_waits_too_long_for_a_turn_is_told_so() {
    let server = Server::saying("", None);
    let egress = loose().max_calls(1).timeout(Duration::from_millis(200)).build().unwrap();
    let url = format!("http://{}/", server.address);
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let (egress, url) = (egress.clone(), url.clone());
            std::thread::spawn(move || get(&egress, &url).unwrap_err())
        })
        .collect();
    let told: Vec<EgressError> = calls.into_iter().map(|call| call.join().unwrap()).collect();
    assert!(told.contains(&EgressError::Timeout) && told.contains(&EgressError::Busy), "{told:?}");
}

#[test]
fn silence_ends_in_time() {
    let egress = loose().timeout(Duration::from_millis(100)).build().unwrap();
    for head in ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"] {
        let server = Server::saying(head, None);
        let began = Instant::now();
        let refused = get(&egress, &format!("http://{}/", server.address)).unwrap_err();
        assert_eq!(refused, EgressError::Timeout);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    }
}

#[test]
fn causes_hold_nothing_of_the_request() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let egress = loose().build().unwrap();
    let request = Request::post(format!("http://{free}/path-hush?query=hush"))
        .header("authorization", "Basic hush")
        .body(b"token=hush".to_vec())
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(egress.send(request)).unwrap_err();
    assert!(matches!(error, EgressError::Connect(_)), "{error:?}");
    assert!(!format!("{error} {error:?} {egress:?}").contains("hush"), "{error:?}");
}

#[test]
fn who_speaks_no_tls_is_no_https_server() {
    let server = Server::saying(OK, None);
    let egress = Egress::builder().allow_private_addresses().build().unwrap();
    let error = get(&egress, &format!("https://{}/", server.address)).unwrap_err();
    assert!(matches!(error, EgressError::Connect(_)), "{error:?}");
}

#[test]
fn limits_of_zero_and_empty_reasons_are_refused() {
    for builder in [
        Egress::builder().timeout(Duration::ZERO),
        Egress::builder().connect_timeout(Duration::ZERO),
        Egress::builder().max_body(0),
        Egress::builder().max_calls(0),
        Egress::builder().danger_allow_http(" "),
    ] {
        assert!(matches!(builder.build(), Err(EgressError::Setup(_))));
    }
}

#[test]
fn a_client_outlives_whoever_used_them_first() {
    let server = Server::saying(OK, None);
    let egress = loose().build().unwrap();
    let url = format!("http://{}/", server.address);
    for _ in 0..3 {
        // Another thread, with a runtime that ends with it.
        let (egress, url) = (egress.clone(), url.clone());
        std::thread::spawn(move || get(&egress, &url).unwrap()).join().unwrap();
    }
    assert_eq!(server.connections(), 1, "the connection is kept");
}
