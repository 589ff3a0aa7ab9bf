//! Assertions under the renamed crate, among the decoys.

#[allow(clippy::wildcard_imports)] // every decoy must be in scope
use crate::decoys::vocabulary::*;

// Glob imports give way to the primitive types, so these are named.
#[allow(unused_imports)]
use crate::decoys::vocabulary::{core, pc, portcullis, std};
use crate::handlers::{authenticated, everything, other, public};

::pc::assert_policy!(public: allows Reader, allows Role::Editor, crate = ::pc);
::pc::assert_policy!(
    everything: requires "reports:read", requires permission(Permission::ReadReports),
    requires role(Reader), requires role(Role::Editor), requires authenticated, denies Reader,
    crate = ::pc,
);
::pc::assert_policy!(other: requires "read", requires permission(Plain::Read), crate = ::pc);

/// A table as `routes!` makes it; the route attributes of actix-web need a prelude.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct TABLE;

impl ::pc::Tabled for TABLE {
    type Vocabulary = Permission;
    const TABLE: &'static ::pc::RouteTable<Permission> = &::pc::RouteTable {
        prefix: "/table",
        policies: &[crate::handlers::READERS],
        handlers: &[::pc::TableHandler {
            routes: &[::pc::Declared {
                methods: &["GET"],
                path: "",
                middleware: &[],
                conditional: false,
            }],
            policy: <authenticated as ::pc::Rule>::POLICY,
            info: <authenticated as ::pc::Rule>::HANDLER,
        }],
    };
}

::pc::assert_policies!(
    TABLE:
    no public route mutates,
    no public GET under "/table",
    Reader reaches every GET,
    Role::Reader reaches no DELETE under "/table",
    every route requires "reports:read",
    every GET under "/table" requires authenticated,
    crate = ::pc,
);
