//! Clients: a real HTTP client, and raw bytes for what no client would send.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Reply {
    /// The value of the header `name`; of the first one, if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value.as_str()))
    }

    /// All headers, in the order of arrival.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Whether the body is an RFC 9457 document that repeats the status.
    pub fn is_problem_document(&self) -> bool {
        let document: Value = serde_json::from_str(&self.body).unwrap_or_default();
        self.header("content-type") == Some("application/problem+json")
            && document["status"] == self.status
            && document["type"].is_string()
            && document["title"].is_string()
    }
}

/// Sends one request with any headers and body.
pub fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Reply {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(Duration::from_secs(20)))
        .max_redirects(0)
        .build()
        .into();
    let mut request =
        ureq::http::Request::builder().method(method).uri(format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = match body {
        Some(body) => agent.run(request.body(body.to_owned()).expect("a request")),
        None => agent.run(request.body(()).expect("a request")),
    };
    let mut answer = answer.expect("an answer");
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    Reply {
        status: answer.status().as_u16(),
        headers,
        body: answer.body_mut().read_to_string().expect("a body"),
    }
}

/// Sends raw bytes, leaves the connection open, and reads the head and body of the first answer;
/// `None` when there is none within `patience`.
pub fn send_raw(address: SocketAddr, bytes: &[u8], patience: Duration) -> Option<Reply> {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(patience)).expect("a timeout");
    // A server that has heard enough answers and closes before the end.
    stream.write_all(bytes).ok();
    let mut received = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(reply) = parse(&received) {
            return Some(reply);
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(count) => received.extend(chunk.iter().take(count)),
        }
    }
}

fn parse(bytes: &[u8]) -> Option<Reply> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut reply = Reply { status, headers, body: body.to_owned() };
    let length = reply.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    if reply.body.len() < length {
        return None;
    }
    reply.body.truncate(length);
    Some(reply)
}
