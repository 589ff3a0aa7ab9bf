//! An object that changes hands between decision and write, on PostgreSQL, over HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{HttpResponse, delete, patch, put, web};
use portcullis::resource::{Delete, Load, Update};
use portcullis::{App, Authorized, Outage, Resource, owner_or_admin};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token_of};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, QueryBuilder};

#[derive(Resource, sqlx::FromRow)]
#[resource(owner = author, tenant = house, table = "portcullis_race.docs")]
struct Doc {
    id: i64,
    house: String,
    author: String,
}

struct Store {
    pool: PgPool,
    /// Whether every document changes hands after it was loaded.
    steals: bool,
    violations: AtomicUsize,
}

impl Load for Doc {
    type Store = Store;

    async fn load(store: &Store, id: i64) -> Result<Option<Self>, Outage> {
        let select = "SELECT id, house, author FROM portcullis_race.docs WHERE id = $1";
        let doc = sqlx::query_as(select).bind(id).fetch_optional(&store.pool).await?;
        if store.steals {
            let steal = "UPDATE portcullis_race.docs SET author = 'thief' WHERE id = $1";
            sqlx::query(steal).bind(id).execute(&store.pool).await?;
        }
        Ok(doc)
    }
}

/// Writes through the witness, and has the database say whose document it was.
#[owner_or_admin(Doc)]
#[patch("/docs/{id}")]
async fn edit(
    doc: Authorized<Doc, Update>,
    store: web::Data<Store>,
) -> Result<HttpResponse, actix_web::Error> {
    let mut query = QueryBuilder::new("UPDATE portcullis_race.docs SET edits = edits + 1");
    doc.push_where(&mut query);
    query.push(" RETURNING author");
    let author: Option<String> =
        query.build_query_scalar().fetch_optional(&store.pool).await.map_err(Outage::from)?;
    let decided_upon = doc.author.clone();
    if doc.replaced_by(author)? != decided_upon {
        store.violations.fetch_add(1, Ordering::SeqCst);
    }
    Ok(HttpResponse::Ok().finish())
}

/// The control: the same, but by the identifier alone.
#[owner_or_admin(Doc)]
#[put("/docs/{id}")]
async fn edit_by_id(
    doc: Authorized<Doc, Update>,
    store: web::Data<Store>,
) -> Result<HttpResponse, actix_web::Error> {
    let update = "UPDATE portcullis_race.docs SET edits = edits + 1 WHERE id = $1 RETURNING author";
    let authors: Vec<String> = sqlx::query_scalar(update)
        .bind(doc.id)
        .fetch_all(&store.pool)
        .await
        .map_err(Outage::from)?;
    if authors != [doc.into_inner().author] {
        store.violations.fetch_add(1, Ordering::SeqCst);
    }
    Ok(HttpResponse::Ok().finish())
}

#[owner_or_admin(Doc)]
#[delete("/docs/{id}")]
async fn remove(
    doc: Authorized<Doc, Delete>,
    store: web::Data<Store>,
) -> Result<HttpResponse, actix_web::Error> {
    let mut query = QueryBuilder::new("DELETE FROM portcullis_race.docs");
    doc.push_where(&mut query);
    let done = query.build().execute(&store.pool).await.map_err(Outage::from)?;
    doc.written(done.rows_affected())?;
    Ok(HttpResponse::NoContent().finish())
}

struct Site {
    served: Served,
    store: web::Data<Store>,
}

impl Site {
    fn start(url: &str, steals: bool) -> Self {
        let pool = PgPoolOptions::new().max_connections(4).connect_lazy(url).unwrap();
        let store = web::Data::new(Store { pool, steals, violations: AtomicUsize::new(0) });
        let (data, security) = (store.clone(), security());
        let served = Served::start(move || {
            let app = App::new(security.clone()).app_data(data.clone());
            app.service(edit).service(edit_by_id).service(remove)
        });
        Self { served, store }
    }

    fn status(&self, method: &str, id: i64, subject: &str) -> u16 {
        let bearer = format!("Bearer {}", token_of(subject, Some("acme"), "reader"));
        let headers = [("authorization", &*bearer)];
        send(self.served.address(), method, &format!("/docs/{id}"), &headers, None).status
    }

    fn violations(&self) -> usize {
        self.store.violations.load(Ordering::SeqCst)
    }
}

/// An empty schema with three documents of ann's.
async fn prepare(pool: &PgPool) {
    for statement in [
        "DROP SCHEMA IF EXISTS portcullis_race CASCADE",
        "CREATE SCHEMA portcullis_race",
        "CREATE TABLE portcullis_race.docs (id BIGINT PRIMARY KEY, house TEXT NOT NULL,
         author TEXT NOT NULL, edits INT NOT NULL DEFAULT 0)",
        "INSERT INTO portcullis_race.docs (id, house, author)
         SELECT id, 'acme', 'ann' FROM generate_series(1, 3) id",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
}

#[actix_web::test]
async fn nothing_is_written_to_what_changed_hands() {
    let Some(url) = crate::postgres() else { return };
    let pool = PgPoolOptions::new().max_connections(4).connect(&url).await.unwrap();
    prepare(&pool).await;

    stolen(&url, &pool).await;
    race(&url, &pool).await;

    sqlx::query("DROP SCHEMA portcullis_race CASCADE").execute(&pool).await.unwrap();
}

/// The worst moment, every time: right after the load.
async fn stolen(url: &str, pool: &PgPool) {
    let site = Site::start(url, true);
    let edits = || async {
        let edits = "SELECT sum(edits) FROM portcullis_race.docs";
        sqlx::query_scalar::<_, i64>(edits).fetch_one(pool).await.unwrap()
    };
    assert_eq!(site.status("PATCH", 1, "ann"), 409);
    assert_eq!(site.status("DELETE", 2, "ann"), 409);
    assert_eq!((edits().await, site.violations()), (0, 0));
    let left = "SELECT count(*) FROM portcullis_race.docs";
    assert_eq!(sqlx::query_scalar::<_, i64>(left).fetch_one(pool).await.unwrap(), 3);
    // The control: by the identifier alone, ann writes to what is the thief's.
    assert_eq!(site.status("PUT", 3, "ann"), 200);
    assert_eq!((edits().await, site.violations()), (1, 1));
}

/// Two writers and a bounded number of transfers, at random moments.
async fn race(url: &str, pool: &PgPool) {
    const ROUNDS: usize = 150;
    let site = Site::start(url, false);
    let mut counts = std::collections::BTreeMap::new();
    std::thread::scope(|scope| {
        let site = &site;
        let writers = ["ann", "bob"].map(|subject| {
            scope.spawn(move || {
                (0..ROUNDS).map(|_| site.status("PATCH", 1, subject)).collect::<Vec<_>>()
            })
        });
        let transfer = scope.spawn(move || {
            let runtime = actix_web::rt::System::new();
            runtime.block_on(async {
                let pool = PgPoolOptions::new().connect(url).await.unwrap();
                let update = "UPDATE portcullis_race.docs SET author = $1 WHERE id = 1";
                for round in 0..ROUNDS * 4 {
                    let author = if round % 2 == 0 { "bob" } else { "ann" };
                    sqlx::query(update).bind(author).execute(&pool).await.unwrap();
                }
            });
        });
        for writer in writers {
            for status in writer.join().unwrap() {
                *counts.entry(status).or_insert(0) += 1;
            }
        }
        transfer.join().unwrap();
    });
    assert_eq!(site.violations(), 0, "{counts:?}");
    assert!(counts.keys().all(|status| [200, 404, 409].contains(status)), "{counts:?}");
    assert!(counts.contains_key(&200), "{counts:?}");
    let edits: i32 = sqlx::query_scalar("SELECT edits FROM portcullis_race.docs WHERE id = 1")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(usize::try_from(edits).unwrap(), counts[&200], "{counts:?}");
}
