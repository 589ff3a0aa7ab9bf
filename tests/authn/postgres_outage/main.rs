//! PostgreSQL that is stopped, paused and restarted under the stores: errors in time, no false
//! answers, recovery by itself.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod load;
mod operations;
mod proxy;
mod server;

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use portcullis::store::{PostgresStore, RevocationStore as _};

use operations::{EVERY, Operation, fill};
use server::Server;

const DEADLINE: Duration = Duration::from_secs(1);
/// What a loaded machine may add to the deadline.
const MARGIN: Duration = Duration::from_secs(1);

async fn filled(server: &Server) -> PostgresStore {
    let store = PostgresStore::connect_within(&server.url(), DEADLINE).await.unwrap();
    store.migrate().await.unwrap();
    fill(&store).await;
    store
}

/// Every operation is an error, and in time.
async fn all_fail(store: &PostgresStore) {
    // More than there are connections, so that some wait for one.
    let operations: Vec<Operation> = EVERY.into_iter().chain(EVERY).collect();
    let started = Instant::now();
    let answers = join_all(operations.iter().map(|operation| async move {
        let answer = operation(store).await;
        (answer, started.elapsed())
    }));
    for (number, (answer, time)) in answers.await.into_iter().enumerate() {
        assert!(answer.is_err(), "operation {number} answered");
        assert!(time < DEADLINE + MARGIN, "operation {number} took {time:?}");
    }
}

/// The first operation after the outage may still meet it; then all are as before.
async fn recovers(store: &PostgresStore) {
    let started = Instant::now();
    while store.since(None).await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(20), "it does not recover");
    }
    let answers = join_all(EVERY.iter().map(|operation| operation(store))).await;
    for (number, answer) in answers.into_iter().enumerate() {
        assert!(answer.is_ok(), "operation {number}: {answer:?}");
    }
}

#[actix_web::test]
async fn a_stopped_server_is_an_error_until_it_is_back() {
    let Some(server) = Server::start() else { return };
    let store = filled(&server).await;
    server.stop();
    all_fail(&store).await;
    all_fail(&store).await;
    server.restart();
    recovers(&store).await;
}

#[actix_web::test]
async fn a_paused_server_is_an_error_until_it_goes_on() {
    let Some(server) = Server::start() else { return };
    let store = filled(&server).await;
    server.pause();
    all_fail(&store).await;
    all_fail(&store).await;
    server.go_on();
    recovers(&store).await;
}

/// Nodes that start while the server is away are told so, in time.
#[actix_web::test]
async fn connecting_to_a_server_that_is_away_is_an_error() {
    let Some(server) = Server::start() else { return };
    for paused in [true, false] {
        if paused {
            server.pause();
        } else {
            server.stop();
        }
        let started = Instant::now();
        PostgresStore::connect_within(&server.url(), DEADLINE).await.unwrap_err();
        assert!(started.elapsed() < DEADLINE + MARGIN);
        if paused {
            server.go_on();
        }
    }
}
