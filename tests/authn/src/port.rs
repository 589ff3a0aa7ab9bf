//! Ports for servers of a test's own.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

/// The first port that systems give to outgoing connections; below it, none takes the port of a server
/// that is about to start, or to start again.
const FIRST_OF_THE_SYSTEM: u32 = 32_768;
const FIRST: u32 = 10_000;

/// A port of the loopback that nobody listens on, and that is given out once.
pub fn free() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let range = FIRST_OF_THE_SYSTEM - FIRST;
    // Programs of tests that run beside each other begin at different places.
    let start = std::process::id().wrapping_mul(61);
    (0..range)
        .map(|_| start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % range + FIRST)
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a free port")
}
