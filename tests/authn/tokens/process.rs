//! `Process`: the test app as a process of its own, which a test may kill at a chosen moment.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use portcullis::Security;
use portcullis::authn::revocation::Revocations;
use portcullis::authn::tokens::{SigningKey, TokenIssuer};
use portcullis::store::{Answer, Digest, FamilyRecord, RefreshStore, Spending, Successor};
use portcullis_tests::server::Served;

use crate::app::app;
use crate::backends::opened;
use crate::people::People;
use crate::world::{AUDIENCE, ISSUER, PRIVATE_KEY};

/// What the other process is to do; set for it only.
const TASK: &str = "PORTCULLIS_TEST_SERVE";

/// Where a process stands still, so that it can be killed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Nowhere,
    BeforeSpending,
    AfterSpending,
}

pub struct Process {
    child: Child,
    lines: BufReader<ChildStdout>,
    _alive: ChildStdin,
    pub address: SocketAddr,
}

impl Process {
    /// `test` once more, as a process that serves from the store at `address`.
    pub fn start(test: &str, address: &str, stop: Stop, grace: Duration) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(TASK, format!("{stop:?} {} {address}", grace.as_secs()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let alive = child.stdin.take().unwrap();
        let address = wait_for(&mut lines, "serving at ").parse().unwrap();
        Self { child, lines, _alive: alive, address }
    }

    /// Until it stands still where it was told to.
    pub fn wait_until_it_stops(&mut self) {
        wait_for(&mut self.lines, "standing still");
    }

    /// SIGKILL: nothing is cleaned up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The rest of the line that begins so, or holds it behind what the test runner wrote.
fn wait_for(lines: &mut BufReader<ChildStdout>, beginning: &str) -> String {
    loop {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the other process ended");
        if let Some((_, rest)) = line.split_once(beginning) {
            return rest.trim().to_owned();
        }
    }
}

/// In the other process: serves until it is killed, or the one that started it ends. In the process of
/// the test it does nothing.
pub fn serve_if_told() {
    let Ok(task) = std::env::var(TASK) else { return };
    let [stop, grace, address] = task.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!() };
    let stop = [Stop::Nowhere, Stop::BeforeSpending, Stop::AfterSpending]
        .into_iter()
        .find(|known| format!("{known:?}") == stop)
        .unwrap();
    let (grace, address) = (Duration::from_secs(grace.parse().unwrap()), address.to_owned());
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            sender.send(Halting { inner: opened(&address).await, stop }).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let key = SigningKey::eddsa(PRIVATE_KEY.into());
    let issuer = TokenIssuer::builder(ISSUER, AUDIENCE, key, People::new())
        .store(receiver.recv().unwrap())
        .revocations(&Revocations::in_process())
        .timeout(Duration::from_mins(1))
        .grace(grace)
        .build()
        .unwrap();
    let security = Security::builder().authenticator(issuer.verifier()).build().unwrap();
    let served = Served::start(move || app(security.clone(), issuer.clone()));
    say(&format!("serving at {}", served.address()));
    std::io::stdin().read_to_end(&mut Vec::new()).ok();
    std::process::exit(0);
}

/// Past the test runner, which keeps what a print macro says.
fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// A store that stands still at one point.
struct Halting {
    inner: Arc<dyn RefreshStore>,
    stop: Stop,
}

impl Halting {
    async fn stop_if(&self, here: Stop) {
        if self.stop == here {
            say("standing still");
            std::future::pending::<()>().await;
        }
    }
}

impl RefreshStore for Halting {
    fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Answer<'_, Spending> {
        async move {
            self.stop_if(Stop::BeforeSpending).await;
            let spending = self.inner.spend(token, successor, now, grace).await;
            self.stop_if(Stop::AfterSpending).await;
            spending
        }
        .boxed()
    }

    fn open(&self, family: FamilyRecord, first: Successor) -> Answer<'_, ()> {
        self.inner.open(family, first)
    }

    fn family_of(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        self.inner.family_of(token)
    }

    fn end_by_token(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        self.inner.end_by_token(token)
    }

    fn end<'a>(&'a self, subject: &'a str, family: &'a str) -> Answer<'a, bool> {
        self.inner.end(subject, family)
    }

    fn end_all<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<String>> {
        self.inner.end_all(subject)
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<FamilyRecord>> {
        self.inner.list(subject)
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.inner.purge(now)
    }
}
