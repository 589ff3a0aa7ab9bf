//! `Table`: every registered route with its whole path.

use core::any::TypeId;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;

use super::defects::{Defect, Defects};
use super::hidden::{covers, duplicates, without_names};
use super::objects::lacks;
use super::served::Served;
use crate::gate::{HandlerInfo, Surface};
use crate::policy::{Explanation, Facts, Policy};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// One registered route.
pub(crate) struct Entry<V: Vocabulary> {
    pub(crate) path: String,
    pub(crate) pattern: ResourceDef,
    /// Empty for every method.
    pub(crate) methods: Vec<Method>,
    pub(crate) policy: &'static Policy<V>,
    /// The scopes around it, outermost first.
    pub(crate) scopes: Vec<ScopeEntry<V>>,
    pub(crate) handler: HandlerInfo,
    /// What it takes and shows.
    pub(crate) surface: Surface,
    /// What wraps the scopes and the route, innermost last. It runs before the gate.
    pub(crate) middleware: Vec<&'static str>,
    /// Whether guards other than the method decide if it matches.
    pub(crate) conditional: bool,
    /// Where it is, for what it finds among the data.
    pub(super) place: PlaceId,
    /// The types of the data of its resource.
    pub(super) data: Vec<TypeId>,
}

impl<V: Vocabulary> Entry<V> {
    pub(super) fn takes(&self, method: &Method) -> bool {
        self.methods.is_empty() || self.methods.contains(method)
    }

    /// How the policies come out as far as that can be told without a request.
    pub(super) fn explain(&self, principal: &Principal<V>) -> Explanation {
        let facts = Facts::new(principal, &());
        let around = self.scopes.iter().flat_map(|scope| &scope.policies);
        let around = around.map(|policy| policy.explain(None, &facts, &[]));
        let own = self.policy.explain(self.policy.target(), &facts, &[]);
        Explanation::every(around.chain([own]).collect())
    }

    /// The methods as tables show them.
    pub(crate) fn methods_in_words(&self) -> String {
        if self.methods.is_empty() {
            return "any".to_owned();
        }
        self.methods.iter().map(Method::as_str).collect::<Vec<_>>().join(",")
    }
}

/// A scope as the routes in it see it.
pub(crate) struct ScopeEntry<V: Vocabulary> {
    /// With those of the scopes around it.
    pub(crate) prefix: String,
    pub(crate) policies: Vec<&'static Policy<V>>,
}

impl<V: Vocabulary> Clone for ScopeEntry<V> {
    fn clone(&self) -> Self {
        Self { prefix: self.prefix.clone(), policies: self.policies.clone() }
    }
}

/// All routes of an app in the order of registration.
pub(crate) struct Table<V: Vocabulary> {
    routes: Vec<Entry<V>>,
    /// What answers unknown paths, one a place at the most.
    defaults: Vec<(PlaceId, Entry<V>)>,
    scopes: Vec<Scope>,
    defects: Vec<Defect>,
    /// Services of route attributes, to be compared with what they declare.
    served: Vec<Served>,
    /// For each place but the root, the one around it.
    parents: Vec<PlaceId>,
    /// The types of the data at each place.
    data: Vec<(PlaceId, TypeId)>,
}

/// A scope that takes every request below its prefix, whatever its siblings are.
struct Scope {
    parent: PlaceId,
    prefix: String,
    shape: String,
}

/// Tells places apart that have the same path.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PlaceId(usize);

impl<V: Vocabulary> Default for Table<V> {
    fn default() -> Self {
        Self {
            routes: Vec::new(),
            defaults: Vec::new(),
            scopes: Vec::new(),
            defects: Vec::new(),
            served: Vec::new(),
            parents: Vec::new(),
            data: Vec::new(),
        }
    }
}

impl<V: Vocabulary> Table<V> {
    /// Every route, default services last.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry<V>> {
        self.routes.iter().chain(self.defaults.iter().map(|(_, entry)| entry))
    }

    pub(super) fn enter(&mut self, parent: PlaceId, entry: Entry<V>) {
        self.note_if_hidden(parent, &entry.path);
        self.routes.push(entry);
    }

    /// The last default service of a place is the one that counts.
    pub(super) fn enter_default(&mut self, place: PlaceId, entry: Entry<V>) {
        self.defaults.retain(|(other, _)| *other != place);
        self.defaults.push((place, entry));
    }

    pub(super) fn enter_scope(
        &mut self,
        parent: PlaceId,
        prefix: &str,
        conditional: bool,
    ) -> PlaceId {
        self.note_if_hidden(parent, prefix);
        if !conditional {
            let shape = without_names(prefix);
            self.scopes.push(Scope { parent, prefix: prefix.to_owned(), shape });
        }
        self.parents.push(parent);
        PlaceId(self.parents.len())
    }

    pub(super) fn note_data(&mut self, place: PlaceId, data: TypeId) {
        self.data.push((place, data));
    }

    /// Whether a route at `place` finds data of this type, there or at a place around it.
    fn has_data(&self, place: PlaceId, data: TypeId) -> bool {
        if self.data.contains(&(place, data)) {
            return true;
        }
        let parent = place.0.checked_sub(1).and_then(|index| self.parents.get(index));
        parent.is_some_and(|parent| self.has_data(*parent, data))
    }

    pub(super) fn note(&mut self, defect: Defect) {
        self.defects.push(defect);
    }

    pub(super) fn note_served(&mut self, served: Served) {
        self.served.push(served);
    }

    /// Routing asks siblings in the order of registration, and a scope never hands back.
    fn note_if_hidden(&mut self, parent: PlaceId, path: &str) {
        let mut siblings = self.scopes.iter().filter(|scope| scope.parent == parent);
        let shape = without_names(path);
        if let Some(scope) = siblings.find(|scope| covers(&scope.shape, &shape)) {
            let scope = scope.prefix.clone();
            self.defects.push(Defect::Hidden { path: path.to_owned(), scope });
        }
    }

    /// The methods that routes at the decoded `path` take, `HEAD` after each `GET`; `None` when
    /// no route has this path, or one takes every method.
    pub(super) fn allowed(&self, path: &str) -> Option<Vec<Method>> {
        let mut allowed = Vec::new();
        for entry in self.matching(path) {
            if entry.methods.is_empty() {
                return None;
            }
            for method in &entry.methods {
                let head = (*method == Method::GET).then_some(Method::HEAD);
                for method in core::iter::once(method.clone()).chain(head) {
                    if !allowed.contains(&method) {
                        allowed.push(method);
                    }
                }
            }
        }
        (!allowed.is_empty()).then_some(allowed)
    }

    /// Whether a `HEAD` of the decoded `path` is for a `GET` route: none takes `HEAD` itself.
    pub(super) fn head_follows_get(&self, path: &str) -> bool {
        !self.matching(path).any(|entry| entry.takes(&Method::HEAD))
            && self.matching(path).any(|entry| entry.takes(&Method::GET))
    }

    fn matching(&self, path: &str) -> impl Iterator<Item = &Entry<V>> {
        self.routes.iter().filter(move |entry| entry.pattern.is_match(path))
    }

    /// What is wrong with the routes as a whole.
    pub(super) fn defects(&self) -> Defects {
        let lacks = self.entries().flat_map(|entry| {
            lacks(entry, |data| entry.data.contains(&data) || self.has_data(entry.place, data))
        });
        let served = self.served.iter().flat_map(Served::defects);
        let found = self.defects.iter().cloned().chain(duplicates(&self.routes)).chain(lacks);
        let found = found.chain(served);
        Defects(found.collect())
    }
}
