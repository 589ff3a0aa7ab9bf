//! What is there from the start: two organisations with a few users, blogs and posts.

use crate::db::{Db, on_pool};
use crate::tokens::DemoUser;

impl DemoUser {
    /// Owns blog 1 and wrote its posts.
    pub const ADA: Self = Self { id: 1, name: "ada", tenant: "acme", role: "reader" };
    /// Owns blog 2, and edits the draft in blog 1.
    pub const BOB: Self = Self { id: 2, name: "bob", tenant: "acme", role: "reader" };
    /// An editor.
    pub const EVE: Self = Self { id: 3, name: "eve", tenant: "acme", role: "editor" };
    /// The administrator of acme.
    pub const IDA: Self = Self { id: 4, name: "ida", tenant: "acme", role: "admin" };
    /// A reader who may not comment any more.
    pub const MAX: Self = Self { id: 5, name: "max", tenant: "acme", role: "reader" };
    /// Owns blog 3.
    pub const GUS: Self = Self { id: 6, name: "gus", tenant: "globex", role: "reader" };
    /// The administrator of globex.
    pub const PIA: Self = Self { id: 7, name: "pia", tenant: "globex", role: "admin" };
    /// Support, of neither.
    pub const SAM: Self = Self { id: 8, name: "sam", tenant: "helpdesk", role: "support" };
}

const OBJECTS: &str = "
INSERT INTO users (id, tenant_id, name, email, role, password_hash, is_banned) VALUES
    (1, 'acme', 'ada', 'ada@acme.example', 'reader', 'opens to nothing', FALSE),
    (2, 'acme', 'bob', 'bob@acme.example', 'reader', 'opens to nothing', FALSE),
    (3, 'acme', 'eve', 'eve@acme.example', 'editor', 'opens to nothing', FALSE),
    (4, 'acme', 'ida', 'ida@acme.example', 'admin', 'opens to nothing', FALSE),
    (5, 'acme', 'max', 'max@acme.example', 'reader', 'opens to nothing', TRUE),
    (6, 'globex', 'gus', 'gus@globex.example', 'reader', 'opens to nothing', FALSE),
    (7, 'globex', 'pia', 'pia@globex.example', 'admin', 'opens to nothing', FALSE),
    (8, 'helpdesk', 'sam', 'sam@helpdesk.example', 'support', 'opens to nothing', FALSE);
INSERT INTO blogs (id, tenant_id, owner_id, title) VALUES
    (1, 'acme', 1, 'Anvils'),
    (2, 'acme', 2, 'Rockets'),
    (3, 'globex', 6, 'Hammocks');
INSERT INTO posts
    (id, tenant_id, blog_id, author_id, editor_id, title, body, published, moderation_note)
VALUES
    (1, 'acme', 1, 1, NULL, 'On weight', 'It is considerable.', TRUE, 'reported twice'),
    (2, 'acme', 1, 1, 2, 'On falling', 'It is quick.', FALSE, NULL),
    (3, 'acme', 2, 2, NULL, 'On speed', 'It ends.', FALSE, NULL),
    (4, 'globex', 3, 6, NULL, 'On rest', 'It is near.', TRUE, NULL);
INSERT INTO comments (id, tenant_id, post_id, author_id, body) VALUES
    (1, 'acme', 1, 2, 'Heavy!'),
    (2, 'globex', 4, 6, 'Agreed.');
";

/// Fills a database that has no users.
///
/// # Errors
/// The database failed.
pub async fn seed(db: &Db) -> Result<(), sqlx::Error> {
    on_pool!(db, |pool| {
        let users: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(pool).await?;
        if users == 0 {
            sqlx::raw_sql(OBJECTS).execute(pool).await?;
        }
        Ok(())
    })
}
