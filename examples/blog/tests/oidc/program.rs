//! `Program`: the blog started as a program, with or without a provider in its environment.

use std::io::{BufRead as _, BufReader, Lines};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};

pub(crate) struct Program {
    process: Child,
    address: SocketAddr,
    /// Held open, for what it still prints.
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Runs it on a free port until it has printed its last line.
    pub(crate) fn start(issuer: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_blog"));
        command.env("PORT", "0").env_remove("DATABASE_URL").env_remove("REDIS_URL");
        command.env_remove("OIDC_ISSUER").stdout(Stdio::piped());
        if let Some(issuer) = issuer {
            command.env("OIDC_ISSUER", issuer).env("OIDC_CLIENT_ID", "blog");
            command.env("OIDC_CLIENT_SECRET", "a secret of the test");
        }
        let mut process = command.spawn().expect("the program runs");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map(|line| line.expect("text")).find_map(|line| {
            let (_, url) = line.split_once("http://127.0.0.1:")?;
            url.split('/').next()?.parse().ok()
        });
        let address = ([127, 0, 0, 1], port.expect("a port")).into();
        Self { process, address, _lines: lines }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The origin that it goes by.
    pub(crate) fn own(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
