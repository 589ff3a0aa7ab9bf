//! `Upstream`: a server that others ask, which answers, hangs, streams and breaks off as it is told.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// How a request is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Status, headers of their own lines, body.
    Full(u16, String, String),
    /// 200 and a body that never ends.
    Endless,
    /// The head at once, then a byte every 50 ms.
    Drip(String),
    /// Nothing, and the connection stays open.
    Silence,
    /// The connection is closed.
    Close,
    /// These bytes.
    Raw(String),
}

impl Answer {
    /// 200 with this body.
    pub fn ok(body: impl Into<String>) -> Self {
        Self::Full(200, String::new(), body.into())
    }

    /// This status without a body.
    pub fn status(status: u16) -> Self {
        Self::Full(status, String::new(), String::new())
    }

    /// Adds a header, to a full answer.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Self::Full(_, headers, _) = &mut self {
            headers.extend([name, ": ", value, "\r\n"]);
        }
        self
    }
}

/// A server on loopback. It goes on until the test program ends.
pub struct Upstream {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    answer: Answer,
    held: bool,
    connections: usize,
    requests: Vec<String>,
}

impl Upstream {
    /// A server that answers like this.
    pub fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = State { answer, held: false, connections: 0, requests: Vec::new() };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serving.state().connections += 1;
                let serving = Arc::clone(&serving);
                std::thread::spawn(move || serving.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a document on it.
    pub fn url(&self) -> String {
        format!("http://{}/here", self.address)
    }

    /// Answers like this from now on.
    pub fn answer(&self, answer: Answer) {
        self.shared.state().answer = answer;
    }

    /// Answers nobody until [`release`](Self::release).
    pub fn hold(&self) {
        self.shared.state().held = true;
    }

    /// Answers those that are held, and all later ones.
    pub fn release(&self) {
        self.shared.state().held = false;
        self.shared.changed.notify_all();
    }

    /// The connections so far.
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// How many requests have arrived.
    pub fn count(&self) -> usize {
        self.shared.state().requests.len()
    }

    /// The requests that have arrived, as they came.
    pub fn requests(&self) -> Vec<String> {
        self.shared.state().requests.clone()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some(request) = read(&mut stream) else { return };
        let mut state = self.state();
        state.requests.push(request);
        while state.held {
            state = self.changed.wait(state).unwrap();
        }
        let answer = state.answer.clone();
        drop(state);
        // Whoever asked may have gone.
        write(&mut stream, &answer).ok();
    }
}

/// A request with its body; `None` when the other side leaves before the end.
fn read(stream: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
        match stream.read(&mut chunk) {
            Ok(length @ 1..) => text.push_str(&String::from_utf8_lossy(&chunk[..length])),
            _ => return None,
        }
    }
}

fn write(stream: &mut TcpStream, answer: &Answer) -> std::io::Result<()> {
    match answer {
        Answer::Full(status, headers, body) => {
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 {status} Status\r\nConnection: close\r\nContent-Length: {length}\r\n\
                 {headers}\r\n{body}",
            )
        }
        Answer::Raw(text) => stream.write_all(text.as_bytes()),
        Answer::Close => Ok(()),
        Answer::Silence => stream.read(&mut [0]).map(drop),
        Answer::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\n\r\n{{\"keys\":[")?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        }
        Answer::Drip(body) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len())?;
            for byte in body.bytes() {
                stream.write_all(&[byte])?;
                std::thread::sleep(Duration::from_millis(50));
            }
            Ok(())
        }
    }
}

/// Waits until something that happens elsewhere has happened, for ten seconds at most.
pub fn until(what: &str, happened: impl Fn() -> bool) {
    let began = Instant::now();
    while !happened() {
        assert!(began.elapsed() < Duration::from_secs(10), "it never happened that {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
