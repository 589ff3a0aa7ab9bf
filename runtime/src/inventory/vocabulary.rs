//! The permissions and roles of an app as plain data, and the callers that reports tell apart.

use serde::Serialize;

use super::access::{Access, Leaf};
use crate::policy::{Condition, Name};
use crate::vocabulary::{Roles, Set as _, Vocabulary};

/// One role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RoleInfo {
    /// Its name, as tokens carry it.
    pub name: Name,
    /// The names of the roles that it includes: itself, and those that it inherits.
    pub includes: Vec<Name>,
    /// The names of the permissions that it grants, inherited ones too.
    pub grants: Vec<Name>,
}

/// Somebody whom reports tell apart from others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caller {
    /// Nobody: no credential was presented.
    Anonymous,
    /// A principal without roles or permissions. Where the vocabulary has no roles, its permissions
    /// are left open.
    Authenticated,
    /// A principal with exactly this role, and what it inherits and grants.
    Role(Name),
}

/// What an app's policies speak about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) permissions: Vec<Name>,
    pub(super) roles: Vec<RoleInfo>,
}

impl Terms {
    pub(super) fn of<V: Vocabulary>() -> Self {
        let permissions = V::NAMES.iter().map(|name| Name::from(*name)).collect();
        let names = <V::Role as Roles>::NAMES;
        let sets = <V::Role as Roles>::INCLUDES.iter().zip(<V::Role as Roles>::GRANTS);
        let roles = names.iter().zip(sets).map(|(name, (includes, grants))| RoleInfo {
            name: (*name).into(),
            includes: named(names, |index| includes.has(index)),
            grants: named(V::NAMES, |index| grants.has(index)),
        });
        Self { permissions, roles: roles.collect() }
    }

    /// The callers, which are the columns of every table.
    pub(super) fn callers(&self) -> Vec<Caller> {
        let roles = self.roles.iter().map(|role| Caller::Role(role.name.clone()));
        [Caller::Anonymous, Caller::Authenticated].into_iter().chain(roles).collect()
    }

    /// What each of `callers` may under `condition`.
    pub(super) fn accesses(&self, callers: &[Caller], condition: &Condition) -> Vec<Access> {
        callers.iter().map(|caller| self.access(caller, condition)).collect()
    }

    /// What `caller` may under `condition`.
    pub(super) fn access(&self, caller: &Caller, condition: &Condition) -> Access {
        let role = match caller {
            // Nothing but a public policy holds without a principal, `not(..)` included.
            Caller::Anonymous => {
                let is_public = matches!(condition, Condition::Public { .. });
                return if is_public { Access::Always } else { Access::Never };
            }
            Caller::Authenticated => None,
            Caller::Role(name) => self.roles.iter().find(|role| role.name == *name),
        };
        let holds = |holds| if holds { Leaf::Holds } else { Leaf::Fails };
        Access::of(condition, &|leaf| match leaf {
            Condition::Public { .. } | Condition::Authenticated => Leaf::Holds,
            Condition::Permission { .. } if self.roles.is_empty() => Leaf::Open,
            Condition::Permission { name } => {
                holds(role.is_some_and(|role| role.grants.contains(name)))
            }
            Condition::Role { name } => {
                holds(role.is_some_and(|role| role.includes.contains(name)))
            }
            _ => Leaf::Open,
        })
    }
}

fn named(names: &[&'static str], has: impl Fn(u16) -> bool) -> Vec<Name> {
    let numbered = names.iter().zip(0..);
    numbered.filter(|(_, index)| has(*index)).map(|(name, _)| Name::from(*name)).collect()
}

impl core::fmt::Display for Caller {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Anonymous => f.write_str("anonymous"),
            Self::Authenticated => f.write_str("authenticated"),
            // A role may have the name of one of those.
            Self::Role(name) if name == "anonymous" || name == "authenticated" => {
                write!(f, "role({name})")
            }
            Self::Role(name) => f.write_str(name),
        }
    }
}

impl Serialize for Caller {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
