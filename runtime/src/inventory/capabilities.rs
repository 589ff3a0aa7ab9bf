//! `Capabilities`: what one principal may do, for clients that show what can be used.

use std::collections::{BTreeMap, HashSet};

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

use super::access::{Access, Leaf};
use super::{FieldList, FieldUsage, Inventory, RouteInfo};
use crate::policy::Condition;
use crate::principal::Principal;
use crate::vocabulary::{Roles as _, Set as _, Vocabulary};

/// Which routes and fields one principal may use. Routes and fields that it never may are left out,
/// and no condition is told. It is an answer: a handler returns it as it is.
///
/// It is for showing, never for deciding: the gate decides at each request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Capabilities {
    /// The routes, in the order of registration.
    pub routes: Vec<Capability>,
}

/// One route that the principal may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Capability {
    /// The HTTP methods; empty for every method.
    pub methods: Vec<String>,
    /// The whole path pattern.
    pub path: String,
    /// Whether it may.
    pub may: May,
    /// The fields that a body may set, by JSON pointer (RFC 6901).
    pub set: BTreeMap<String, May>,
    /// The fields that an answer shows, by JSON pointer.
    pub show: BTreeMap<String, May>,
    /// What a list can be filtered by.
    pub filter: BTreeMap<String, May>,
    /// What a list can be sorted by.
    pub sort: BTreeMap<String, May>,
}

/// Whether a principal may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum May {
    /// That depends on the object, the request, or a check.
    Depends,
    /// Whatever the request is about.
    Always,
}

impl Inventory {
    /// What `principal` may do; what nobody needs a principal for, where there is none.
    ///
    /// ```
    /// # use portcullis::{Permissions, Principal, authenticated};
    /// # use portcullis::inventory::{Capabilities, Inventory};
    /// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
    /// # enum Permission { #[permission("a:b")] A }
    /// #[authenticated]
    /// #[actix_web::get("/capabilities")]
    /// async fn capabilities(app: Inventory, caller: Principal<Permission>) -> Capabilities {
    ///     app.capabilities(&caller)
    /// }
    /// # fn main() {}
    /// ```
    pub fn capabilities<'p, V: Vocabulary>(
        &self,
        principal: impl Into<Option<&'p Principal<V>>>,
    ) -> Capabilities {
        let known = principal.into().map(Known::of);
        let may = |condition: &Condition| match &known {
            Some(known) => May::of(Access::is_known(condition, &|leaf| known.leaf(leaf))),
            None => matches!(condition, Condition::Public { .. }).then_some(May::Always),
        };
        let routes = self.routes().iter().filter_map(|route| Capability::of(route, &may));
        Capabilities { routes: routes.collect() }
    }
}

impl Capability {
    fn of(route: &RouteInfo, may: &dyn Fn(&Condition) -> Option<May>) -> Option<Self> {
        // A scope around a public route asks for a principal.
        let each = route.policies.iter().map(|policy| may(&policy.tree));
        let may_route = each.min().flatten()?;
        let mut capability = Self {
            methods: route.methods.clone(),
            path: route.path.clone(),
            may: may_route,
            set: BTreeMap::new(),
            show: BTreeMap::new(),
            filter: BTreeMap::new(),
            sort: BTreeMap::new(),
        };
        for list in route.input.iter().chain(&route.output) {
            capability.note(list, "", May::Always, may);
        }
        Some(capability)
    }

    fn note(
        &mut self,
        list: &FieldList,
        around: &str,
        limit: May,
        may: &dyn Fn(&Condition) -> Option<May>,
    ) {
        for field in &list.fields {
            let Some(own) = field.rule.as_ref().map_or(Some(May::Always), may) else { continue };
            let own = own.min(limit);
            let pointer =
                || format!("{around}/{}", field.key.replace('~', "~0").replace('/', "~1"));
            let (fields, key) = match field.usage {
                FieldUsage::Set => (&mut self.set, pointer()),
                FieldUsage::Show => (&mut self.show, pointer()),
                FieldUsage::Filter => (&mut self.filter, field.key.to_string()),
                FieldUsage::Sort => (&mut self.sort, field.key.to_string()),
            };
            // Of several lists with one field, whichever allows more.
            let known = fields.entry(key).or_insert(own);
            *known = own.max(*known);
            if let Some(below) = &field.below {
                self.note(below, &pointer(), own, may);
            }
        }
    }
}

impl May {
    fn of(is_allowed: Option<bool>) -> Option<Self> {
        match is_allowed {
            Some(true) => Some(Self::Always),
            None => Some(Self::Depends),
            Some(false) => None,
        }
    }
}

/// What a principal says of itself.
struct Known<'p, V: Vocabulary> {
    principal: &'p Principal<V>,
    permissions: HashSet<&'static str>,
    roles: HashSet<&'static str>,
}

impl<'p, V: Vocabulary> Known<'p, V> {
    fn of(principal: &'p Principal<V>) -> Self {
        let roles = V::Role::NAMES.iter().zip(0..);
        let roles = roles.filter(|(_, index)| principal.role_bits().has(*index));
        Self {
            principal,
            permissions: principal.permissions().names().collect(),
            roles: roles.map(|(name, _)| *name).collect(),
        }
    }

    fn leaf(&self, leaf: &Condition) -> Leaf {
        let holds = match leaf {
            Condition::Public { .. } | Condition::Authenticated => true,
            Condition::Permission { name } => self.permissions.contains(name.as_ref()),
            Condition::Role { name } => self.roles.contains(name.as_ref()),
            Condition::Scope { name } => self.principal.has_scope(name),
            Condition::Fresh { .. } if self.principal.authenticated_at().is_none() => {
                return Leaf::Silent;
            }
            Condition::Fresh { seconds } => {
                self.principal.is_fresh(core::time::Duration::from_secs(u64::from(*seconds)))
            }
            Condition::Mfa if !self.principal.names_methods() => return Leaf::Silent,
            Condition::Mfa => self.principal.used_multiple_factors(),
            _ => return Leaf::Open,
        };
        if holds { Leaf::Holds } else { Leaf::Fails }
    }
}

/// Nothing that is about one caller is kept by a cache.
impl Responder for Capabilities {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .json(self)
    }
}
