//! Authorizing further objects and lists inside a handler, by the policy that the resource states.

use std::any::Any;

use super::Rejection;
use super::object::listing;
use crate::const_eval::objects::{assert_about, assert_listable, assert_without_request};
use crate::policy::{Decision, Facts, OnDenied, Policy, Target};
use crate::principal::Principal;
use crate::resource::{Action, Authorized, Candidate, Listing, Resource, about};
use crate::vocabulary::Vocabulary;

/// Which policy decides about doing `A` to this resource where no route's guard does: inside a
/// handler, with [`Principal::authorize`].
///
/// ```
/// # use portcullis::{Permissions, Roles, Resource, PolicyFor, Policy, policy};
/// # use portcullis::resource::Update;
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// # enum Permission { #[permission("blogs:edit")] EditBlogs }
/// # #[derive(Roles, Clone, Copy, PartialEq, Eq)]
/// # #[roles(permission = Permission, admin = Admin)]
/// # enum Role { #[role(grants(all))] Admin }
/// #[derive(Resource)]
/// #[resource(owner = owner_id)]
/// struct Blog { id: i64, owner_id: String }
///
/// policy!(BLOG_EDITORS: Permission = any(owner(Blog), role(Admin)));
///
/// impl PolicyFor<Update> for Blog {
///     type Vocabulary = Permission;
///     const POLICY: &'static Policy<Permission> = BLOG_EDITORS;
/// }
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "no policy says who may do `{A}` to a `{Self}`",
    note = "state one: `impl PolicyFor<{A}> for {Self} {{ type Vocabulary = Permission; const POLICY: &'static Policy<Permission> = SOME_POLICY; }}`"
)]
pub trait PolicyFor<A: Action>: Resource {
    /// The permissions and roles that the policy speaks about.
    type Vocabulary: Vocabulary;
    /// The policy, made with [`policy!`](crate::policy!). It cannot ask anything of the request.
    const POLICY: &'static Policy<Self::Vocabulary>;
    /// Why the policy reaches across tenants, if it does. Otherwise nobody reaches the objects of
    /// another tenant. The inventory lists routes, so it does not show this.
    const CROSS_TENANT: Option<&'static str> = None;
    /// What a denied client is told.
    const ON_DENIED: OnDenied = OnDenied::NotFound;
}

impl<V: Vocabulary> Principal<V> {
    /// Decides whether this principal may do `A` to an object, by the policy that the resource
    /// states in [`PolicyFor`], its tenant included. Takes the object, or what a store found
    /// (`Option`).
    ///
    /// The decision is about this principal, whoever made it: take the one that the handler was
    /// given, not one of [`Principal::builder`].
    ///
    /// A handler that touches two objects takes the first from its guard and asks about the second:
    /// `principal.authorize::<Update, _>(blog).await?`.
    ///
    /// # Errors
    /// A [`Rejection`], whose answer is the same as that of a guard: 404 (or 403, where the
    /// resource says so) for an object that is missing or may not be touched, 503 for a check that
    /// cannot answer. It can be returned from a handler as it is.
    pub async fn authorize<A, C>(
        &self,
        candidate: C,
    ) -> Result<Authorized<C::Resource, A>, Rejection>
    where
        A: Action,
        C: Candidate,
        C::Resource: PolicyFor<A, Vocabulary = V>,
    {
        match candidate.found() {
            Some(object) => self.authorize_object(object).await,
            None => Err(Rejection::Missing(C::Resource::ON_DENIED)),
        }
    }

    /// Which `T` this principal may do `A` to, by the policy that the resource states in
    /// [`PolicyFor`]: a list that a handler needs beside what its guard provides.
    ///
    /// # Errors
    /// A [`Rejection`], answered 403, when the policy allows nothing whatever the object.
    pub fn list<A, T>(&self) -> Result<Listing<T>, Rejection>
    where
        A: Action,
        T: PolicyFor<A, Vocabulary = V>,
    {
        const { assert_listable(T::POLICY.root()) }
        let target = const { &target::<A, T>() };
        let facts = Facts::new(self, &());
        listing(T::POLICY, Some(target), &facts, &[])
    }

    async fn authorize_object<A, T>(&self, object: T) -> Result<Authorized<T, A>, Rejection>
    where
        A: Action,
        T: PolicyFor<A, Vocabulary = V>,
    {
        let target = const { &target::<A, T>() };
        let facts = Facts::new(self, &()).about(Some(&object as &dyn Any));
        match T::POLICY.decide_for(target, &facts).await {
            Decision::Allow => Ok(Authorized::grant(object)),
            decision => Err(Rejection::of_object(decision, T::ON_DENIED)),
        }
    }
}

/// What the policy of `T` for `A` is about, once it is one that can decide inside a handler.
#[track_caller]
const fn target<A: Action, T: PolicyFor<A>>() -> Target<T::Vocabulary> {
    assert_about(T::POLICY.root(), Some(&about::<T>()));
    assert_without_request(T::POLICY.root());
    Target::given::<T, A>(T::CROSS_TENANT, T::ON_DENIED)
}
