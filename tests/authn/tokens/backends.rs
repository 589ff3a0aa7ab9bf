//! Each store that there is, opened for one test, and tests that run on all of them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{SystemTime, UNIX_EPOCH};

use portcullis::store::{MemoryStore, PostgresStore, RedisStore, RefreshStore, SqliteStore};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::sync::oneshot;

/// A store, with a thread that its connections live in.
pub struct Kept {
    pub store: Arc<dyn RefreshStore>,
    _end: oneshot::Sender<()>,
}

fn kept<F: Future<Output = Arc<dyn RefreshStore>>>(
    open: impl FnOnce() -> F + Send + 'static,
) -> Kept {
    let (sender, receiver) = mpsc::channel();
    let (end, ended) = oneshot::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            sender.send(open().await).unwrap();
            ended.await.ok();
        });
    });
    Kept { store: receiver.recv().unwrap(), _end: end }
}

#[allow(clippy::unnecessary_wraps, reason = "as the other stores")]
pub fn memory() -> Option<Kept> {
    Some(kept(async || Arc::new(MemoryStore::new()) as Arc<dyn RefreshStore>))
}

/// A file of its own, in a directory that goes with the next reboot at the latest.
pub fn sqlite_file() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("portcullis-tokens-{}-{number}", std::process::id());
    let directory: PathBuf = std::env::temp_dir().join(name);
    std::fs::remove_dir_all(&directory).ok();
    std::fs::create_dir(&directory).unwrap();
    directory.join("store.db").to_str().unwrap().to_owned()
}

#[allow(clippy::unnecessary_wraps, reason = "as the other stores")]
pub fn sqlite() -> Option<Kept> {
    Some(kept(async || opened(&sqlite_file()).await))
}

/// A schema of its own; `None`, and a line that says so, without a server.
pub fn postgres_schema() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = variable("PORTCULLIS_POSTGRES_URL")?;
    let name = format!("tokens_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let separator = if server.contains('?') { '&' } else { '?' };
    let address = format!("{server}{separator}options=-c%20search_path%3D{name}");
    actix_web::rt::System::new().block_on(async move {
        let mut connection = PgConnection::connect(&server).await.unwrap();
        let script = format!(
            "SET client_min_messages = warning; DROP SCHEMA IF EXISTS {name} CASCADE; \
             CREATE SCHEMA {name}"
        );
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    Some(address)
}

pub fn postgres() -> Option<Kept> {
    let address = postgres_schema()?;
    Some(kept(async move || opened(&address).await))
}

/// A prefix that nobody else has.
pub fn redis() -> Option<Kept> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let url = variable("PORTCULLIS_REDIS_URL")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let prefix = format!("portcullis-tokens-{now}-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    Some(kept(async move || {
        let store = RedisStore::builder(url).key_prefix(prefix).connect().await.unwrap();
        Arc::new(store) as Arc<dyn RefreshStore>
    }))
}

/// The store at an address: a file of SQLite, or a PostgreSQL.
pub async fn opened(address: &str) -> Arc<dyn RefreshStore> {
    if address.starts_with("postgres") {
        let store = PostgresStore::connect(address).await.unwrap();
        store.migrate().await.unwrap();
        return Arc::new(store);
    }
    let store = SqliteStore::open(address).await.unwrap();
    store.migrate().await.unwrap();
    Arc::new(store)
}

fn variable(name: &str) -> Option<String> {
    use std::io::Write as _;
    let value = std::env::var(name).ok();
    if value.is_none() {
        // Not a print macro: the test runner keeps what those say about a test that passes.
        writeln!(std::io::stderr(), "skipped: {name} names no server").ok();
    }
    value
}

/// Each of these functions as a test on each of these stores.
macro_rules! on_stores {
    ($store:ident $($stores:ident)*: $($test:ident)+) => {
        mod $store {
            $(
                #[test]
                fn $test() {
                    if let Some(kept) = crate::backends::$store() {
                        super::$test(&kept);
                    }
                }
            )+
        }
        on_stores! { $($stores)*: $($test)+ }
    };
    (: $($test:ident)+) => {};
}

pub(crate) use on_stores;
