//! `New`: a new object as a client hands it in, and the finished one on which the policy decides.

use core::fmt;
use core::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::body::{MergePatch, read};
use super::dto::Dto;
use super::rules::{decide, ruled_fields, validate};
use crate::resource::{Candidate, Entity, Resource};

/// An allowlist of what a client says about a new object. Implemented by
/// [`#[derive(SafeCreate)]`](macro@crate::SafeCreate).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what a client says about a new object",
    note = "derive it: `#[derive(SafeCreate)] #[safe_create(of = Post, server(author_id: i64), default(id))]`"
)]
pub trait SafeCreate: Dto {
    /// What is created.
    type Entity: Entity;
    /// The fields that the handler supplies.
    type Server;

    /// The whole object.
    #[doc(hidden)]
    fn into_entity(self, server: Self::Server) -> Self::Entity;
}

/// What a client says about a new object, all of which this principal may say.
///
/// A parameter of any guarded handler. The body is JSON (`application/json`) or a form, and refused as
/// [`Changes`](super::Changes) refuses one; what is required and missing is listed as well.
///
/// ```
/// use portcullis::allowlist::New;
/// use portcullis::resource::Create;
/// # use portcullis::{Permissions, Roles, Policy, PolicyFor, Principal, Rejection, Resource, SafeCreate, policy};
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// # enum Permission { #[permission("posts:write")] Write }
/// # #[derive(Roles, Clone, Copy, PartialEq, Eq)]
/// # #[roles(permission = Permission)]
/// # enum Role { #[role(grants(all))] Author }
/// #[derive(Resource)]
/// #[resource(owner = author_id)]
/// struct Post { id: i64, author_id: String, title: String }
///
/// #[derive(SafeCreate)]
/// #[safe_create(of = Post, server(author_id: String), default(id))]
/// struct NewPost { title: String }
///
/// policy!(AUTHORS: Permission = owner(Post));
///
/// impl PolicyFor<Create> for Post {
///     type Vocabulary = Permission;
///     const POLICY: &'static Policy<Permission> = AUTHORS;
/// }
///
/// async fn add(new: New<NewPost>, me: &Principal<Permission>) -> Result<(), Rejection> {
///     let draft = new.into_entity(NewPostServer { author_id: me.subject().to_owned() });
///     let post = me.authorize::<Create, _>(draft).await?;
///     println!("{} by {}", post.title, post.author_id);
///     Ok(())
/// }
/// # fn main() {}
/// ```
#[must_use]
pub struct New<C> {
    new: C,
}

impl<C: SafeCreate> New<C> {
    /// The finished object, with what only the handler knows. Nobody has decided yet whether this
    /// principal may create it: [`Principal::authorize`](crate::Principal::authorize) does.
    pub fn into_entity(self, server: C::Server) -> Draft<C::Entity> {
        Draft { entity: self.new.into_entity(server) }
    }

    /// What the client said, alone.
    pub fn into_inner(self) -> C {
        self.new
    }
}

impl<C> Deref for New<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.new
    }
}

/// Shows nothing of what the client said.
impl<C> fmt::Debug for New<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("New").finish_non_exhaustive()
    }
}

impl<C: SafeCreate> FromRequest for New<C> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            let new: C = read(request.clone(), payload, MergePatch::Refused).await?;
            decide(&ruled_fields(&new), &request, None).await?;
            validate(&new)?;
            Ok(Self { new })
        }
        .boxed_local()
    }
}

/// A finished object that nobody has authorized. The one way to it is
/// [`Principal::authorize`](crate::Principal::authorize), by the policy that the resource states in
/// [`PolicyFor<Create>`](crate::PolicyFor): its tenant and owner are compared once they are known.
#[must_use = "a draft is nothing until `principal.authorize::<Create, _>(draft)` allows it"]
pub struct Draft<T> {
    entity: T,
}

impl<T: Resource> Candidate for Draft<T> {
    type Resource = T;

    fn found(self) -> Option<T> {
        Some(self.entity)
    }
}

/// Shows nothing of the object.
impl<T> fmt::Debug for Draft<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}
