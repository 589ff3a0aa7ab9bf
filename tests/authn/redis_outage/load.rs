//! `Load`: a few threads that ask a node again and again, and what they were answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::node::status;

/// One request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answered {
    pub(crate) asked: Instant,
    pub(crate) took: Duration,
    pub(crate) status: u16,
}

pub(crate) struct Load {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Vec<Answered>>>,
}

impl Load {
    /// Two threads that present `token`; for half a minute at most, whatever the test does.
    pub(crate) fn of(address: SocketAddr, token: &str) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let threads = (0..2).map(|_| {
            let (is_over, token) = (Arc::clone(&is_over), token.to_owned());
            thread::spawn(move || {
                let started = Instant::now();
                let mut answers = Vec::new();
                while !is_over.load(Ordering::Relaxed)
                    && started.elapsed() < Duration::from_secs(30)
                {
                    let asked = Instant::now();
                    let status = status(address, &token);
                    answers.push(Answered { asked, took: asked.elapsed(), status });
                    thread::sleep(Duration::from_millis(10));
                }
                answers
            })
        });
        let threads = threads.collect();
        Self { is_over, threads }
    }

    /// All answers, once the threads have ended.
    pub(crate) fn end(self) -> Vec<Answered> {
        self.is_over.store(true, Ordering::Relaxed);
        self.threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    }
}

/// The answers to what was asked between two times.
pub(crate) fn between(answers: &[Answered], from: Instant, to: Instant) -> Vec<Answered> {
    answers.iter().filter(|answer| answer.asked > from && answer.asked < to).copied().collect()
}

/// Whether there are answers, and all of them have this status.
pub(crate) fn are_all(answers: &[Answered], status: u16) -> bool {
    !answers.is_empty() && answers.iter().all(|answer| answer.status == status)
}
