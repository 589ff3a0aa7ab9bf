//! `RedisServer`: one of a test's own, which it may stop, pause and start again.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::port;

/// A `redis-server` on a free port of the loopback interface; it is killed when this is dropped.
pub struct RedisServer {
    port: u16,
    directory: PathBuf,
    arguments: Vec<String>,
    child: Option<Child>,
}

impl RedisServer {
    /// Starts one with these arguments; `None`, and a line that says so, where the program is missing.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        if Command::new("redis-server").arg("--version").output().is_err() {
            println!("skipped: there is no redis-server");
            return None;
        }
        let port = port::free();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
        let directory = std::env::temp_dir().join(format!("portcullis-redis-{port}-{now}"));
        fs::create_dir(&directory).expect("a directory");
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let mut server = Self { port, directory, arguments, child: None };
        server.go_on();
        Some(server)
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// A connection of the test's own.
    pub fn connection(&self) -> redis::Connection {
        let client = redis::Client::open(self.url()).expect("an address");
        client.get_connection_with_timeout(Duration::from_secs(5)).expect("a connection")
    }

    /// Ends the process at once (SIGKILL).
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// Starts the process, with what it kept in its directory, and waits until it answers.
    pub fn go_on(&mut self) {
        let child = Command::new("redis-server")
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", ""])
            .arg("--dir")
            .arg(&self.directory)
            .args(&self.arguments)
            .stdout(Stdio::null())
            .spawn();
        self.child = Some(child.expect("a process"));
        let started = Instant::now();
        let client = redis::Client::open(self.url()).expect("an address");
        while started.elapsed() < Duration::from_secs(10) {
            let limit = Duration::from_millis(500);
            if client
                .get_connection_with_timeout(limit)
                .is_ok_and(|mut connection| redis::cmd("PING").exec(&mut connection).is_ok())
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("redis-server does not answer");
    }

    /// Halts the process where it is (SIGSTOP), so that connections stay open and nothing answers.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    /// Lets a paused process continue (SIGCONT).
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.as_ref().expect("a process").id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("the program `kill`");
        assert!(sent.success());
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
        fs::remove_dir_all(&self.directory).ok();
    }
}
