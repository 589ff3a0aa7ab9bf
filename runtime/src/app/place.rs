//! `Place`: a position in the tree of scopes, with its whole path and every policy on the way.

use std::any::TypeId;
use std::cell::RefCell;
use std::rc::Rc;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;

use super::defects::Defect;
use super::fallback::Fallback;
use super::route::Route;
use super::served::Served;
use super::table::{Entry, PlaceId, ScopeEntry, Table};
use crate::const_eval::objects::about_another;
use crate::const_eval::pattern::{has_parameter, parameters};
use crate::gate::{Gate, HandlerInfo, Surface};
use crate::policy::Policy;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// Where routes are registered. Scopes are flattened: nothing else has to know of them later.
pub(super) struct Place<V: Vocabulary> {
    id: PlaceId,
    prefix: Option<ResourceDef>,
    /// Those around, outermost first.
    scopes: Vec<ScopeEntry<V>>,
    /// Innermost last.
    middleware: Vec<&'static str>,
    /// Whether guards on an enclosing scope decide if routes match.
    conditional: bool,
    security: Security<V>,
    table: Rc<RefCell<Table<V>>>,
}

/// A route as it is registered at a place.
pub(super) struct Registration<'a, V: Vocabulary> {
    /// Relative to the place.
    pub(super) path: &'a str,
    /// Empty for every method.
    pub(super) methods: Vec<Method>,
    pub(super) policy: &'static Policy<V>,
    pub(super) handler: HandlerInfo,
    pub(super) surface: Surface,
    /// What wraps the route itself, innermost last.
    pub(super) middleware: Vec<&'static str>,
    /// Whether guards other than the method decide if it matches.
    pub(super) conditional: bool,
    /// The types of the data of its resource.
    pub(super) data: Vec<TypeId>,
}

/// A scope as it is entered from the place around it.
pub(super) struct Entrance<'a, V: Vocabulary> {
    pub(super) prefix: &'a str,
    pub(super) policies: &'a [&'static Policy<V>],
    pub(super) middleware: &'a [&'static str],
    pub(super) conditional: bool,
}

impl<V: Vocabulary> Place<V> {
    pub(super) fn root(security: Security<V>) -> Self {
        Self {
            id: PlaceId::default(),
            prefix: None,
            scopes: Vec::new(),
            middleware: Vec::new(),
            conditional: false,
            security,
            table: Rc::default(),
        }
    }

    /// The place inside a scope.
    pub(super) fn within(&self, scope: &Entrance<'_, V>) -> Self {
        let inner = ResourceDef::root_prefix(scope.prefix);
        let prefix = match &self.prefix {
            Some(outer) if !self.repeats_parameter(scope.prefix) => outer.join(&inner),
            _ => inner,
        };
        let path = prefix.pattern().unwrap_or_default();
        let id = self.table.borrow_mut().enter_scope(self.id, path, scope.conditional);
        for policy in scope.policies {
            let target = policy.target().map(|target| &target.about);
            if let Some(about) = target.or_else(|| about_another(policy.root(), None)) {
                let (path, resource) = (path.to_owned(), about.resource);
                self.table.borrow_mut().note(Defect::ScopeAboutObject { path, resource });
            }
        }
        let entered = ScopeEntry { prefix: path.to_owned(), policies: scope.policies.to_vec() };
        Self {
            id,
            prefix: Some(prefix),
            scopes: [self.scopes.as_slice(), &[entered]].concat(),
            middleware: [self.middleware.as_slice(), scope.middleware].concat(),
            conditional: self.conditional || scope.conditional,
            security: self.security.clone(),
            table: Rc::clone(&self.table),
        }
    }

    /// Notes a route in the table.
    pub(super) fn enter(&self, route: Registration<'_, V>) {
        let path = with_leading_slash(route.path);
        if self.repeats_parameter(&path) {
            return;
        }
        let pattern = match &self.prefix {
            Some(prefix) if path.is_empty() => ResourceDef::new(prefix.pattern().unwrap_or("")),
            Some(prefix) => prefix.join(&ResourceDef::new(path)),
            None => ResourceDef::new(path),
        };
        let path = pattern.pattern().unwrap_or_default().to_owned();
        let entry = self.entry(route, path, pattern);
        self.table.borrow_mut().enter(self.id, entry);
    }

    /// Whether `path` has a parameter of the places around, which is a defect.
    fn repeats_parameter(&self, path: &str) -> bool {
        let around = self.path();
        let repeated: Vec<_> =
            parameters(path).into_iter().filter(|name| has_parameter(around, name)).collect();
        for name in &repeated {
            let (path, parameter) = (format!("{around}{path}"), (*name).to_owned());
            self.table.borrow_mut().note(Defect::DuplicateParameter { path, parameter });
        }
        !repeated.is_empty()
    }

    /// Notes the route for unknown paths, whose own methods and guards are not looked at.
    pub(super) fn enter_default(&self, route: &Route<V>) {
        let path = format!("{}/*", self.path());
        let registration = Registration {
            path: "",
            methods: Vec::new(),
            policy: route.policy,
            handler: route.handler,
            surface: route.surface,
            middleware: route.middleware.clone(),
            conditional: false,
            data: Vec::new(),
        };
        let entry = self.entry(registration, path, ResourceDef::root_prefix(self.path()));
        self.table.borrow_mut().enter_default(self.id, entry);
    }

    fn entry(&self, route: Registration<'_, V>, path: String, pattern: ResourceDef) -> Entry<V> {
        Entry {
            path,
            pattern,
            methods: route.methods,
            policy: route.policy,
            scopes: self.scopes.clone(),
            handler: route.handler,
            surface: route.surface,
            middleware: [self.middleware.as_slice(), &route.middleware].concat(),
            conditional: self.conditional || route.conditional,
            place: self.id,
            data: route.data,
        }
    }

    /// Notes data for the routes here.
    pub(super) fn note_data<U: 'static>(&self) {
        let data = TypeId::of::<U>();
        self.check_data(data);
        self.table.borrow_mut().note_data(self.id, data);
    }

    /// Notes a service whose routes are to be compared with what it declares.
    pub(super) fn note_served(&self, served: Served) {
        self.table.borrow_mut().note_served(served);
    }

    /// Refuses data that would take the place of the gate.
    pub(super) fn check_data(&self, data: TypeId) {
        if data == TypeId::of::<Gate<V>>() {
            let path = self.path().to_owned();
            self.table.borrow_mut().note(Defect::MisplacedGate { path });
        }
    }

    pub(super) fn path(&self) -> &str {
        self.prefix.as_ref().and_then(ResourceDef::pattern).unwrap_or_default()
    }

    pub(super) fn gate(&self) -> Gate<V> {
        let chain = self.scopes.iter().flat_map(|scope| &scope.policies).copied();
        Gate::within(self.security.clone(), chain.collect())
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
pub(super) fn with_leading_slash(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}
