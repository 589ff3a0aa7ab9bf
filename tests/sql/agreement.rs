//! A list selects from the database exactly what the predicate, and the guard, allow.

use futures_util::FutureExt as _;
use portcullis::resource::Action;
use portcullis::{Decision, Listing, Policy, PolicyFor, Principal, Rejection, policy};
use sqlx::QueryBuilder;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;

use crate::Permission;
use crate::rows::{Random, Row, callers, fill};

const ROWS: i64 = 10_000;

async fn is_low(_: &Principal<Permission>, row: &Row) -> Decision {
    Decision::allow_if(row.level < 2, "high")
}

/// Null where there is no friend, which must not become true under `not`.
async fn is_friend(principal: &Principal<Permission>, row: &Row) -> Decision {
    let friend = row.friend.as_deref();
    Decision::allow_if(friend == Some(principal.subject()), "no friend")
}

macro_rules! rules {
    ($($action:ident $policy:ident $across:expr => $condition:tt;)*) => {
        $(
            enum $action {}
            impl Action for $action {
                const NAME: &'static str = stringify!($action);
            }
            policy!($policy: Permission = all $condition);
            impl PolicyFor<$action> for Row {
                type Vocabulary = Permission;
                const POLICY: &'static Policy<Permission> = $policy;
                const CROSS_TENANT: Option<&'static str> = $across;
            }
        )*

        /// Every rule: its name, its list for a caller, and what a guard would say of a row.
        fn cases() -> Vec<Case> {
            vec![$(Case {
                name: stringify!($action),
                listing: |caller| caller.list::<$action, Row>(),
                guard: |caller, row| {
                    let guarded = caller.authorize::<$action, _>(row.clone());
                    guarded.now_or_never().unwrap().is_ok()
                },
            }),*]
        }
    };
}

rules! {
    Own OWN None => (owner(Row));
    Tenant TENANT None => (tenant(Row));
    Anybody ANYBODY None => (any(role(Reader), role(Admin)));
    OwnAnywhere OWN_ANYWHERE Some("a test") => (owner(Row));
    NotOwn NOT_OWN Some("a test") => (not(owner(Row)));
    NotTenant NOT_TENANT Some("a test") => (not(tenant(Row)));
    Either EITHER Some("a test") => (any(owner(Row), tenant(Row)));
    Neither NEITHER Some("a test") => (not(any(owner(Row), tenant(Row))));
    AdminOrOwn ADMIN_OR_OWN None => (any(role(Admin), owner(Row)));
    AdminAndNotOwn ADMIN_AND_NOT_OWN Some("a test") => (role(Admin), not(owner(Row)));
    Low LOW Some("a test") => (check(Row, is_low, sql = "{self}.level < 2"));
    Friend FRIEND Some("a test") => (check(Row, is_friend, sql = "{self}.friend = {subject}"));
    NotFriend NOT_FRIEND Some("a test") =>
        (not(check(Row, is_friend, sql = "{self}.friend = {subject}")));
    Nested NESTED None => (
        any(
            all(owner(Row), not(check(Row, is_low, sql = "{self}.level < 2"))),
            all(not(owner(Row)), check(Row, is_friend, sql = "{self}.friend = {subject}")),
            all(role(Admin), not(any(owner(Row), check(Row, is_low, sql = "{self}.level < 2"))))
        )
    );
}

struct Case {
    name: &'static str,
    listing: fn(&Principal<Permission>) -> Result<Listing<Row>, Rejection>,
    guard: fn(&Principal<Permission>, &Row) -> bool,
}

/// The rows that a list selects, by the table's name and by an alias.
macro_rules! selected {
    ($database:ty, $pool:expr, $listing:expr) => {{
        let mut query = QueryBuilder::<$database>::new("SELECT id FROM rows_of_test");
        $listing.push_where(&mut query);
        query.push(" ORDER BY id");
        let plain: Vec<i64> = query.build_query_scalar().fetch_all($pool).await.unwrap();

        let mut query =
            QueryBuilder::<$database>::new("SELECT r.id FROM rows_of_test r WHERE r.id >= ");
        query.push_bind(0_i64).push(" AND ");
        $listing.alias("r").push_condition(&mut query);
        query.push(" ORDER BY r.id");
        let aliased: Vec<i64> = query.build_query_scalar().fetch_all($pool).await.unwrap();
        assert_eq!(plain, aliased);
        plain
    }};
}

/// What predicate and guard say, which must be one.
fn predicted(
    case: &Case,
    listing: &Listing<Row>,
    caller: &Principal<Permission>,
    rows: &[Row],
) -> Vec<i64> {
    let permitted = rows.iter().filter(|row| {
        let permitted = listing.permits(row).now_or_never().unwrap().is_allowed();
        let guarded = (case.guard)(caller, row);
        assert_eq!(permitted, guarded, "{} {caller:?} {row:?}", case.name);
        permitted
    });
    permitted.map(|row| row.id).collect()
}

macro_rules! agreement {
    ($database:ty, $pool:expr) => {{
        let seed = std::env::var("PORTCULLIS_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(rand_seed);
        let mut random = Random(seed);
        let rows: Vec<Row> = (0..ROWS).map(|id| random.row(id)).collect();
        fill!($pool, rows);
        let stored: Vec<Row> = sqlx::query_as("SELECT * FROM rows_of_test ORDER BY id")
            .fetch_all($pool)
            .await
            .unwrap();
        assert_eq!(stored.len(), rows.len());
        let mut sizes = std::collections::BTreeMap::<_, (usize, usize)>::new();
        let cases = cases();
        for caller in callers() {
            for case in &cases {
                let listing = match (case.listing)(&caller) {
                    Err(Rejection::Denied(_)) => {
                        let any = rows.iter().any(|row| (case.guard)(&caller, row));
                        assert!(!any, "{} denies a list to {caller:?}", case.name);
                        continue;
                    }
                    Err(other) => panic!("{other}"),
                    Ok(listing) => listing,
                };
                let predicted = predicted(case, &listing, &caller, &stored);
                let shown = format!("{listing:?}");
                let selected = selected!($database, $pool, listing);
                assert!(
                    selected == predicted,
                    "seed {seed}: {} for {caller:?}: {shown} selects other rows",
                    case.name
                );
                let size = sizes.entry(case.name).or_default();
                *size = (size.0.max(selected.len()), size.1.max(rows.len() - selected.len()));
            }
        }
        // The control: every rule selects something for somebody and leaves something out.
        for (name, (most, least)) in sizes {
            assert!(most > 0, "{name} selects nothing for anybody");
            assert!(least > 0 || name == "NotTenant" || name == "Anybody", "{name} selects all");
        }
    }};
}

/// What no column can hold is neither an owner nor not one.
#[actix_web::test]
async fn an_impossible_subject_is_listed_nothing() {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let rows = [Random(1).row(1)];
    fill!(&pool, rows);
    let caller = Principal::builder("a\0b").tenant("acme").build();
    for case in cases().iter().filter(|case| ["Own", "OwnAnywhere", "NotOwn"].contains(&case.name))
    {
        let listing = (case.listing)(&caller).unwrap();
        let selected = selected!(sqlx::Sqlite, &pool, listing);
        assert!(selected.is_empty(), "{}", case.name);
    }
}

async fn reads(_: &Principal<Permission>, _: &Row) -> Decision {
    Decision::deny("nobody does")
}

enum Reading {}

impl Action for Reading {
    const NAME: &'static str = "reading";
}

policy!(READERS: Permission = check(
    Row,
    reads,
    sql = "EXISTS (SELECT 1 FROM (SELECT 1 AS id) e WHERE e.id = {self}.id)"
));

impl PolicyFor<Reading> for Row {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = READERS;
    const CROSS_TENANT: Option<&'static str> = Some("a test");
}

/// With the alias `e` the condition would compare `e` with itself, and hold for every row.
#[actix_web::test]
async fn an_alias_that_the_check_uses_itself_selects_nothing() {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let rows = [Random(1).row(1), Random(2).row(2)];
    fill!(&pool, rows);
    let caller = Principal::builder("1").build();
    for (alias, expected) in [("r", vec![1]), ("e", vec![]), ("E", vec![])] {
        let listing = caller.list::<Reading, Row>().unwrap().alias(alias);
        let mut query = QueryBuilder::<sqlx::Sqlite>::new(format!(
            "SELECT {alias}.id FROM rows_of_test {alias}"
        ));
        listing.push_where(&mut query);
        let selected: Vec<i64> = query.build_query_scalar().fetch_all(&pool).await.unwrap();
        assert_eq!(selected, expected, "{alias}");
    }
}

fn rand_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(now.as_nanos() & u128::from(u64::MAX)).unwrap()
}

#[actix_web::test]
async fn on_sqlite() {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    agreement!(sqlx::Sqlite, &pool);
}

#[actix_web::test]
async fn on_postgres() {
    let Some(url) = crate::postgres() else { return };
    let pool = PgPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
    agreement!(sqlx::Postgres, &pool);
}
