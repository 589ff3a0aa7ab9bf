//! One refresh token, a hundred uses at once, two processes on one database.

use std::sync::Barrier;
use std::time::Duration;

use portcullis_tests::client::{Reply, send};

use crate::backends::{postgres_schema, sqlite_file};
use crate::process::{Process, Stop, serve_if_told};
use crate::world::{Tokens, is_invalid_grant};

const USES: usize = 100;

fn one_of_a_hundred_wins_on_both_together(test: &str, store: &str) {
    let processes = [(); 2].map(|()| Process::start(test, store, Stop::Nowhere, Duration::ZERO));
    let addresses = [processes[0].address, processes[1].address];
    let post = |number: usize, path: &str, body: &str| {
        send(addresses[number % 2], "POST", path, &[], Some(body))
    };
    let first = Tokens::of(&post(0, "/token", "ada"));
    let start = Barrier::new(USES);
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let use_it = |number| {
            let (start, post, token) = (&start, &post, &first.refresh);
            scope.spawn(move || {
                start.wait();
                post(number, "/refresh", token)
            })
        };
        let threads: Vec<_> = (0..USES).map(use_it).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (won, lost): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 200);
    assert_eq!((won.len(), lost.len()), (1, USES - 1));
    lost.into_iter().for_each(is_invalid_grant);
    let successor = Tokens::of(won[0]);
    for number in 0..2 {
        is_invalid_grant(&post(number, "/refresh", &successor.refresh));
    }
    let again = Tokens::of(&post(0, "/token", "ada"));
    let next = Tokens::of(&post(1, "/refresh", &again.refresh));
    Tokens::of(&post(0, "/refresh", &next.refresh));
    for process in processes {
        process.kill();
    }
}

#[test]
fn on_sqlite() {
    serve_if_told();
    one_of_a_hundred_wins_on_both_together("two_processes::on_sqlite", &sqlite_file());
}

#[test]
fn on_postgres() {
    serve_if_told();
    if let Some(address) = postgres_schema() {
        one_of_a_hundred_wins_on_both_together("two_processes::on_postgres", &address);
    }
}
