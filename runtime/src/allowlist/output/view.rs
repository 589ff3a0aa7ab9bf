//! `View`: the answer with an entity, or several, of which each caller sees what is allowed.

use core::fmt;

use actix_web::body::BoxBody;
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{Error, HttpRequest, HttpResponse, Responder};
use futures_util::Stream;
use serde::{Serialize, Serializer};

use super::answer;
use super::caller::Caller;
use super::fields::Root;
use super::lines::Lines;
use super::selection::Selection;
use super::shape::SafeResponse;
use crate::resource::{Authorized, Entity};

/// An answer with one entity or several, seen through `V`: the way to answer with what has no
/// `Serialize`. The JSON is written straight from the entity, without a copy of its fields.
///
/// ```
/// # use portcullis::{Permissions, Resource, Roles, SafeResponse};
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// # enum Permission { #[permission("users:email")] Email }
/// # #[derive(Roles, Clone, Copy, PartialEq, Eq)]
/// # #[roles(permission = Permission)]
/// # enum Role { #[role(grants(all))] Support }
/// use portcullis::allowlist::{View, Visible};
///
/// #[derive(Resource)]
/// #[resource(owner = id)]
/// struct User { id: i64, name: String, email: String, password_hash: String }
///
/// #[derive(SafeResponse)]
/// #[safe_response(of = User, hide(password_hash))]
/// struct UserView {
///     id: i64,
///     name: String,
///     #[safe_response(any(owner, permission("users:email")))]
///     email: Visible<String>,
/// }
///
/// async fn users(rows: Vec<User>) -> View<UserView> {
///     View::list(rows)
/// }
/// # fn main() {}
/// ```
///
/// Its status is 200 and its type `application/json`, unless it says otherwise. A view that cannot be
/// written is a 500, never half an answer. `Debug` shows no value.
#[must_use = "a view is an answer: return it"]
pub struct View<V: SafeResponse> {
    content: Content<V::Entity>,
    selection: Selection<V>,
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
}

enum Content<E> {
    One(E),
    List(Vec<E>),
    Optional(Option<E>),
}

/// What a view takes: an entity, or an entity that a guard has authorized.
#[diagnostic::on_unimplemented(
    message = "the view does not show `{Self}`",
    label = "another type than the view's entity",
    note = "the view is of `{E}`: hand over one, or an `Authorized<{E}, _>`"
)]
pub trait IntoEntity<E> {
    /// The entity alone.
    #[doc(hidden)]
    fn into_entity(self) -> E;
}

#[diagnostic::do_not_recommend]
impl<E: Entity> IntoEntity<E> for E {
    fn into_entity(self) -> E {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<E: Entity, A> IntoEntity<E> for Authorized<E, A> {
    fn into_entity(self) -> E {
        self.into_inner()
    }
}

impl<V: SafeResponse> View<V> {
    /// One object.
    pub fn of(entity: impl IntoEntity<V::Entity>) -> Self {
        Self::new(Content::One(entity.into_entity()))
    }

    /// A JSON array of objects.
    pub fn list(entities: impl IntoIterator<Item: IntoEntity<V::Entity>>) -> Self {
        Self::new(Content::List(entities.into_iter().map(IntoEntity::into_entity).collect()))
    }

    /// One object, or null.
    pub fn optional(entity: Option<impl IntoEntity<V::Entity>>) -> Self {
        Self::new(Content::Optional(entity.map(IntoEntity::into_entity)))
    }

    /// A JSON object on each line (`application/x-ndjson`), written as the stream yields them.
    pub fn lines<S, T, E>(entities: S) -> Lines<V, S>
    where
        S: Stream<Item = Result<T, E>> + 'static,
        T: IntoEntity<V::Entity>,
        E: Into<Box<dyn core::error::Error>> + 'static,
    {
        Lines::new(entities)
    }

    fn new(content: Content<V::Entity>) -> Self {
        let (selection, status) = (Selection::all(), StatusCode::OK);
        Self { content, selection, status, headers: Vec::new() }
    }

    /// The same with these fields alone.
    pub fn only(mut self, selection: Selection<V>) -> Self {
        self.selection = selection;
        self
    }

    /// The same with another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with one more header; `Content-Type` is replaced.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The answer to `request`: a ruled field is seen by its principal.
    pub fn respond(self, request: &HttpRequest) -> HttpResponse {
        let caller = Caller::of::<V>(request);
        let body =
            Body::<V> { content: &self.content, selected: self.selection.bits(), caller: &caller };
        answer::json(V::SHAPE.name, self.status, self.headers, &body)
    }

    /// The answer as an error, for a handler that fails with an entity to show.
    pub fn into_error(self, request: &HttpRequest) -> Error {
        InternalError::from_response(Shown(V::SHAPE.name), self.respond(request)).into()
    }
}

impl<V: SafeResponse> Responder for View<V> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.respond(request)
    }
}

/// Shows no value.
impl<V: SafeResponse> fmt::Debug for View<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "View<{}>(..)", V::SHAPE.name)
    }
}

/// The cause of an error that shows a view.
#[derive(Debug)]
struct Shown(&'static str);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "answered with `{}`", self.0)
    }
}

/// The JSON of an answer.
struct Body<'a, V: SafeResponse> {
    content: &'a Content<V::Entity>,
    selected: u128,
    caller: &'a Caller,
}

impl<V: SafeResponse> Serialize for Body<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (selected, caller) = (self.selected, self.caller);
        let root = |entity| Root::<V> { entity, selected, caller };
        match self.content {
            Content::One(entity) | Content::Optional(Some(entity)) => {
                root(entity).serialize(serializer)
            }
            Content::Optional(None) => serializer.serialize_none(),
            Content::List(entities) => serializer.collect_seq(entities.iter().map(root)),
        }
    }
}
