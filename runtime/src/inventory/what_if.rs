//! What would be if: questions to an inventory about callers and grants.

use core::fmt;
use std::sync::Arc;

use super::access::Access;
use super::lock::{Differences, Lock};
use super::route::RouteInfo;
use super::vocabulary::Caller;
use super::{Inner, Inventory, Terms};
use crate::policy::Name;

/// A word that the app's vocabulary does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTerm {
    kind: &'static str,
    word: String,
    known: Vec<String>,
}

impl Inventory {
    /// Who can reach a route with this method and whole path pattern, and when; nobody where there
    /// is none. Where guards other than the method tell several apart, what any of them allows.
    pub fn who_can_reach(&self, method: &str, path: &str) -> Vec<(&Caller, Access)> {
        let routes = self.routes_at(method, path);
        let callers = self.callers().iter().enumerate();
        let all = callers.map(|(at, caller)| {
            let of_routes = routes.iter().filter_map(|route| route.access.get(at));
            (caller, Access::any(of_routes))
        });
        all.filter(|(_, access)| access.is_possible()).collect()
    }

    /// Every route that `caller` can reach, and when: the name of a role, `authenticated` or
    /// `anonymous`.
    ///
    /// # Errors
    /// There is no such caller.
    pub fn reached_by(
        &self,
        caller: &str,
    ) -> Result<impl Iterator<Item = (&RouteInfo, &Access)>, UnknownTerm> {
        let known = || self.callers().iter().map(ToString::to_string);
        let at = known().position(|name| name == caller);
        let at = at.ok_or_else(|| UnknownTerm::of("caller", caller, known()))?;
        let all =
            self.routes().iter().filter_map(move |route| Some((route, route.access.get(at)?)));
        Ok(all.filter(|(_, access)| access.is_possible()))
    }

    /// The inventory as it would be if `role`, and with it every role that includes it, granted
    /// `permission` too. [`differences`](Self::differences) tells what that changes.
    ///
    /// # Errors
    /// The vocabulary has no such role, or no such permission.
    pub fn with_grant(&self, role: &str, permission: &str) -> Result<Self, UnknownTerm> {
        let Terms { permissions, mut roles } = self.inner.terms.clone();
        let names = || permissions.iter().map(ToString::to_string);
        let found = permissions.iter().find(|name| *name == permission);
        let permission: &Name =
            found.ok_or_else(|| UnknownTerm::of("permission", permission, names()))?;
        if !roles.iter().any(|known| known.name == role) {
            let known = roles.iter().map(|role| role.name.to_string());
            return Err(UnknownTerm::of("role", role, known));
        }
        for other in roles.iter_mut().filter(|other| other.includes.iter().any(|name| name == role))
        {
            if !other.grants.contains(permission) {
                other.grants.push(permission.clone());
            }
        }
        let terms = Terms { permissions, roles };
        let routes = self.routes().iter().map(|route| RouteInfo {
            access: terms.accesses(self.callers(), &route.condition()),
            ..route.clone()
        });
        let (routes, callers) = (routes.collect(), self.callers().to_vec());
        let around = self.inner.around.clone();
        Ok(Self { inner: Arc::new(Inner { terms, callers, routes, around }) })
    }

    /// What is different in `newer`, and who gains or loses access by it.
    pub fn differences(&self, newer: &Self) -> Differences {
        Lock::of(self).differences(&Lock::of(newer))
    }
}

impl UnknownTerm {
    fn of(kind: &'static str, word: &str, known: impl Iterator<Item = String>) -> Self {
        Self { kind, word: word.to_owned(), known: known.collect() }
    }
}

impl fmt::Display for UnknownTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no {} `{}`; there are `{}`", self.kind, self.word, self.known.join("`, `"))
    }
}

impl core::error::Error for UnknownTerm {}
