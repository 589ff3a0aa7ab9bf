//! Guarded handlers under the renamed crate, among the decoys.

#[allow(clippy::wildcard_imports)] // every decoy must be in scope
use crate::decoys::vocabulary::*;

// Glob imports give way to the primitive types, so these are named.
#[allow(unused_imports)]
use crate::decoys::vocabulary::{core, pc, portcullis, std};

type Answer = &'static ::core::primitive::str;

::pc::policy! {
    /// Readers.
    pub READERS: Permission = any(role(Reader), permission("reports:read")), crate = ::pc
}

/// Public.
#[::pc::public(reason = "liveness probe", crate = ::pc)]
pub async fn public() -> Answer {
    ::core::future::ready("public").await
}

/// Needs a principal.
#[::pc::authenticated(crate = ::pc)]
pub async fn authenticated(_: ::pc::Principal<Permission>) -> Answer {
    ::core::future::ready("authenticated").await
}

/// Needs everything.
#[::pc::require_permission("reports:read", crate = ::pc)]
#[::pc::require_permission(Permission::ReadReports, crate = ::pc)]
#[::pc::require_role(Reader, crate = ::pc)]
#[::pc::require_role(Role::Editor, crate = ::pc)]
#[::pc::authorize(
    all(READERS, not(permission("reports:write")), check(allow)),
    crate = ::pc
)]
pub async fn everything(
    _: ::pc::Principal<Permission>,
    __argument_0: ::pc::Principal<Permission>,
    _unused: ::pc::Principal<Permission>,
) -> Answer {
    ::core::future::ready("everything").await
}

/// Speaks another vocabulary.
#[::pc::require_permission("read", vocabulary = Plain, crate = ::pc)]
pub async fn other() -> Answer {
    ::core::future::ready("other").await
}

/// Generic.
#[::pc::authenticated(crate = ::pc)]
pub async fn generic<T>() -> Answer
where
    T: 'static,
{
    ::core::future::ready(::core::any::type_name::<T>()).await
}

/// Allows.
pub async fn allow(_: &::pc::Principal<Permission>, _: ::pc::Environment<'_>) -> ::pc::Decision {
    ::core::future::ready(::pc::Decision::Allow).await
}
