//! `Authorized`: the proof that a principal may do something with this object.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use super::Resource;
use super::value::Value;
use crate::problem::Problem;

/// The only proof that the principal of this request may do `A` to this `T`.
///
/// Made by the guard of the route, or by [`Principal::authorize`](crate::Principal::authorize). A
/// repository whose functions take it cannot be called without: there is no public constructor, and
/// it is not `Clone`. (Storing it beyond the request is not prevented.)
#[must_use]
pub struct Authorized<T, A> {
    object: T,
    action: PhantomData<fn() -> A>,
}

impl<T, A> Authorized<T, A> {
    /// Only what has decided may call this.
    pub(crate) fn grant(object: T) -> Self {
        Self { object, action: PhantomData }
    }

    /// The object alone; the proof is used up.
    pub fn into_inner(self) -> T {
        self.object
    }
}

impl<T: Resource, A> Authorized<T, A> {
    /// What the decision rested on, as columns and the values that they had: the identifier, owners,
    /// tenant, parents, and what else is `#[resource(pinned)]`. A field that a `check(..)` looks at is
    /// not among them unless it is pinned.
    pub fn pinned(&self) -> impl Iterator<Item = (&'static str, Value)> {
        T::PINNED.iter().map(|column| (column.name(), column.value(&self.object)))
    }

    /// The object, once the database says how many rows a change
    /// [guarded by `push_where`](Self::push_where) wrote.
    ///
    /// # Errors
    /// [`Conflict`] when no row was written: the object was removed or changed hands after the
    /// decision.
    pub fn written(self, rows: u64) -> Result<T, Conflict> {
        if rows == 0 { Err(Conflict::of::<T>()) } else { Ok(self.object) }
    }

    /// What the database returned of the row that a change wrote (`RETURNING`), in place of the
    /// object as it was.
    ///
    /// # Errors
    /// [`Conflict`] when no row was written.
    pub fn replaced_by<R>(self, row: Option<R>) -> Result<R, Conflict> {
        row.ok_or_else(Conflict::of::<T>)
    }
}

impl<T, A> Deref for Authorized<T, A> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.object
    }
}

/// Shows nothing of the object, which may be confidential.
impl<T, A> fmt::Debug for Authorized<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorized").finish_non_exhaustive()
    }
}

/// Nothing was written, because the object changed after it was authorized: 409.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the `{resource}` changed after it was authorized")]
pub struct Conflict {
    resource: &'static str,
}

impl Conflict {
    /// For what a handler finds out by itself, such as a stale `If-Match` (RFC 9110).
    pub fn of<T: Resource>() -> Self {
        Self { resource: T::NAME }
    }
}

impl ResponseError for Conflict {
    fn status_code(&self) -> StatusCode {
        Problem::Conflict.status()
    }

    fn error_response(&self) -> HttpResponse {
        Problem::Conflict.respond()
    }
}
