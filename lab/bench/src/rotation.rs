//! Refresh tokens rotated a second by one node on PostgreSQL (`PORTCULLIS_POSTGRES_URL`), with so many
//! clients at a time, each for three seconds. The target is 1,000.

#![forbid(unsafe_code)]

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use futures_util::future::try_join_all;
use portcullis::store::{Digest, FamilyRecord, PostgresStore, RefreshStore, Spending, Successor};

const TIME: Duration = Duration::from_secs(3);
const CLIENTS: [usize; 4] = [1, 4, 10, 40];

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(report()));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn report() -> Result<(), Box<dyn Error>> {
    let server = std::env::var("PORTCULLIS_POSTGRES_URL")
        .map_err(|_| "PORTCULLIS_POSTGRES_URL names no server")?;
    let pool = sqlx::PgPool::connect(&server).await?;
    let script = "SET client_min_messages = warning; \
                  DROP SCHEMA IF EXISTS bench_rotation CASCADE; CREATE SCHEMA bench_rotation";
    sqlx::raw_sql(script).execute(&pool).await?;
    let url = format!("{server}?options=-c%20search_path%3Dbench_rotation");
    let store = PostgresStore::connect(&url).await?;
    store.migrate().await?;
    println!("clients  rotations/s  median  99th of a hundred");
    for clients in CLIENTS {
        let rounds = (0..clients).map(|client| rotate(&store, format!("{clients} {client}")));
        let started = Instant::now();
        let mut times = try_join_all(rounds).await?.concat();
        let seconds = started.elapsed().as_secs_f64();
        times.sort();
        #[allow(clippy::cast_precision_loss, reason = "a figure to read")]
        let rate = times.len() as f64 / seconds;
        let of = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
        println!("{clients:>7}  {rate:>11.0}  {:.2?}  {:.2?}", of(50), of(99));
    }
    sqlx::raw_sql("DROP SCHEMA bench_rotation CASCADE").execute(&pool).await?;
    Ok(())
}

/// Spends each token for the next; yields how long each rotation took.
async fn rotate(store: &PostgresStore, client: String) -> Result<Vec<Duration>, Box<dyn Error>> {
    let now = SystemTime::now();
    let token = |number: usize| Successor {
        digest: Digest::of(&format!("{client} {number}")),
        expires_at: now + Duration::from_hours(1),
    };
    let family = FamilyRecord {
        id: client.clone(),
        subject: client.clone(),
        created_at: now,
        expires_at: now + Duration::from_hours(1),
        authenticated_at: now,
        methods: vec!["pwd".to_owned()],
        scopes: vec!["posts".to_owned()],
        label: None,
    };
    store.open(family, token(0)).await?;
    let mut times = Vec::new();
    let started = Instant::now();
    while started.elapsed() < TIME {
        let number = times.len();
        let before = Instant::now();
        let spending =
            store.spend(token(number).digest, token(number + 1), now, Duration::ZERO).await?;
        if !matches!(spending, Spending::Spent(_)) {
            return Err("a good token was refused".into());
        }
        times.push(before.elapsed());
    }
    Ok(times)
}
