//! A provider of our own: it says whatever a test wants, or nothing.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use portcullis::authn::oidc::Provider;
use serde_json::{Value, json};

use crate::browser::APP;

/// An answer of the provider.
#[derive(Clone)]
pub(crate) enum Says {
    Json(Value),
    Status(u16),
    Redirect(String),
    /// The connection stays open, and nothing comes.
    Nothing,
}

/// A running provider. It ends with the test's process.
pub(crate) struct Fake {
    address: SocketAddr,
    said: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    answers: BTreeMap<&'static str, Says>,
    asked: Vec<(String, String)>,
}

pub(crate) const DISCOVERY: &str = "/.well-known/openid-configuration";
pub(crate) const KEYS: &str = "/keys";
pub(crate) const TOKEN: &str = "/token";

impl Fake {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let said = Arc::new(Mutex::new(Script::default()));
        let script = Arc::clone(&said);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let script = Arc::clone(&script);
                thread::spawn(move || serve(stream, &script));
            }
        });
        let fake = Self { address, said };
        fake.says(DISCOVERY, Says::Json(fake.document()));
        fake.says(KEYS, Says::Json(json!({ "keys": [] })));
        fake.says(TOKEN, Says::Status(500));
        fake
    }

    pub(crate) fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it says at `path` from now on.
    pub(crate) fn says(&self, path: &'static str, says: Says) {
        self.said.lock().unwrap().answers.insert(path, says);
    }

    /// What was asked of it at `path`: the bodies of the requests.
    pub(crate) fn asked(&self, path: &str) -> Vec<String> {
        let script = self.said.lock().unwrap();
        let asked = script.asked.iter().filter(|(asked, _)| asked == path);
        asked.map(|(_, body)| body.clone()).collect()
    }

    /// A good discovery document.
    pub(crate) fn document(&self) -> Value {
        let issuer = self.issuer();
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}{TOKEN}"),
            "jwks_uri": format!("{issuer}{KEYS}"),
            "end_session_endpoint": format!("{issuer}/end"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
        })
    }

    /// Says it with this member, or without it where it is null.
    pub(crate) fn says_of_itself(&self, name: &str, value: Value) {
        let mut document = self.document();
        let members = document.as_object_mut().unwrap();
        match value {
            Value::Null => members.remove(name),
            value => members.insert(name.to_owned(), value),
        };
        self.says(DISCOVERY, Says::Json(document));
    }

    /// Gives this ID token for any code.
    pub(crate) fn gives(&self, id_token: &str) {
        let answer = json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": id_token,
        });
        self.says(TOKEN, Says::Json(answer));
    }

    /// This app as its client, which is called `name`.
    pub(crate) fn client(&self, name: &str) -> Provider {
        Provider::new(self.issuer(), name, format!("{APP}/login/{name}/callback"))
            .danger_allow_loopback_http("a test")
    }
}

pub(crate) const ACCESS_TOKEN: &str = "an-access-token";

fn serve(mut stream: TcpStream, script: &Mutex<Script>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).ok();
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).unwrap_or(0) <= 2 {
            break;
        }
        let header = header.to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok();
    let says = {
        let mut script = script.lock().unwrap();
        script.asked.push((path.clone(), String::from_utf8(body).unwrap()));
        script.answers.get(path.as_str()).cloned().unwrap_or(Says::Status(404))
    };
    let answer = match says {
        Says::Nothing => {
            // Until the other side gives up.
            stream.read_exact(&mut [0]).ok();
            return;
        }
        Says::Json(value) => {
            let body = value.to_string();
            let length = body.len();
            format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            )
        }
        Says::Status(status) => {
            format!("HTTP/1.1 {status} -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        }
        Says::Redirect(to) => format!(
            "HTTP/1.1 302 -\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ),
    };
    stream.write_all(answer.as_bytes()).ok();
}
