//! `World`: objects in every relation to somebody: theirs or not, in either tenant, published or not.

use blog::Db;
use serde_json::{Map, Value, json};
use sqlx::AssertSqlSafe;

use crate::askers::{Asker, TENANTS};
use crate::site::Site;

/// A row by column.
pub type Row = Map<String, Value>;

/// The number that nothing has.
pub const MISSING: i64 = 999;

/// A stranger of each tenant.
const STRANGERS: [i64; 2] = [1, 2];

const EMPTY: &str = "DELETE FROM comments; DELETE FROM posts; DELETE FROM blogs; DELETE FROM users";

/// In the order in which they refer to each other.
pub struct World {
    tables: [Table; 4],
}

struct Table {
    name: &'static str,
    resource: &'static str,
    rows: Vec<Row>,
}

impl World {
    /// The world of somebody.
    pub fn of(asker: &Asker) -> Self {
        let table = |name, resource, rows: Vec<Value>| {
            let rows = rows.into_iter().map(|row| row.as_object().unwrap().clone());
            Table { name, resource, rows: rows.collect() }
        };
        let tables = [
            table("users", "User", users(asker)),
            table("blogs", "Blog", blogs(asker.id)),
            table("posts", "Post", posts(asker.id)),
            table("comments", "Comment", comments(asker.id)),
        ];
        Self { tables }
    }

    /// The objects of the type with this name, if it is known.
    pub fn objects(&self, resource: &str) -> Option<&[Row]> {
        let table = self.tables.iter().find(|table| table.resource == resource)?;
        Some(&table.rows)
    }

    /// Makes the database have these objects and no others.
    pub fn renew(&self, site: &Site) {
        let inserts = self.tables.iter().map(Table::insert);
        let sql = [EMPTY.to_owned()].into_iter().chain(inserts).collect::<Vec<_>>().join(";\n");
        site.with_db(|db| async move {
            let sql = sqlx::raw_sql(AssertSqlSafe(sql));
            match &db {
                Db::Sqlite(pool) => drop(sql.execute(pool).await.unwrap()),
                Db::Postgres(pool) => drop(sql.execute(pool).await.unwrap()),
            }
        });
    }
}

impl Table {
    fn insert(&self) -> String {
        let columns: Vec<_> = self.rows[0].keys().map(String::as_str).collect();
        let rows = self.rows.iter().map(|row| {
            let values: Vec<_> = columns.iter().map(|column| literal(&row[*column])).collect();
            format!("({})", values.join(", "))
        });
        let rows: Vec<_> = rows.collect();
        format!("INSERT INTO {} ({}) VALUES {}", self.name, columns.join(", "), rows.join(", "))
    }
}

/// The values are this program's own, without quotes.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    }
}

fn users(asker: &Asker) -> Vec<Value> {
    let user = |id: i64, tenant: &str, is_banned: bool| {
        json!({
            "id": id, "tenant_id": tenant, "name": "before", "email": format!("u{id}@x.example"),
            "role": "reader", "password_hash": "opens to nothing", "is_banned": is_banned,
            "weekly_digest": false,
        })
    };
    let strangers = STRANGERS.iter().zip(TENANTS).map(|(id, tenant)| user(*id, tenant, false));
    [user(asker.id, TENANTS[0], asker.is_banned)].into_iter().chain(strangers).collect()
}

/// One of somebody's own and one of a stranger in each tenant.
fn blogs(id: i64) -> Vec<Value> {
    let mut blogs = Vec::new();
    for (place, tenant) in TENANTS.iter().enumerate() {
        for (is_own, owner) in [(true, id), (false, STRANGERS[place])] {
            blogs.push(json!({
                "id": blog_in(place, is_own), "tenant_id": tenant, "owner_id": owner,
                "title": "before",
            }));
        }
    }
    blogs
}

fn blog_in(place: usize, is_own: bool) -> usize {
    1 + 2 * place + usize::from(!is_own)
}

/// A blog that somebody may put posts into.
pub fn own_blog(asker: &Asker) -> usize {
    let place = TENANTS.iter().position(|tenant| Some(*tenant) == asker.tenant());
    blog_in(place.unwrap_or(0), true)
}

/// Drafts and published posts in each tenant, in blogs of both kinds: of a stranger, without and
/// with an editor, of somebody as the author, and as the editor.
fn posts(id: i64) -> Vec<Value> {
    let mut posts = Vec::new();
    for (place, tenant) in TENANTS.iter().enumerate() {
        let stranger = STRANGERS[place];
        let people =
            [(stranger, None), (stranger, Some(stranger)), (id, None), (stranger, Some(id))];
        for (at, (author, editor)) in people.into_iter().enumerate() {
            for published in [false, true] {
                let in_own = (at % 2 == 0) == published;
                posts.push(json!({
                    "id": posts.len() + 1, "tenant_id": tenant, "blog_id": blog_in(place, in_own),
                    "author_id": author, "editor_id": editor, "title": "before", "body": "before",
                    "published": published, "moderation_note": null,
                }));
            }
        }
    }
    posts
}

/// By somebody and by a stranger, on each stranger's draft and published post.
fn comments(id: i64) -> Vec<Value> {
    let mut comments = Vec::new();
    let strange = posts(id).into_iter().filter(|post| post["editor_id"].is_null());
    for post in strange.filter(|post| post["author_id"] != id) {
        for author in [id, post["author_id"].as_i64().unwrap()] {
            comments.push(json!({
                "id": comments.len() + 1, "tenant_id": post["tenant_id"], "post_id": post["id"],
                "author_id": author, "body": "before",
            }));
        }
    }
    comments
}
