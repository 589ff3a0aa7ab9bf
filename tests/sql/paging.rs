//! Pages: all of them together are what one select without pages gives, on every database.

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{get, web};
use portcullis::allowlist::{Page, Query};
use portcullis::{App, Resource, SafeQuery, SafeResponse, authenticated};
use portcullis_tests::tokens::{security, token};
use proptest::prop_assert_eq;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use uuid::Uuid;

mod cases;

use cases::{Case, case};

/// An identifier of two parts, and columns of every type, with reserved words for names.
#[derive(Resource, sqlx::FromRow, Clone, Debug)]
#[resource(id = (shelf, number), owner = title, table = "order")]
struct Paper {
    shelf: i64,
    number: i32,
    #[resource(column = "group")]
    #[sqlx(rename = "group")]
    title: String,
    level: i16,
    is_open: bool,
    note: Option<String>,
    #[sqlx(try_from = "i64")]
    size: u64,
    device: Uuid,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Paper)]
struct PaperView {
    shelf: i64,
    number: i32,
    title: String,
    level: i16,
    is_open: bool,
    note: Option<String>,
    size: u64,
    device: Uuid,
}

#[derive(SafeQuery, Debug)]
#[safe_query(
    of = PaperView,
    sort(title, level, is_open, number, shelf, size, device),
    page(default = 20, most = 1000)
)]
struct PaperQuery {
    title: Option<String>,
    level: Option<i16>,
    is_open: Option<bool>,
    note: Option<String>,
    size: Option<u64>,
    device: Option<Uuid>,
}

const CREATE: &str = "CREATE TEMPORARY TABLE \"order\" (shelf BIGINT NOT NULL, number INT NOT NULL, \
                      \"group\" TEXT NOT NULL, level SMALLINT NOT NULL, is_open BOOLEAN NOT NULL, \
                      note TEXT, size BIGINT NOT NULL, device UUID NOT NULL, PRIMARY KEY (shelf, number))";

/// A list that the database selects; what it selects is also shown as text.
macro_rules! lists {
    ($($name:ident $path:literal $pool:ty;)*) => {$(
        #[authenticated]
        #[get($path)]
        async fn $name(query: Query<PaperQuery>, pool: web::Data<$pool>) -> Page<PaperView> {
            let mut statement = sqlx::QueryBuilder::new("SELECT * FROM \"order\" WHERE TRUE");
            query.push_to(&mut statement);
            let rows: Vec<Paper> = statement.build_query_as().fetch_all(&**pool).await.unwrap();
            query.page(rows)
        }
    )*};
}

lists! {
    on_lite "/lite" SqlitePool;
    on_pg "/pg" PgPool;
}

macro_rules! fill {
    ($pool:expr, $papers:expr) => {
        sqlx::query("DELETE FROM \"order\"").execute($pool).await.unwrap();
        for paper in $papers {
            let mut insert = sqlx::QueryBuilder::new("INSERT INTO \"order\" VALUES (");
            let mut values = insert.separated(", ");
            values
                .push_bind(paper.shelf)
                .push_bind(paper.number)
                .push_bind(paper.title.clone())
                .push_bind(paper.level)
                .push_bind(paper.is_open)
                .push_bind(paper.note.clone())
                .push_bind(i64::try_from(paper.size).unwrap())
                .push_bind(paper.device);
            insert.push(")").build().execute($pool).await.unwrap();
        }
    };
}

fn paper(number: i32, title: &str) -> Paper {
    Paper {
        shelf: 1,
        number,
        title: title.to_owned(),
        level: 1,
        is_open: true,
        note: Some("b".to_owned()),
        size: 1,
        device: Uuid::max(),
    }
}

/// Status and body of the answer of an app to a reader.
macro_rules! get {
    ($app:expr) => {
        async |address: &str| {
            let bearer = format!("Bearer {}", token("reader"));
            let request = TestRequest::get().uri(address).insert_header(("authorization", bearer));
            let reply = call_service($app, request.to_request()).await;
            (reply.status().as_u16(), read_body(reply).await)
        }
    };
}

/// One page: status, identifiers and cursor.
async fn page(
    get: &impl AsyncFn(&str) -> (u16, web::Bytes),
    address: &str,
) -> (u16, Vec<(i64, i32)>, Option<String>) {
    let (status, body) = get(address).await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    let items = body["items"].as_array().into_iter().flatten();
    let id = |item: &Value| {
        (item["shelf"].as_i64().unwrap(), i32::try_from(item["number"].as_i64().unwrap()).unwrap())
    };
    let next = body.get("next").map(|next| next.as_str().unwrap().to_owned());
    (status, items.map(id).collect(), next)
}

/// All pages, as many to a page as there should be.
async fn walk(
    get: &impl AsyncFn(&str) -> (u16, web::Bytes),
    path: &str,
    case: &Case,
) -> Vec<(i64, i32)> {
    let parameters = case.parameters();
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let (status, ids, next) = page(get, &format!("{path}?{parameters}{cursor}")).await;
        assert_eq!(status, 200, "{parameters}{cursor}");
        assert!(next.is_none() || ids.len() == case.limit, "a page is short: {parameters}{cursor}");
        assert!(all.len() <= case.papers.len(), "the pages do not end: {parameters}");
        all.extend(ids);
        match next {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

macro_rules! agreement {
    ($pool:expr, $service:ident, $path:literal) => {{
        let system = actix_web::rt::System::new();
        let pool = system.block_on($pool);
        let app = App::new(security()).app_data(web::Data::new(pool.clone())).service($service);
        let app = system.block_on(init_service(app));
        system.block_on(async { sqlx::query(CREATE).execute(&pool).await.unwrap() });
        let pages = std::cell::Cell::new(0);
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
        let run = runner.run(&case(), |case| {
            let (walked, expected) = system.block_on(async {
                fill!(&pool, &case.papers);
                let expected: Vec<(i64, i32)> =
                    sqlx::query_as(sqlx::AssertSqlSafe(case.statement()))
                        .fetch_all(&pool)
                        .await
                        .unwrap();
                (walk(&get!(&app), $path, &case).await, expected)
            });
            pages.set(pages.get() + expected.len().div_ceil(case.limit));
            prop_assert_eq!(walked, expected);
            Ok(())
        });
        run.unwrap();
        // The control: it was about pages.
        assert!(pages.get() > 256, "{pages:?}");
        system.block_on(edges!(&pool, &app, $path));
    }};
}

/// What no column holds selects nothing, and a cursor that cannot be made is no end of the list.
macro_rules! edges {
    ($pool:expr, $app:expr, $path:literal) => {
        async {
            let long = "b".repeat(8000);
            fill!($pool, [&paper(1, "a"), &paper(2, &long), &paper(3, "c")]);
            for (parameters, status, expected) in [
                ("filter[note]=b", 200, 3),
                ("filter[note]=a%00b", 200, 0),
                ("filter[title]=%00", 200, 0),
                ("filter[size]=18446744073709551615", 200, 0),
                ("filter[size]=1", 200, 3),
                ("filter[level]=32768", 422, 0),
                ("filter[device]=ffffffff-ffff-ffff-ffff-ffffffffffff", 200, 3),
                ("filter[device]=00000000-0000-0000-0000-000000000000", 200, 0),
                ("filter[device]=f", 422, 0),
                ("sort=title&limit=1", 200, 1),
                ("sort=title&limit=2", 500, 0),
                ("sort=title&limit=3", 200, 3),
                ("sort=number&limit=2", 200, 2),
            ] {
                let (found, ids, _) = page(&get!($app), &format!("{}?{parameters}", $path)).await;
                assert_eq!((found, ids.len()), (status, expected), "{parameters}");
            }
        }
    };
}

#[test]
fn all_pages_are_the_whole_on_sqlite() {
    let pool = SqlitePoolOptions::new().max_connections(1);
    agreement!(async { pool.connect("sqlite::memory:").await.unwrap() }, on_lite, "/lite");
}

#[test]
fn all_pages_are_the_whole_on_postgres() {
    let Some(url) = crate::postgres() else { return };
    let pool = PgPoolOptions::new().max_connections(1);
    agreement!(async { pool.connect(&url).await.unwrap() }, on_pg, "/pg");
}

/// The statement alone.
#[authenticated]
#[get("/statement")]
async fn in_words(query: Query<PaperQuery>) -> String {
    let mut statement = sqlx::QueryBuilder::<sqlx::Postgres>::new("WHERE TRUE");
    query.alias("o").push_to(&mut statement);
    statement.into_string()
}

/// Bound values, qualified names, and a first part by which an index can be used.
#[actix_web::test]
async fn values_are_bound_and_names_are_generated() {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    sqlx::query(CREATE).execute(&pool).await.unwrap();
    fill!(&pool, [&paper(1, "a"), &paper(2, "a")]);
    let app = App::new(security()).app_data(web::Data::new(pool));
    let app = init_service(app.service(in_words).service(on_lite)).await;
    let get = get!(&app);
    let question = "filter[title]=a&filter[level]=1&sort=-title&limit=1";
    let (_, _, next) = page(&get, &format!("/lite?{question}")).await;
    let (status, text) = get(&format!("/statement?{question}&cursor={}", next.unwrap())).await;
    assert_eq!(status, 200);
    let expected = r#"WHERE TRUE AND "o"."group" = $1 AND "o"."level" = $2 AND
        ("o"."group" <= $3 AND ("o"."group" < $4 OR
        ("o"."shelf" >= $5 AND ("o"."shelf" > $6 OR "o"."number" > $7))))
        ORDER BY "o"."group" DESC, "o"."shelf" ASC, "o"."number" ASC LIMIT 2"#;
    let expected: Vec<_> = expected.split_whitespace().collect();
    assert_eq!(std::str::from_utf8(&text).unwrap(), expected.join(" "));
}
