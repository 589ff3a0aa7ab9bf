//! The control: every clause, where it is true.

use actix_web::{delete, get};
use portcullis::{assert_policy, authorize, public, require_permission, require_role};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[require_permission("users:delete")]
#[delete("/users/{id}")]
async fn delete_user() -> &'static str {
    "x"
}

assert_policy!(
    delete_user: denies Reader, denies Role::Editor, allows Admin, requires "users:delete",
    requires permission(Permission::DeleteUsers), requires authenticated, crate = portcullis,
);

// Whoever has a role has what it grants and inherits.
#[require_role(Editor)]
async fn edit() -> &'static str {
    "x"
}

assert_policy!(edit: requires role(Editor), requires role(Reader), requires "reports:write");
assert_policy!(edit: denies Reader, allows Editor);

#[authorize(all(
    any(owner(Note), owner(id = "user")),
    tenant(Note),
    scope("notes"),
    fresh(minutes = 5),
    mfa,
    not(role(Reader))
), object = Note, id = "id", danger_unrelated(user, reason = "a test"))]
#[get("/users/{user}/notes/{id}")]
async fn note() -> &'static str {
    "x"
}

assert_policy!(
    note: requires owner, requires tenant, requires scope("notes"), requires fresh(minutes = 5),
    requires fresh(seconds = 301), requires mfa, denies Reader, denies Editor
);

// The tenant of the object is compared whatever the policy says.
#[authorize(permission("reports:read"), object = Note)]
#[get("/notes/{id}")]
async fn read_note() -> &'static str {
    "x"
}

assert_policy!(read_note: requires tenant, requires "reports:read", allows Reader);

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> &'static str {
    "x"
}

assert_policy!(health: allows Reader);

mod inner {
    #[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
    pub enum Permission {
        #[permission("read")]
        Read,
    }

    #[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
    #[roles(permission = Permission)]
    pub enum Role {
        #[role(grants(Read))]
        Guest,
        Nobody,
    }

    #[portcullis::require_permission("read", vocabulary = self::Permission)]
    pub async fn handler() -> &'static str {
        "x"
    }
}

// The vocabulary is that of the handler.
assert_policy!(inner::handler: allows Guest, denies inner::Role::Nobody, requires "read");

fn main() {}
