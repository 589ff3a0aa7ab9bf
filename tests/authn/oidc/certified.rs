//! The certified provider, as a program of Node.js that ends with the test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use portcullis::authn::oidc::Provider;
use serde_json::Value;

use crate::browser::APP;

/// The secret of its clients.
pub(crate) const CLIENT_SECRET: &str = "a secret of the client, for tests";

pub(crate) struct Certified {
    program: Child,
    input: ChildStdin,
    answers: Receiver<Value>,
    pub(crate) issuer: String,
}

impl Certified {
    /// A running provider; none, with a printed line, where what it needs is missing.
    pub(crate) fn start() -> Option<Self> {
        if let Some(missing) = missing() {
            println!("skipped: a certified OpenID provider needs {missing}");
            return None;
        }
        let mut program = Command::new("node")
            .arg("provider.mjs")
            .current_dir(folder())
            .env("NODE_ENV", "test")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, answers) = channel();
        let output = BufReader::new(program.stdout.take().unwrap());
        thread::spawn(move || {
            // Its warnings stand between the answers.
            for line in output.lines().map_while(Result::ok) {
                if line.starts_with('{') {
                    sender.send(serde_json::from_str(&line).unwrap()).ok();
                }
            }
        });
        let input = program.stdin.take().unwrap();
        let mut started = Self { program, input, answers, issuer: String::new() };
        started.answer()["issuer"].as_str().unwrap().clone_into(&mut started.issuer);
        Some(started)
    }

    /// Has it do something; see `tests/oidc/provider.mjs`.
    pub(crate) fn tell(&mut self, line: &str) -> Value {
        writeln!(self.input, "{line}").unwrap();
        self.answer()
    }

    /// Where it finds the app that it calls back.
    pub(crate) fn app_is_at(&mut self, address: SocketAddr) {
        self.tell(&format!("app http://{address}"));
    }

    /// This app as its client `client`, whose name the provider has here too.
    pub(crate) fn client(&self, client: &str) -> Provider {
        let callback = format!("{APP}/login/{client}/callback");
        let provider = Provider::new(&self.issuer, client, callback)
            .post_logout_redirect_uri(format!("{APP}/bye"))
            // The app's clock stands still, or is moved.
            .clock_skew(Duration::from_mins(2))
            .danger_allow_loopback_http("a test");
        match client {
            "rsa" | "post" => provider.client_secret(CLIENT_SECRET.into()),
            _ => provider,
        }
    }

    fn answer(&self) -> Value {
        self.answers.recv_timeout(Duration::from_secs(30)).expect("an answer of the provider")
    }
}

impl Drop for Certified {
    fn drop(&mut self) {
        self.program.kill().ok();
        self.program.wait().ok();
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../oidc")
}

fn missing() -> Option<&'static str> {
    let node = Command::new("node").arg("--version").output();
    if !node.is_ok_and(|output| output.status.success()) {
        return Some("node");
    }
    let is_there = folder().join("node_modules/oidc-provider").is_dir();
    (!is_there).then_some("`npm ci` in tests/oidc")
}
