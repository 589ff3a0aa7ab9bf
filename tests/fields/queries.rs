//! Lists: what may be asked of them, by whom, and what becomes of everything else.

use std::sync::{Arc, Mutex};

use actix_web::{get, web};
use portcullis::allowlist::{Page, Query, Visible};
use portcullis::audit::{Audit, AuditEvent};
use portcullis::{App, Resource, SafeQuery, SafeResponse, Security, authenticated};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{jwt, token_of};
use serde_json::Value;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};

mod cursors;
mod lists;
mod refusals;

const CANARY: &str = "canary-7d1f";

#[derive(Resource, sqlx::FromRow, Clone, Debug)]
#[resource(owner = owner, table = "accounts")]
struct Account {
    id: i64,
    owner: String,
    name: String,
    #[resource(column = "rank")]
    #[sqlx(rename = "rank")]
    level: i32,
    nickname: Option<String>,
    active: bool,
    email: String,
    salary: i64,
    card: String,
    #[resource(sensitive)]
    token_hash: String,
}

/// Mail is for who deletes users, a salary for whom it is paid to.
#[derive(SafeResponse, Debug)]
#[safe_response(of = Account, hide(owner, token_hash))]
struct AccountView {
    id: i64,
    name: String,
    #[safe_response(rename = "rankOf")]
    level: i32,
    nickname: Option<String>,
    active: bool,
    #[safe_response(permission("users:delete"))]
    email: Visible<String>,
    #[safe_response(any(owner, permission("users:delete")))]
    salary: Visible<i64>,
    #[safe_response(mask = last4)]
    card: String,
}

#[derive(SafeQuery, Debug)]
#[safe_query(of = AccountView, sort(email, level, name, id, salary), page(default = 3, most = 5))]
struct AccountQuery {
    name: Option<String>,
    level: Option<i32>,
    nickname: Option<String>,
    active: Option<bool>,
    email: Option<String>,
    salary: Option<i64>,
}

#[derive(SafeQuery, Debug)]
#[safe_query(of = AccountView, sort(level, name, id))]
struct OtherQuery {
    level: Option<i32>,
}

async fn rows(
    pool: &SqlitePool,
    push: impl FnOnce(&mut sqlx::QueryBuilder<sqlx::Sqlite>),
) -> Vec<Account> {
    let mut statement = sqlx::QueryBuilder::new("SELECT a.* FROM accounts a WHERE a.id > 0");
    push(&mut statement);
    let rows: Vec<Account> = statement.build_query_as().fetch_all(pool).await.unwrap();
    // The control: what must not be seen is there.
    assert!(rows.iter().all(|row| row.token_hash == CANARY));
    rows
}

#[authenticated]
#[get("/accounts")]
async fn accounts(query: Query<AccountQuery>, pool: web::Data<SqlitePool>) -> Page<AccountView> {
    let shown = format!("{query:?}");
    assert!(!shown.contains(CANARY), "{shown}");
    let query = query.alias("a");
    let rows = rows(&pool, |statement| query.push_to(statement)).await;
    query.page(rows)
}

#[authenticated]
#[get("/others")]
async fn others(query: Query<OtherQuery>, pool: web::Data<SqlitePool>) -> Page<AccountView> {
    let query = query.alias("a");
    let rows = rows(&pool, |statement| query.push_to(statement)).await;
    query.page(rows)
}

const ROWS: i64 = 7;

async fn pool() -> SqlitePool {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let create = "CREATE TABLE accounts (id BIGINT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT \
                  NULL, rank INT NOT NULL, nickname TEXT, active BOOLEAN NOT NULL, email TEXT NOT \
                  NULL, salary BIGINT NOT NULL, card TEXT NOT NULL, token_hash TEXT NOT NULL)";
    sqlx::query(create).execute(&pool).await.unwrap();
    for id in 1..=ROWS {
        let insert =
            "INSERT INTO accounts VALUES (?, 'ann', ?, ?, ?, ?, ?, ?, '4111111111111234', ?)";
        sqlx::query(insert)
            .bind(id)
            .bind(if id == 4 { "O'Hara".to_owned() } else { format!("name {}", id % 3) })
            .bind(id % 2)
            .bind((id > 5).then_some("nick"))
            .bind(id % 2 == 0)
            // In the reverse order of the identifiers.
            .bind(format!("{}@example.org", ROWS - id))
            .bind(100 - id)
            .bind(CANARY)
            .execute(&pool)
            .await
            .unwrap();
    }
    pool
}

struct Site {
    served: Served,
    events: Arc<Mutex<Vec<AuditEvent>>>,
}

const KEY: [u8; 32] = [7; 32];

fn serve_with(key: Option<[u8; 32]>) -> Site {
    let events = Arc::new(Mutex::new(Vec::new()));
    let trail = Arc::clone(&events);
    let audit = Audit::to(move |event| trail.lock().unwrap().push(event.clone()));
    let mut security = Security::builder().authenticator(jwt()).audit(audit);
    if let Some(key) = key {
        security = security.cursor_key(key.to_vec().into());
    }
    let security = security.build().unwrap();
    let served = Served::start(move || {
        App::new(security.clone())
            .data_factory(async || Ok::<_, sqlx::Error>(pool().await))
            .service(portcullis::scope("/v1").service(accounts).service(others))
    });
    Site { served, events }
}

fn serve() -> Site {
    serve_with(Some(KEY))
}

impl Site {
    fn get(&self, role: &str, path: &str) -> Reply {
        let bearer = format!("Bearer {}", token_of("somebody", None, role));
        let path = format!("/v1{path}");
        let reply = send(self.served.address(), "GET", &path, &[("authorization", &bearer)], None);
        assert!(!reply.body.contains(CANARY), "{}", reply.body);
        reply
    }

    /// A good page: the identifiers, and the cursor.
    fn page(&self, role: &str, parameters: &str) -> (Vec<i64>, Option<String>) {
        let reply = self.get(role, &format!("/accounts?{parameters}"));
        assert_eq!(reply.status, 200, "{parameters}: {}", reply.body);
        let page: Value = serde_json::from_str(&reply.body).unwrap();
        let items = page["items"].as_array().unwrap().iter();
        let ids = items.map(|item| item["id"].as_i64().unwrap()).collect();
        (ids, page.get("next").map(|next| next.as_str().unwrap().to_owned()))
    }

    /// All pages.
    fn walk(&self, role: &str, parameters: &str) -> Vec<i64> {
        let (mut ids, mut next) = self.page(role, parameters);
        while let Some(cursor) = next {
            let (more, after) = self.page(role, &format!("{parameters}&cursor={cursor}"));
            ids.extend(more);
            assert!(
                ids.len() <= usize::try_from(ROWS).unwrap(),
                "the pages do not end: {parameters}"
            );
            next = after;
        }
        ids
    }

    /// What a 422 lists: names and codes.
    fn refused(&self, role: &str, parameters: &str) -> Vec<(String, String)> {
        let reply = self.get(role, &format!("/accounts?{parameters}"));
        assert_eq!(reply.status, 422, "{parameters}: {}", reply.body);
        assert!(reply.is_problem_document());
        let document: Value = serde_json::from_str(&reply.body).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = document["errors"].as_array().unwrap().iter();
        errors.map(|error| (text(&error["parameter"]), text(&error["code"]))).collect()
    }
}
