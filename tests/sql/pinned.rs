//! A write carries what the decision rested on: the text of the conditions, and nulls.

use portcullis::resource::Update;
use portcullis::{Authorized, Policy, PolicyFor, Principal, Resource, policy};
use sqlx::QueryBuilder;
use sqlx::sqlite::SqlitePoolOptions;

use crate::Permission;

#[derive(Resource, sqlx::FromRow, Clone)]
#[resource(owner = any(author, editor), tenant = house, parent = shelf, table = "order")]
struct Order {
    id: i64,
    house: String,
    #[resource(column = "group")]
    #[sqlx(rename = "group")]
    shelf: i64,
    author: String,
    editor: Option<String>,
    #[resource(pinned)]
    version: i32,
    text: String,
}

policy!(OWNERS: Permission = owner(Order));

impl PolicyFor<Update> for Order {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = OWNERS;
}

/// `order` and `group` are reserved words in both databases.
const CREATE: &str = r#"CREATE TABLE "order" (id BIGINT PRIMARY KEY, house TEXT NOT NULL,
    "group" BIGINT NOT NULL, author TEXT NOT NULL, editor TEXT, version INT NOT NULL,
    text TEXT NOT NULL)"#;
const INSERT: &str = r#"INSERT INTO "order" VALUES (1, 'acme', 3, 'ann', NULL, 5, 'old'),
    (2, 'acme', 3, 'ann', NULL, 5, 'other')"#;

async fn authorized(order: Order) -> Authorized<Order, Update> {
    let ann = Principal::<Permission>::builder("ann").tenant("acme").build();
    ann.authorize(order).await.unwrap()
}

#[actix_web::test]
async fn a_change_of_anything_that_was_decided_upon_keeps_the_row() {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    sqlx::query(CREATE).execute(&pool).await.unwrap();
    for (change, writes) in [
        ("text = 'newer'", true),
        ("author = 'bob'", false),
        ("author = 'Ann'", false),
        ("editor = 'ann'", false),
        ("editor = ''", false),
        ("house = 'globex'", false),
        ("\"group\" = 4", false),
        ("version = 6", false),
        ("id = 9", false),
    ] {
        sqlx::query("DELETE FROM \"order\"").execute(&pool).await.unwrap();
        sqlx::query(INSERT).execute(&pool).await.unwrap();
        let select = "SELECT * FROM \"order\" WHERE id = 1";
        let order: Order = sqlx::query_as(select).fetch_one(&pool).await.unwrap();
        let order = authorized(order).await;

        let meanwhile = format!("UPDATE \"order\" SET {change} WHERE id = 1");
        sqlx::query(sqlx::AssertSqlSafe(meanwhile)).execute(&pool).await.unwrap();

        let mut update = QueryBuilder::new("UPDATE \"order\" SET text = ");
        update.push_bind("mine");
        order.push_where(&mut update);
        let done = update.build().execute(&pool).await.unwrap();
        assert_eq!(order.written(done.rows_affected()).is_ok(), writes, "{change}");
        let mine = "SELECT count(*) FROM \"order\" WHERE text = 'mine'";
        let mine: i64 = sqlx::query_scalar(mine).fetch_one(&pool).await.unwrap();
        assert_eq!(mine, i64::from(writes), "{change}");
    }
}

#[actix_web::test]
async fn a_null_that_stays_null_does_not_keep_the_row() {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    sqlx::query(CREATE).execute(&pool).await.unwrap();
    sqlx::query(INSERT).execute(&pool).await.unwrap();
    let order: Order =
        sqlx::query_as("SELECT * FROM \"order\" WHERE id = 2").fetch_one(&pool).await.unwrap();
    let order = authorized(order).await;
    let mut delete = QueryBuilder::new("DELETE FROM \"order\"");
    order.push_where(&mut delete);
    let text = delete.sql();
    assert_eq!(
        text.as_str(),
        "DELETE FROM \"order\" WHERE \"order\".\"id\" = ? AND \"order\".\"author\" = ? \
         AND \"order\".\"editor\" IS NULL AND \"order\".\"house\" = ? AND \"order\".\"group\" = ? \
         AND \"order\".\"version\" = ?"
    );
    let done = delete.build().execute(&pool).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    assert_eq!(order.written(1).unwrap().text, "other");
}
