//! Stores that the workers of a server share, each with a runtime of its own.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::System;
use actix_web::rt::task::spawn_blocking;
use futures_util::future::join_all;
use portcullis::store::{
    Digest, MemoryStore, PostgresStore, RefreshStore, RevocationStore as _, Spending,
};
use sqlx::postgres::PgPoolOptions;
use tokio::sync::Barrier;

use crate::suite::records::{at, family, token};
use crate::sweeper::until;

const WORKERS: usize = 4;
const EACH: usize = 25;

/// Spends one token in every worker at once; then the workers end, and with them their runtimes.
async fn spend_one_token<S: RefreshStore + Clone>(store: &S) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let all_done = Arc::new(Barrier::new(WORKERS));
    let workers = (0..WORKERS).map(|worker| {
        let (store, all_done) = (store.clone(), Arc::clone(&all_done));
        // Not waited for by this thread, whose runtime may serve connections of the store.
        spawn_blocking(move || {
            System::new().block_on(async move {
                let spendings = join_all((0..EACH).map(|number| {
                    let next = token(&format!("{worker} {number}"));
                    store.spend(Digest::of("a"), next, at(1), Duration::ZERO)
                }));
                let spendings = spendings.await;
                // Until then its runtime may serve a connection that another one uses.
                all_done.wait().await;
                spendings
            })
        })
    });
    let spendings = join_all(workers).await.into_iter().flat_map(Result::unwrap);
    let spendings: Vec<Spending> = spendings.map(Result::unwrap).collect();
    let spent = spendings.iter().filter(|spending| matches!(spending, Spending::Spent(_)));
    assert_eq!(spent.count(), 1);
    assert_eq!(spendings.len(), WORKERS * EACH);
    // What the ended workers left behind is replaced. A connection without its runtime may still answer
    // the question whether it works, and fail at the next, so it takes a try for each at the most.
    for _ in 0..30 {
        until(async || store.list("anna").await.is_ok_and(|families| families.is_empty())).await;
    }
}

#[actix_web::test]
async fn have_a_token_spent_once_in_memory() {
    spend_one_token(&MemoryStore::new()).await;
}

#[actix_web::test]
async fn have_a_token_spent_once_on_sqlite() {
    spend_one_token(&crate::sqlite::opened(&crate::sqlite::file()).await).await;
}

#[actix_web::test]
async fn have_a_token_spent_once_on_postgres() {
    let Some(url) = crate::postgres::schema().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    store.migrate().await.unwrap();
    spend_one_token(&store).await;
}

/// A server starts workers anew that broke down. What they had opened is replaced before it is used.
#[actix_web::test]
async fn that_ended_leave_no_connection_that_fails() {
    let Some(url) = crate::postgres::schema().await else { return };
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy(&url).unwrap();
    let store = PostgresStore::on(pool);
    let of_worker = store.clone();
    let worker = spawn_blocking(move || {
        System::new().block_on(async move {
            of_worker.migrate().await.unwrap();
            until(async || of_worker.pool().num_idle() == 1).await;
        });
    });
    worker.await.unwrap();
    for _ in 0..5 {
        until(async || store.since(None).await.is_ok()).await;
    }
}
