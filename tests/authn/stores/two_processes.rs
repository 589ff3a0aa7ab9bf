//! One refresh token, two processes that spend it at once.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use futures_util::future::join_all;
use portcullis::store::{Digest, PostgresStore, RefreshStore, Spending, SqliteStore};

use crate::suite::records::{at, family, token};
use crate::suite::refresh::families;

/// Where the other process finds the database; set for it only.
const DATABASE: &str = "PORTCULLIS_TEST_SPEND_IN";
const SPENDS: usize = 50;

/// This test once more, as a process of its own that stops before it spends.
fn spender(test: &str, database: &str, name: &str) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(DATABASE, format!("{name} {database}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    (child, lines)
}

/// The rest of the line that begins so, or holds it behind what the test runner wrote.
fn line(lines: &mut BufReader<ChildStdout>, beginning: &str) -> String {
    loop {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the other process ended");
        if let Some((_, rest)) = line.split_once(beginning) {
            return rest.trim().to_owned();
        }
    }
}

async fn both_spend(store: &dyn RefreshStore, test: &str, database: &str) {
    store.open(family("f", "anna"), token("stolen")).await.unwrap();
    let mut spenders = ["one", "other"].map(|name| spender(test, database, name));
    for (_, lines) in &mut spenders {
        line(lines, "ready:");
    }
    for (child, _) in &mut spenders {
        drop(child.stdin.take());
    }
    let mut counts = [0; 3];
    for (child, lines) in &mut spenders {
        let counted = line(lines, "counted:");
        for (sum, count) in counts.iter_mut().zip(counted.split(' ')) {
            *sum += count.parse::<usize>().unwrap();
        }
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(counts, [1, 1, 2 * SPENDS - 2], "spent, reused, unknown");
    assert!(families(store, "anna").await.is_empty());
    for name in ["one", "other"] {
        for number in 0..SPENDS {
            let next = Digest::of(&format!("{name} {number}"));
            let more = store.spend(next, token("more"), at(1), Duration::ZERO).await.unwrap();
            assert_eq!(more, Spending::Unknown);
        }
    }
}

/// In the other process: spends, once it is told to, and says what came of it.
async fn spend(store: &dyn RefreshStore, name: &str) {
    println!("ready:");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    let spendings = join_all((0..SPENDS).map(|number| {
        let next = token(&format!("{name} {number}"));
        store.spend(Digest::of("stolen"), next, at(1), Duration::ZERO)
    }))
    .await;
    let mut counts = [0; 3];
    for spending in spendings {
        match spending.unwrap() {
            Spending::Spent(_) => counts[0] += 1,
            Spending::Reused(_) => counts[1] += 1,
            Spending::Unknown => counts[2] += 1,
            other => panic!("{other:?}"),
        }
    }
    println!("counted:{} {} {}", counts[0], counts[1], counts[2]);
}

/// The name of this process and its database, if it is the other one.
fn role() -> Option<(String, String)> {
    let role = std::env::var(DATABASE).ok()?;
    role.split_once(' ').map(|(name, database)| (name.to_owned(), database.to_owned()))
}

#[actix_web::test]
async fn have_it_spent_once_on_postgres() {
    if let Some((name, url)) = role() {
        return spend(&PostgresStore::connect(&url).await.unwrap(), &name).await;
    }
    let Some(url) = crate::postgres::schema().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    store.migrate().await.unwrap();
    both_spend(&store, "two_processes::have_it_spent_once_on_postgres", &url).await;
}

#[actix_web::test]
async fn have_it_spent_once_on_sqlite() {
    if let Some((name, file)) = role() {
        return spend(&SqliteStore::open(&file).await.unwrap(), &name).await;
    }
    let file = crate::sqlite::file();
    let store = crate::sqlite::opened(&file).await;
    let test = "two_processes::have_it_spent_once_on_sqlite";
    both_spend(&store, test, file.to_str().unwrap()).await;
}
