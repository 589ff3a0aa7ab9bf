//! What is expected, written by hand: who reaches which object, and who may write or see what of it.

use blog::blogs::Blog;
use blog::comments::Comment;
use blog::posts::Post;
use blog::users::User;
use portcullis::resource::{Entity, Table};

/// Everybody: ada and bob are readers, eve edits, ida runs acme, max is banned, pia runs globex, sam is
/// support.
pub const EVERYBODY: [&str; 8] = ["ada", "bob", "eve", "ida", "max", "pia", "sam", "nobody"];

/// An object, and what becomes of its fields.
pub struct Object {
    pub table: &'static str,
    /// Where it is changed and read.
    pub path: &'static str,
    /// Where it is among others.
    pub list: &'static str,
    /// Every field, as the entity has it.
    pub fields: Vec<&'static str>,
    /// Who may change the object; anybody else is told 404, and nobody 401.
    pub writers: &'static [&'static str],
    /// A field, a new value, whether it may be null, and who of the writers may set it.
    pub writable: &'static [(&'static str, &'static str, bool, &'static [&'static str])],
    /// A value for each field that nobody sets.
    pub denied: &'static [(&'static str, &'static str)],
    /// Fields that everybody sees who sees the object.
    pub shown: &'static [&'static str],
    /// Fields that the owner, and an administrator, see.
    pub shown_to_owner_and_admin: &'static [&'static str],
    /// A field by which a list can be filtered.
    pub filter: &'static str,
}

fn names<T: Entity>() -> Vec<&'static str> {
    T::FIELDS.iter().map(|field| field.name).collect()
}

pub fn objects() -> Vec<Object> {
    vec![
        Object {
            table: Blog::TABLE,
            path: "/blogs/1",
            list: "/blogs",
            fields: names::<Blog>(),
            writers: &["ada", "ida"],
            writable: &[("title", "\"hacked\"", false, &["ada", "ida"])],
            denied: &[("id", "99"), ("tenant_id", "\"globex\""), ("owner_id", "2")],
            shown: &["id", "owner_id", "title"],
            shown_to_owner_and_admin: &[],
            filter: "owner_id",
        },
        Object {
            table: Post::TABLE,
            path: "/blogs/1/posts/1",
            list: "/posts",
            fields: names::<Post>(),
            writers: &["ada", "ida"],
            writable: &[
                ("title", "\"hacked\"", false, &["ada", "ida"]),
                ("body", "\"hacked\"", false, &["ada", "ida"]),
                ("published", "false", false, &["ida"]),
                ("moderation_note", "\"hacked\"", true, &["ida"]),
            ],
            denied: &[
                ("id", "99"),
                ("tenant_id", "\"globex\""),
                ("blog_id", "2"),
                ("author_id", "2"),
                ("editor_id", "2"),
            ],
            shown: &["id", "blog_id", "author_id", "editor_id", "title", "body", "published"],
            shown_to_owner_and_admin: &[],
            filter: "author_id",
        },
        Object {
            table: Comment::TABLE,
            path: "/posts/1/comments/1",
            list: "/posts/1/comments",
            fields: names::<Comment>(),
            writers: &["bob", "eve", "ida"],
            writable: &[("body", "\"hacked\"", false, &["bob", "eve", "ida"])],
            denied: &[
                ("id", "99"),
                ("tenant_id", "\"globex\""),
                ("post_id", "2"),
                ("author_id", "1"),
            ],
            shown: &["id", "author_id", "body"],
            shown_to_owner_and_admin: &[],
            filter: "author_id",
        },
        Object {
            table: User::TABLE,
            path: "/users/1",
            list: "/users",
            fields: names::<User>(),
            writers: &["ada", "ida"],
            writable: &[
                ("name", "\"hacked\"", false, &["ada", "ida"]),
                ("email", "\"hacked@x.example\"", false, &["ada", "ida"]),
                ("role", "\"admin\"", false, &["ida"]),
                ("is_banned", "true", false, &["ida"]),
            ],
            denied: &[("id", "99"), ("tenant_id", "\"globex\""), ("password_hash", "\"hacked\"")],
            shown: &["id", "name", "role"],
            shown_to_owner_and_admin: &["email", "is_banned"],
            filter: "role",
        },
    ]
}

/// A field that is added later needs its row.
pub fn assert_complete(object: &Object) {
    for field in &object.fields {
        let is_writable = object.writable.iter().any(|(name, ..)| name == field);
        let is_denied = object.denied.iter().any(|(name, _)| name == field);
        assert!(is_writable != is_denied, "no expectation for {} of {}", field, object.table);
    }
}
