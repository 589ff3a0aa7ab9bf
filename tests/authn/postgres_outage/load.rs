//! Outages under load: what was answered holds, and nothing else was answered.

use std::cell::Cell;
use std::time::{Duration, Instant};

use actix_web::rt::task::{JoinHandle, spawn_blocking};
use futures_util::future::{join, join_all};
use portcullis::store::{
    Digest, PostgresStore, RefreshStore as _, RevocationStore as _, SessionStore, Spending,
};

use crate::operations::{at, family, revocation, session, token};
use crate::server::Server;
use crate::{DEADLINE, MARGIN, filled, recovers};

const CLIENTS: usize = 20;

/// What one client was told while the server came and went.
#[derive(Default)]
struct Told {
    sessions: Vec<String>,
    revocations: Vec<String>,
    /// The tokens that were spent for the next, and the last, which should be good.
    spent: Vec<String>,
    good: String,
    /// What is not known: whether the good one was spent for this one.
    offered: Option<String>,
    errors: usize,
}

/// Works until `is_over`, one operation after the other, and believes every answer.
async fn work(store: &PostgresStore, client: usize, is_over: &Cell<bool>) -> Told {
    let mut told = Told { good: format!("{client} token"), ..Told::default() };
    store.open(family(&format!("family {client}")), token(&told.good)).await.unwrap();
    for number in 0.. {
        if is_over.get() {
            break;
        }
        let started = Instant::now();
        let name = format!("{client} {number}");
        match SessionStore::create(store, session(&name)).await {
            Ok(()) => told.sessions.push(name.clone()),
            Err(_) => told.errors += 1,
        }
        match store.record(revocation(&name)).await {
            Ok(()) => told.revocations.push(name.clone()),
            Err(_) => told.errors += 1,
        }
        // After an error nobody knows which token is good, so this client stops renewing.
        if told.offered.is_none() {
            let old = Digest::of(&told.good);
            match store.spend(old, token(&name), at(1), Duration::ZERO).await {
                Ok(Spending::Spent(_)) => {
                    told.spent.push(core::mem::replace(&mut told.good, name));
                }
                Ok(other) => panic!("a good token was {other:?}"),
                Err(_) => told.offered = Some(name),
            }
        }
        assert!(started.elapsed() < 3 * (DEADLINE + MARGIN), "{:?}", started.elapsed());
    }
    told
}

/// Holds what each client was told against what the store knows afterwards.
async fn holds(store: &PostgresStore, all: Vec<Told>) {
    let known = store.since(None).await.unwrap().revocations;
    for told in all {
        for name in &told.sessions {
            assert!(SessionStore::find(store, Digest::of(name)).await.unwrap().is_some(), "{name}");
        }
        for name in &told.revocations {
            assert!(known.contains(&revocation(name)), "{name} was recorded and is lost");
        }
        let spend = |name: &str, next: &str| {
            store.spend(Digest::of(name), token(&format!("{name} {next}")), at(2), Duration::ZERO)
        };
        // The last token that was given out is good, unless it was spent without an answer for the
        // one that was offered: then that one is. A session is never lost without an error.
        let offered = match &told.offered {
            Some(offered) => spend(offered, "next").await.unwrap(),
            None => Spending::Unknown,
        };
        if offered == Spending::Unknown {
            let good = spend(&told.good, "next").await.unwrap();
            assert!(matches!(good, Spending::Spent(_)), "{good:?}");
        } else {
            assert!(matches!(offered, Spending::Spent(_)), "{offered:?}");
        }
        // And what was spent stays spent.
        let oldest = told.spent.first().unwrap_or(&told.good);
        let reuse = spend(oldest, "again").await.unwrap();
        assert!(matches!(reuse, Spending::Reused(_)), "{reuse:?}");
    }
}

async fn under_load(store: &PostgresStore, outage: JoinHandle<Server>) {
    let is_over = Cell::new(false);
    let clients = join_all((0..CLIENTS).map(|client| work(store, client, &is_over)));
    let outage = async {
        let server = outage.await.unwrap();
        recovers(store).await;
        is_over.set(true);
        server
    };
    let (all, _server) = join(clients, outage).await;
    assert!(all.iter().all(|told| !told.sessions.is_empty()), "a client never got on");
    assert!(all.iter().any(|told| told.errors > 0), "nobody met the outage");
    holds(store, all).await;
}

#[actix_web::test]
async fn what_was_answered_survives_a_crash() {
    let Some(server) = Server::start() else { return };
    let store = filled(&server).await;
    // In a thread, so that the clients go on meanwhile.
    let crash = spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(300));
        server.stop();
        std::thread::sleep(Duration::from_millis(500));
        server.restart();
        server
    });
    under_load(&store, crash).await;
}

#[actix_web::test]
async fn what_was_answered_survives_a_pause() {
    let Some(server) = Server::start() else { return };
    let store = filled(&server).await;
    let pause = spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(300));
        server.pause();
        std::thread::sleep(DEADLINE + MARGIN);
        server.go_on();
        server
    });
    under_load(&store, pause).await;
}
