//! `Table`: every registered route with its whole path, and what is wrong with the set of them.

use core::fmt;
use std::collections::{HashMap, hash_map};

use actix_web::dev::ResourceDef;
use actix_web::http::Method;

use crate::gate::HandlerInfo;
use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// One registered route.
pub(crate) struct Entry<V: Vocabulary> {
    pub(crate) pattern: ResourceDef,
    /// Empty for every method.
    pub(crate) methods: Vec<Method>,
    pub(crate) policy: &'static Policy<V>,
    /// The policies of the enclosing scopes, outermost first.
    pub(crate) chain: Vec<&'static Policy<V>>,
    pub(crate) handler: HandlerInfo,
    /// What wraps the scopes and the route, innermost last. It runs before the gate.
    pub(crate) middleware: Vec<&'static str>,
    /// Whether guards other than the method decide if it matches.
    pub(crate) conditional: bool,
}

impl<V: Vocabulary> Entry<V> {
    pub(crate) fn path(&self) -> &str {
        self.pattern.pattern().unwrap_or_default()
    }

    fn takes(&self, method: &Method) -> bool {
        self.methods.is_empty() || self.methods.contains(method)
    }
}

/// All routes of an app in the order of registration.
pub(crate) struct Table<V: Vocabulary> {
    entries: Vec<Entry<V>>,
    scopes: Vec<Scope>,
    defects: Vec<Defect>,
    places: usize,
}

/// A scope that takes every request below its prefix, whatever its siblings are.
struct Scope {
    parent: PlaceId,
    prefix: String,
}

/// Tells places apart that have the same path.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PlaceId(usize);

impl<V: Vocabulary> Default for Table<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), scopes: Vec::new(), defects: Vec::new(), places: 0 }
    }
}

impl<V: Vocabulary> Table<V> {
    pub(crate) fn entries(&self) -> &[Entry<V>] {
        &self.entries
    }

    pub(super) fn enter(&mut self, parent: PlaceId, entry: Entry<V>) {
        self.note_if_hidden(parent, entry.path());
        self.entries.push(entry);
    }

    pub(super) fn enter_scope(
        &mut self,
        parent: PlaceId,
        prefix: &str,
        conditional: bool,
    ) -> PlaceId {
        self.note_if_hidden(parent, prefix);
        if !conditional {
            self.scopes.push(Scope { parent, prefix: prefix.to_owned() });
        }
        self.places += 1;
        PlaceId(self.places)
    }

    pub(super) fn note(&mut self, defect: Defect) {
        self.defects.push(defect);
    }

    /// Routing asks siblings in the order of registration, and a scope never hands back.
    fn note_if_hidden(&mut self, parent: PlaceId, path: &str) {
        let hiding = self.scopes.iter().find(|scope| {
            scope.parent == parent
                && path
                    .strip_prefix(scope.prefix.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if let Some(scope) = hiding {
            self.defects
                .push(Defect::Hidden { path: path.to_owned(), scope: scope.prefix.clone() });
        }
    }

    /// The methods that routes at the decoded `path` take, `HEAD` after each `GET`; `None` when
    /// no route has this path, or one takes every method.
    pub(super) fn allowed(&self, path: &str) -> Option<Vec<Method>> {
        let mut allowed = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.pattern.is_match(path)) {
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
        let matching = || self.entries.iter().filter(|entry| entry.pattern.is_match(path));
        !matching().any(|entry| entry.takes(&Method::HEAD))
            && matching().any(|entry| entry.takes(&Method::GET))
    }

    /// Routes that can never be reached, because an earlier registration takes their requests.
    pub(super) fn defects(&self) -> Defects {
        let mut defects = self.defects.clone();
        let mut taken: HashMap<(&str, &str), HandlerInfo> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| !entry.conditional) {
            for method in entry.methods.iter().map(Method::as_str) {
                match taken.entry((entry.path(), method)) {
                    hash_map::Entry::Occupied(first) => defects.push(Defect::Duplicate {
                        route: format!("{method} {}", entry.path()),
                        first: *first.get(),
                        second: entry.handler,
                    }),
                    hash_map::Entry::Vacant(place) => {
                        place.insert(entry.handler);
                    }
                }
            }
        }
        Defects(defects)
    }
}

/// What keeps an app from starting. `Debug` and `Display` list every defect.
#[derive(Clone, PartialEq, Eq)]
pub struct Defects(Vec<Defect>);

impl Defects {
    /// The defects in the order in which they were found.
    pub fn list(&self) -> &[Defect] {
        &self.0
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// One thing that keeps an app from starting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Two routes take the same method and path; the second would never run, so that the policy
    /// which a reader finds there would not be the one in force.
    Duplicate {
        /// Method and path.
        route: String,
        /// The handler that is registered first.
        first: HandlerInfo,
        /// The handler that would never run.
        second: HandlerInfo,
    },
    /// A [`Gate`](crate::Gate) among the data of the app, a scope or a resource: it would replace
    /// the policies of the scopes around it.
    MisplacedGate {
        /// The path of the scope where it is; empty for the app.
        path: String,
    },
    /// A scope that is registered before takes every request of this route or scope.
    Hidden {
        /// The path of the route or scope that would never be reached.
        path: String,
        /// The prefix of the scope in front of it.
        scope: String,
    },
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { route, first, second } => write!(
                f,
                "`{route}` is registered twice: `{}` ({}:{}) hides `{}` ({}:{})",
                first.name, first.file, first.line, second.name, second.file, second.line
            ),
            Self::MisplacedGate { path } => {
                write!(
                    f,
                    "the data at `{path}` holds a `Gate`, which the app adds itself: remove it"
                )
            }
            Self::Hidden { path, scope } => write!(
                f,
                "`{path}` is never reached: the scope `{scope}` before it takes every request \
                 below its prefix; register it earlier, or inside that scope"
            ),
        }
    }
}

impl fmt::Display for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the app refuses to start:")?;
        for defect in &self.0 {
            write!(f, "\n- {defect}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Defects {}
