//! The inventory: every registered route and the policy that holds there, for people and programs.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::app::Entry;
use crate::vocabulary::Vocabulary;

mod access;
mod authenticator;
mod capabilities;
mod fields;
mod html;
mod lock;
mod markdown;
#[cfg(feature = "openapi")]
mod openapi;
mod page;
mod route;
mod served;
mod table;
mod vocabulary;
mod what_if;

pub use access::Access;
pub use authenticator::AuthenticatorInfo;
pub use capabilities::{Capabilities, Capability, May};
pub use fields::{FieldInfo, FieldList, FieldListKind, FieldUsage, LeftOut};
pub use lock::{AccessChange, CallerChange, Differences, LineChange, Lock, LockError, RouteChange};
pub use page::page;
pub use route::{ObjectInfo, PolicyInfo, PolicyPlace, RouteInfo, ScopeInfo};
pub use vocabulary::{Caller, RoleInfo};
pub use what_if::UnknownTerm;

pub(crate) use authenticator::Around;
pub(crate) use fields::{Frame, Source};
pub(crate) use served::Served;
use vocabulary::Terms;

/// Every registered route of an app, with its policy, its fields and who may. `Display` is a table.
/// Cheap to clone. In a handler it is a parameter: the inventory of the app that serves it.
#[doc = include_str!("json.md")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    inner: Arc<Inner>,
}

#[derive(Debug, PartialEq, Eq)]
struct Inner {
    terms: Terms,
    callers: Vec<Caller>,
    routes: Vec<RouteInfo>,
    around: Around,
}

impl Inventory {
    /// The version of the JSON.
    pub const VERSION: u32 = 1;

    pub(crate) fn of<'a, V: Vocabulary>(
        entries: impl Iterator<Item = &'a Entry<V>>,
        around: &Around,
    ) -> Self {
        let terms = Terms::of::<V>();
        let callers = terms.callers();
        let routes = entries.map(|entry| RouteInfo::of(entry, &terms, &callers)).collect();
        Self { inner: Arc::new(Inner { terms, callers, routes, around: around.clone() }) }
    }

    /// The routes in the order of registration.
    pub fn routes(&self) -> &[RouteInfo] {
        &self.inner.routes
    }

    /// The routes with this method and whole path pattern, in the order in which they are asked.
    /// There are several where guards other than the method tell them apart. `HEAD` is for `GET`
    /// where no route takes it.
    pub fn routes_at(&self, method: &str, path: &str) -> Vec<&RouteInfo> {
        let with = |method: &str| -> Vec<&RouteInfo> {
            let takes = |route: &&RouteInfo| route.path == path && route.takes(method);
            self.routes().iter().filter(takes).collect()
        };
        match with(method) {
            none if none.is_empty() && method == "HEAD" => with("GET"),
            routes => routes,
        }
    }

    /// Everybody whom [`RouteInfo::access`] tells apart, in the same order.
    pub fn callers(&self) -> &[Caller] {
        &self.inner.callers
    }

    /// The names of all permissions.
    pub fn permissions(&self) -> &[crate::policy::Name] {
        &self.inner.terms.permissions
    }

    /// All roles with what they grant.
    pub fn roles(&self) -> &[RoleInfo] {
        &self.inner.terms.roles
    }

    /// The types of the app's own middleware, innermost last. It runs before the gate and may answer
    /// by itself.
    pub fn middleware(&self) -> &[&'static str] {
        &self.inner.around.middleware
    }

    /// What the app takes as a credential, in the order in which it was configured.
    pub fn authenticators(&self) -> &[AuthenticatorInfo] {
        &self.inner.around.authenticators
    }

    /// The inventory as JSON, on one line.
    pub fn to_json(&self) -> String {
        // Plain data under text keys: there is nothing that JSON could not write.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Inventory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'a> {
            version: u32,
            permissions: &'a [crate::policy::Name],
            roles: &'a [RoleInfo],
            callers: &'a [Caller],
            middleware: &'a [&'static str],
            authenticators: &'a [AuthenticatorInfo],
            routes: &'a [RouteInfo],
        }

        Document {
            version: Self::VERSION,
            permissions: self.permissions(),
            roles: self.roles(),
            callers: self.callers(),
            middleware: self.middleware(),
            authenticators: self.authenticators(),
            routes: self.routes(),
        }
        .serialize(serializer)
    }
}
