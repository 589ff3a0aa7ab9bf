//! A network that swallows: connections that were open stay so and carry nothing any more.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use portcullis::store::{PostgresStore, RefreshStore as _};

use crate::operations::{at, token};
use crate::server::Server;
use crate::{DEADLINE, MARGIN, filled, recovers};

/// Passes bytes on between its port and a server.
struct Proxy {
    address: SocketAddr,
    /// Connections of an earlier generation are swallowed.
    generation: Arc<AtomicU32>,
}

impl Proxy {
    fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let generation = Arc::new(AtomicU32::new(0));
        let shared = Arc::clone(&generation);
        std::thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let own = shared.load(Ordering::SeqCst);
                let ends = [(&client, &server), (&server, &client)];
                for (from, to) in ends.map(|(from, to)| (from.try_clone(), to.try_clone())) {
                    let (from, to, shared) = (from.unwrap(), to.unwrap(), Arc::clone(&shared));
                    std::thread::spawn(move || {
                        pass(from, to, || shared.load(Ordering::SeqCst) == own);
                    });
                }
            }
        });
        Self { address, generation }
    }

    fn swallow(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, is_carried: impl Fn() -> bool) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if is_carried() && to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    // Neither does a swallowed connection carry its end.
    if is_carried() {
        to.shutdown(Shutdown::Both).ok();
    }
    while !is_carried() {
        std::thread::park();
    }
}

/// All connections are in the middle of a statement when the network loses them. Waiting for what
/// never comes would keep them from the pool for a quarter of an hour.
#[actix_web::test]
async fn connections_that_carry_nothing_any_more_are_replaced() {
    let Some(server) = Server::start() else { return };
    let direct = filled(&server).await;
    let proxy = Proxy::before(server.port());
    let url = format!("postgres://postgres@{}/postgres", proxy.address);
    let store = PostgresStore::connect_within(&url, DEADLINE).await.unwrap();

    let mut held = direct.pool().begin().await.unwrap();
    let lock = "SELECT id FROM portcullis_refresh_families FOR UPDATE";
    sqlx::query(lock).fetch_all(&mut *held).await.unwrap();
    let stuck = join_all((0..10).map(|number| {
        let next = token(&format!("next {number}"));
        store.spend(token("kept").digest, next, at(1), Duration::ZERO)
    }));
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    let lose = async {
        let started = Instant::now();
        while sqlx::query_scalar::<_, i64>(waiting).fetch_one(direct.pool()).await.unwrap() < 10 {
            assert!(started.elapsed() < DEADLINE, "the statements do not arrive");
        }
        proxy.swallow();
    };
    let started = Instant::now();
    let (answers, ()) = futures_util::future::join(stuck, lose).await;
    assert!(answers.iter().all(Result::is_err));
    assert!(started.elapsed() < DEADLINE + MARGIN);
    held.rollback().await.unwrap();
    recovers(&store).await;
}
