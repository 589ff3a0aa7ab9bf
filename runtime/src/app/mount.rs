//! Mounting: flattening scopes, so that every route knows its whole path and every policy on it.

use std::any::TypeId;
use std::cell::RefCell;
use std::rc::Rc;

use actix_web::dev::{HttpServiceFactory, ResourceDef};
use actix_web::http::Method;
use actix_web::web::ServiceConfig;

use super::fallback::Fallback;
use super::route::Route;
use super::table::{Defect, Entry, Table};
use crate::gate::{Declared, Gate, HandlerInfo, Rule};
use crate::policy::Policy;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// What [`App`](super::App) accepts: something whose every route has a decided policy.
///
/// The attributes implement it for the struct that actix-web's route attribute emits; scopes and
/// resources of this crate implement it too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no policy",
    label = "no policy was decided for this route",
    note = "put a policy above the route attribute: `#[require_permission(\"..\")]`, `#[require_role(..)]`, `#[authorize(..)]`, `#[authenticated]`, or `#[public(reason = \"..\")]`",
    note = "a policy below `#[get(..)]` and its like still guards, but cannot see the route: move it up",
    note = "scopes and resources come from `portcullis::{{scope, resource}}`, not from `actix_web::web`"
)]
pub trait Guarded: 'static {
    /// The permissions and roles that its policies speak about.
    type Vocabulary: Vocabulary;

    /// Registers the routes at `mount`.
    #[doc(hidden)]
    fn mount(self, mount: &mut Mount<'_, Self::Vocabulary>);
}

/// A registration that waits until its surroundings are known.
pub(super) type Child<V> = Box<dyn FnOnce(&mut Mount<'_, V>)>;

/// Where routes are being registered: the path and the policies around them.
#[doc(hidden)]
pub struct Mount<'a, V: Vocabulary> {
    config: &'a mut ServiceConfig,
    place: &'a Place<V>,
}

impl<'a, V: Vocabulary> Mount<'a, V> {
    pub(super) fn new(config: &'a mut ServiceConfig, place: &'a Place<V>) -> Self {
        Self { config, place }
    }

    pub(super) fn place(&self) -> &'a Place<V> {
        self.place
    }

    /// Registers the service that a route attribute emitted, under the policy of `R`.
    pub fn route_attribute<R>(&mut self, service: R, declared: &'static [Declared])
    where
        R: Rule<Vocabulary = V> + HttpServiceFactory,
    {
        for declared in declared {
            let methods = declared
                .methods
                .iter()
                .filter_map(|name| name.parse().ok())
                .collect();
            self.place.enter(
                declared.path,
                methods,
                R::POLICY,
                R::HANDLER,
                declared.conditional,
            );
        }
        self.config.service(service);
    }

    pub(super) fn app_data<U: 'static>(&mut self, data: U) {
        self.place.check_data::<U>();
        self.config.app_data(data);
    }

    pub(super) fn service(&mut self, service: impl HttpServiceFactory + 'static) {
        self.config.service(service);
    }
}

/// A position in the tree of scopes.
pub(super) struct Place<V: Vocabulary> {
    security: Security<V>,
    prefix: Option<ResourceDef>,
    chain: Vec<&'static Policy<V>>,
    /// Whether guards on an enclosing scope decide if routes match.
    conditional: bool,
    table: Rc<RefCell<Table<V>>>,
}

impl<V: Vocabulary> Place<V> {
    pub(super) fn root(security: Security<V>) -> Self {
        let table = Rc::new(RefCell::new(Table::default()));
        Self {
            security,
            prefix: None,
            chain: Vec::new(),
            conditional: false,
            table,
        }
    }

    /// The place inside a scope.
    ///
    /// `conditional` says that guards decide whether the scope matches.
    pub(super) fn within(
        &self,
        prefix: &str,
        policies: &[&'static Policy<V>],
        conditional: bool,
    ) -> Self {
        let inner = ResourceDef::root_prefix(prefix);
        let prefix = match &self.prefix {
            Some(outer) => outer.join(&inner),
            None => inner,
        };
        let mut chain = self.chain.clone();
        chain.extend_from_slice(policies);
        let path = prefix.pattern().unwrap_or_default();
        self.table
            .borrow_mut()
            .enter_scope(self.path(), path, conditional);
        Self {
            security: self.security.clone(),
            prefix: Some(prefix),
            chain,
            conditional: self.conditional || conditional,
            table: Rc::clone(&self.table),
        }
    }

    /// Notes a route in the table.
    pub(super) fn enter(
        &self,
        path: &str,
        methods: Vec<Method>,
        policy: &'static Policy<V>,
        handler: HandlerInfo,
        conditional: bool,
    ) {
        let pattern = match &self.prefix {
            Some(prefix) if path.is_empty() => ResourceDef::new(prefix.pattern().unwrap_or("")),
            Some(prefix) => prefix.join(&ResourceDef::new(with_leading_slash(path))),
            None => ResourceDef::new(with_leading_slash(path)),
        };
        let chain = self.chain.clone();
        let conditional = self.conditional || conditional;
        self.table.borrow_mut().enter(
            self.path(),
            Entry {
                pattern,
                methods,
                policy,
                chain,
                handler,
                conditional,
            },
        );
    }

    /// Refuses data that would take the place of the gate.
    pub(super) fn check_data<U: 'static>(&self) {
        if TypeId::of::<U>() == TypeId::of::<Gate<V>>() {
            let path = self.path().to_owned();
            self.table.borrow_mut().note(Defect::MisplacedGate { path });
        }
    }

    fn path(&self) -> &str {
        self.prefix
            .as_ref()
            .and_then(ResourceDef::pattern)
            .unwrap_or_default()
    }

    pub(super) fn gate(&self) -> Gate<V> {
        Gate::within(self.security.clone(), self.chain.clone())
    }

    /// What answers when no route of this place does.
    pub(super) fn fallback(&self, default: Option<Route<V>>) -> Fallback<V> {
        Fallback::new(Rc::clone(&self.table), self.security.clone(), default)
    }

    pub(super) fn table(&self) -> &Rc<RefCell<Table<V>>> {
        &self.table
    }

    pub(super) fn security(&self) -> &Security<V> {
        &self.security
    }
}

/// actix-web's own rule for the paths of resources.
fn with_leading_slash(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    }
}
