//! `Changes`: what a client wants to change about the object that the guard loaded.

use core::fmt;
use core::ops::Deref;
use std::any::Any;

use actix_web::dev::Payload;
use actix_web::{Error, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::body::{MergePatch, read};
use super::dto::Dto;
use super::rules::{decide, ruled_fields, validate};
use crate::gate::{Arg, Loaded};
use crate::resource::{Action, Entity, Load};

/// An allowlist of what may change about an entity. Implemented by
/// [`#[derive(SafeUpdate)]`](macro@crate::SafeUpdate).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which fields may change",
    note = "derive it: `#[derive(SafeUpdate)] #[safe_update(of = Post, deny(id, author_id))]`"
)]
pub trait SafeUpdate: Dto {
    /// What is changed.
    type Entity: Entity;

    /// Changes the fields that are set.
    #[doc(hidden)]
    fn apply(self, entity: &mut Self::Entity);
}

/// The changes that a request asks for, all of which this principal may make to this object.
///
/// A parameter of a handler whose guard loads the entity. The body is JSON (`application/json`, or
/// `application/merge-patch+json`, RFC 7396) or a form; it is refused as a whole:
///
/// | body | answer |
/// |---|---|
/// | of another type, or encoded | 415 |
/// | longer than [`InputConfig`](super::InputConfig) allows | 413 |
/// | no JSON at all | 400 |
/// | a field unknown, refused, twice, of another type, too deep | 422 with every such field |
/// | a field that this principal may not set | 403 with every such field |
/// | a value that garde, or the app's own rule, refuses | 422 with every such field |
///
/// There is no public constructor. `Debug` shows the names of the fields that are set, and no value.
#[must_use]
pub struct Changes<U> {
    changes: U,
}

impl<U: SafeUpdate> Changes<U> {
    /// Makes the changes.
    pub fn apply(self, entity: &mut U::Entity) {
        self.changes.apply(entity);
    }

    /// The changes alone.
    pub fn into_inner(self) -> U {
        self.changes
    }

    /// The names of the entity's fields that are set, in the order of the DTO, for the audit record.
    pub fn fields(&self) -> FieldNames<'_, U> {
        FieldNames { changes: &self.changes, position: 0 }
    }

    /// Whether nothing is to change.
    pub fn is_empty(&self) -> bool {
        self.fields().next().is_none()
    }
}

impl<U> Deref for Changes<U> {
    type Target = U;

    fn deref(&self) -> &U {
        &self.changes
    }
}

impl<U: SafeUpdate> fmt::Debug for Changes<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Changes")?;
        f.debug_set().entries(self.fields()).finish()
    }
}

/// Names of fields that are set.
#[derive(Debug)]
pub struct FieldNames<'a, U> {
    changes: &'a U,
    position: u32,
}

impl<U: Dto> Iterator for FieldNames<'_, U> {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        loop {
            let position = self.position;
            let field = U::SHAPE.fields.get(usize::try_from(position).ok()?)?;
            self.position += 1;
            if self.changes.is_set(position) {
                return Some(field.name);
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<U, T, A> Arg<Loaded<T, A>> for Changes<U>
where
    U: SafeUpdate<Entity = T>,
    T: Load,
    A: Action,
{
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;
    const IS_REVIEWED: bool = true;

    fn begin(
        _: &mut Option<crate::resource::Authorized<T, A>>,
        request: &HttpRequest,
        payload: &mut Payload,
    ) -> Self::Future {
        let body = read(request.clone(), payload.take(), MergePatch::Accepted);
        async move { Ok(Self { changes: body.await? }) }.boxed_local()
    }

    fn review<'a>(
        &'a self,
        request: &'a HttpRequest,
        object: Option<&'a dyn Any>,
    ) -> LocalBoxFuture<'a, Result<(), Error>> {
        async move {
            decide(&ruled_fields(&self.changes), request, object).await?;
            Ok(validate(&self.changes)?)
        }
        .boxed_local()
    }
}
