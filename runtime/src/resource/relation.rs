//! The conditions of a policy that are about a resource, and the guards that state them.

use core::any::{Any, TypeId, type_name};

use actix_web::web::Data;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::action::Action;
use super::column::KeyColumn;
use super::load::Load;
use super::{Entity, Resource};
use crate::const_eval::pattern::assert_unrelated;
use crate::policy::{
    About, Check, CheckFn, Decision, Node, ObjectCheck, OnDenied, Relation, Source, SqlPart, Store,
    Target, Tenancy,
};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// What a condition about `T` is about.
#[doc(hidden)]
pub const fn about<T: Entity>() -> About {
    About { resource: T::NAME, key: T::PATH, id: TypeId::of::<T> }
}

/// `owner(T)`.
///
/// # Panics
/// When the resource names no owner; in const position that is a compile error.
#[track_caller]
pub const fn owner<T: Resource, V: Vocabulary>() -> Node<V> {
    assert!(
        !T::OWNERS.is_empty(),
        "the resource names no owner: add `#[resource(owner = ..)]` to it, for example `#[resource(owner = author_id)]`"
    );
    Node::Owner(Relation { about: about::<T>(), holds: owns::<T, V> })
}

/// `tenant(T)`.
///
/// # Panics
/// When the resource names no tenant; in const position that is a compile error.
#[track_caller]
pub const fn tenant<T: Resource, V: Vocabulary>() -> Node<V> {
    assert!(
        T::TENANT.is_some(),
        "the resource names no tenant: add `#[resource(tenant = ..)]` to it, for example `#[resource(tenant = blog_id)]`"
    );
    Node::Tenant(same_tenant::<T, V>())
}

/// `check(T, name)`, with `sql` for lists.
pub const fn object_check<T: Resource, V: Vocabulary>(
    name: &'static str,
    call: CheckFn<V>,
    sql: Option<&'static [SqlPart]>,
) -> Node<V> {
    Node::ObjectCheck(ObjectCheck { about: about::<T>(), check: Check { name, call }, sql })
}

/// Calls a check with the object that the gate loaded.
#[doc(hidden)]
pub fn ask_about<'a, T, V, F>(
    principal: &'a Principal<V>,
    object: &'a dyn Any,
    check: F,
) -> LocalBoxFuture<'a, Decision>
where
    T: Resource,
    V: Vocabulary,
    F: AsyncFn(&'a Principal<V>, &'a T) -> Decision + 'a,
{
    match object.downcast_ref::<T>() {
        Some(object) => async move { check(principal, object).await }.boxed_local(),
        None => async { Decision::unavailable("the object of this check") }.boxed_local(),
    }
}

fn owns<T: Resource, V: Vocabulary>(principal: &Principal<V>, object: &dyn Any) -> Option<bool> {
    object.downcast_ref::<T>().map(|object| object.is_owned_by(principal.subject()))
}

const fn same_tenant<T: Resource, V: Vocabulary>() -> Relation<V> {
    Relation { about: about::<T>(), holds: is_of_tenant::<T, V> }
}

fn is_of_tenant<T: Resource, V: Vocabulary>(
    principal: &Principal<V>,
    object: &dyn Any,
) -> Option<bool> {
    let object = object.downcast_ref::<T>()?;
    Some(principal.tenant().is_some_and(|tenant| object.is_of_tenant(tenant)))
}

/// What a guard says beside its policy.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The path parameters that name the object; the resource's own names when `None`.
    pub id: Option<&'static [&'static str]>,
    /// Why the policy reaches across tenants, if it does.
    pub cross_tenant: Option<&'static str>,
    /// What a denied client is told.
    pub on_denied: OnDenied,
    /// Parameters that are not about the object, and why.
    pub unrelated: &'static [(&'static str, &'static str)],
}

impl<V: Vocabulary> Target<V> {
    /// One object, which the gate loads.
    ///
    /// # Panics
    /// When `id` has not as many parameters as the identifier has parts.
    #[doc(hidden)]
    #[track_caller]
    pub const fn loaded<T: Load, A: Action>(terms: Terms) -> Self {
        let id = match terms.id {
            Some(id) => id,
            None => T::ID,
        };
        assert!(
            id.len() == T::ID.len(),
            "the identifier has another number of parts: name one path parameter for each, for example `id = [\"blog_id\", \"number\"]`"
        );
        assert_unrelated(terms.unrelated, id, T::RELATIONS);
        let store = Store { id: TypeId::of::<Data<T::Store>>, name: type_name::<T::Store> };
        Self::of::<T, A>(terms, Source::Loaded { id, relations: T::RELATIONS, store })
    }

    /// All objects that the policy allows.
    #[doc(hidden)]
    #[track_caller]
    pub const fn listed<T: Resource, A: Action>(terms: Terms) -> Self {
        assert_unrelated(terms.unrelated, &[], T::RELATIONS);
        Self::of::<T, A>(terms, Source::Listed { relations: T::RELATIONS })
    }

    pub(crate) const fn given<T: Resource, A: Action>(
        cross_tenant: Option<&'static str>,
        on_denied: OnDenied,
    ) -> Self {
        let terms = Terms { id: None, cross_tenant, on_denied, unrelated: &[] };
        Self::of::<T, A>(terms, Source::Given)
    }

    const fn of<T: Resource, A: Action>(terms: Terms, source: Source) -> Self {
        if let Some(reason) = terms.cross_tenant {
            assert!(!reason.is_empty(), "say why the policy reaches across tenants");
        }
        assert!(
            T::TENANT.is_some() || terms.cross_tenant.is_none(),
            "the resource names no tenant, so nothing is to be crossed: remove `cross_tenant`, or add `#[resource(tenant = ..)]` to the resource"
        );
        let tenancy = match (T::TENANT, terms.cross_tenant) {
            (None, _) => Tenancy::None,
            (Some(_), Some(reason)) => Tenancy::Across(reason),
            (Some(_), None) => Tenancy::Same(same_tenant::<T, V>()),
        };
        Self {
            about: about::<T>(),
            tenancy,
            on_denied: terms.on_denied,
            action: A::NAME,
            action_id: TypeId::of::<A>,
            source,
            unrelated: terms.unrelated,
            owners: || T::OWNERS.iter().map(KeyColumn::name).collect(),
            tenant: match &T::TENANT {
                Some(column) => Some(column.name()),
                None => None,
            },
            allows_serialize: T::ALLOWS_SERIALIZE,
        }
    }
}
