//! `Target`: the object that a policy is about, as data.

use core::any::TypeId;

use serde::Serialize;

use super::{About, Relation};
use crate::const_eval::pattern::{contains, is_among};
use crate::vocabulary::Vocabulary;

/// What a route's policy says about the object behind it.
pub struct Target<V: Vocabulary> {
    pub(crate) about: About,
    pub(crate) tenancy: Tenancy<V>,
    pub(crate) on_denied: OnDenied,
    pub(crate) action: &'static str,
    pub(crate) action_id: fn() -> TypeId,
    pub(crate) source: Source,
    /// Parameters in front of the object's own that are not about it, and why.
    pub(crate) unrelated: &'static [(&'static str, &'static str)],
    /// The columns of which each may name an owner.
    pub(crate) owners: fn() -> Vec<&'static str>,
    /// The column that names the tenant.
    pub(crate) tenant: Option<&'static str>,
    /// Why the resource may be serialized, if it may.
    pub(crate) allows_serialize: Option<&'static str>,
}

/// How tenants are kept apart.
pub(crate) enum Tenancy<V: Vocabulary> {
    /// The resource belongs to no tenant.
    None,
    /// Nobody reaches another tenant's objects, whatever the rest of the policy says.
    Same(Relation<V>),
    /// The policy reaches across tenants, for the reason given.
    Across(&'static str),
}

/// Where the object comes from.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// One object, loaded before the decision.
    Loaded {
        /// The path parameters that name it.
        id: &'static [&'static str],
        /// Path parameters that must agree with it where a route has them.
        relations: &'static [&'static str],
        store: Store,
    },
    /// All objects that the policy allows, below the parents in the path.
    Listed { relations: &'static [&'static str] },
    /// One object that the handler hands over.
    Given,
}

/// The app's data that a resource loads from.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    pub(crate) id: fn() -> TypeId,
    pub(crate) name: fn() -> &'static str,
}

/// What a client is told about an object that it may not touch. A missing object is answered the
/// same, so that nobody learns which objects exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDenied {
    /// 404: the existence of the object is hidden.
    #[default]
    NotFound,
    /// 403.
    Forbidden,
}

impl<V: Vocabulary> Target<V> {
    /// The name of the resource's type.
    pub const fn resource(&self) -> &'static str {
        self.about.resource
    }

    /// The name of the action's type.
    pub const fn action(&self) -> &'static str {
        self.action
    }

    /// Why the policy reaches across tenants, if it does.
    pub const fn cross_tenant(&self) -> Option<&'static str> {
        match self.tenancy {
            Tenancy::Across(reason) => Some(reason),
            _ => None,
        }
    }

    /// The columns of the resource of which each may name an owner.
    pub fn owner_columns(&self) -> Vec<&'static str> {
        (self.owners)()
    }

    /// The column of the resource that names the tenant.
    pub const fn tenant_column(&self) -> Option<&'static str> {
        self.tenant
    }

    /// What a denied client is told.
    pub const fn on_denied(&self) -> OnDenied {
        self.on_denied
    }

    /// Whether the route lists objects instead of loading one.
    pub const fn is_list(&self) -> bool {
        matches!(self.source, Source::Listed { .. })
    }

    /// The path parameters that name the object.
    pub const fn parameters(&self) -> &'static [&'static str] {
        match self.source {
            Source::Loaded { id, .. } => id,
            Source::Listed { .. } | Source::Given => &[],
        }
    }

    /// Whether it is about this type, whatever has its name.
    pub(crate) fn is_about<T: 'static>(&self) -> bool {
        (self.about.id)() == TypeId::of::<T>()
    }

    /// Whether it is for this action, whatever has its name.
    pub(crate) fn is_for<A: 'static>(&self) -> bool {
        (self.action_id)() == TypeId::of::<A>()
    }

    /// The ways around a rule that the guard or the resource takes, as they are written.
    pub(crate) fn escape_hatches(&self) -> Vec<String> {
        let unrelated = self
            .unrelated
            .iter()
            .map(|(name, reason)| format!("danger_unrelated({name}, reason = {reason:?})"));
        let cross_tenant = self.cross_tenant().map(|reason| format!("cross_tenant = {reason:?}"));
        let serialize = self.allows_serialize.map(|reason| {
            format!("danger_allow_serialize(reason = {reason:?}) of {}", self.resource())
        });
        unrelated.chain(cross_tenant).chain(serialize).collect()
    }

    /// Whether a parameter of this name is compared with the object, or stated to be unrelated.
    pub(crate) const fn knows_parameter(&self, name: &str) -> bool {
        let relations = match self.source {
            Source::Loaded { relations, .. } | Source::Listed { relations } => relations,
            Source::Given => &[],
        };
        contains(relations, name) || is_among(self.unrelated, name)
    }

    /// Path parameters in front of the object's own that nothing compares with it, each with the
    /// reason that the guard gives.
    pub const fn unrelated(&self) -> &'static [(&'static str, &'static str)] {
        self.unrelated
    }
}
