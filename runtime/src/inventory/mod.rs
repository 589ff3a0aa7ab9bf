//! The inventory: every registered route and the policy that holds there.

mod fields;

use core::fmt;

use crate::app::Entry;
use crate::gate::HandlerInfo;
use crate::policy::Target;
use crate::vocabulary::Vocabulary;

pub use fields::{FieldInfo, FieldList, FieldListKind, FieldUsage, LeftOut};

/// Every registered route of an app. `Display` is a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    routes: Vec<RouteInfo>,
    middleware: Vec<&'static str>,
}

/// One registered route.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteInfo {
    /// The HTTP methods; empty for every method.
    pub methods: Vec<String>,
    /// The whole path pattern; `prefix/*` for a default service.
    pub path: String,
    /// The policies in words: those of the scopes from the outside in, then the route's own.
    pub policies: Vec<String>,
    /// What the policy is about besides the principal, in words: `read Post`, `list Post`.
    pub object: Option<String>,
    /// The ways around a rule that the guard or its resource takes, with their reasons.
    pub escape_hatches: Vec<String>,
    /// Why the route is public, if it is and no scope tightens it.
    pub public_reason: Option<&'static str>,
    /// The handler's name and place.
    pub handler: HandlerInfo,
    /// What wraps the scopes and the route, innermost last. It runs before the gate and may answer
    /// by itself.
    pub middleware: Vec<&'static str>,
    /// Whether guards other than the method decide if the route matches.
    pub conditional: bool,
}

fn in_words<V: Vocabulary>(target: &Target<V>) -> String {
    let action = if target.is_list() { "list" } else { target.action() };
    format!("{action} {}", target.resource())
}

impl Inventory {
    pub(crate) fn of<'a, V: Vocabulary>(
        entries: impl Iterator<Item = &'a Entry<V>>,
        middleware: &[&'static str],
    ) -> Self {
        let routes = entries
            .map(|entry| RouteInfo {
                methods: entry.methods.iter().map(ToString::to_string).collect(),
                path: entry.path.clone(),
                policies: entry
                    .chain
                    .iter()
                    .chain([&entry.policy])
                    .map(ToString::to_string)
                    .collect(),
                object: entry.policy.target().map(in_words),
                escape_hatches: entry
                    .policy
                    .target()
                    .map(Target::escape_hatches)
                    .unwrap_or_default(),
                public_reason: entry.policy.public_reason().filter(|_| entry.chain.is_empty()),
                handler: entry.handler,
                middleware: entry.middleware.clone(),
                conditional: entry.conditional,
            })
            .collect();
        Self { routes, middleware: middleware.to_vec() }
    }

    /// The routes in the order of registration.
    pub fn routes(&self) -> &[RouteInfo] {
        &self.routes
    }

    /// The types of the app's own middleware, innermost last. It runs before the gate and may answer
    /// by itself.
    pub fn middleware(&self) -> &[&'static str] {
        &self.middleware
    }
}

impl fmt::Display for Inventory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 3]> = core::iter::once(["METHOD", "PATH", "POLICY"].map(Into::into))
            .chain(self.routes.iter().map(RouteInfo::row))
            .collect();
        let width = |column: fn(&[String; 3]) -> &String| {
            rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
        };
        let (methods, paths) = (width(|[method, ..]| method), width(|[_, path, _]| path));
        for [method, path, policy] in &rows {
            writeln!(f, "{method:methods$}  {path:paths$}  {policy}")?;
        }
        for middleware in &self.middleware {
            writeln!(f, "every route is behind {middleware}")?;
        }
        Ok(())
    }
}

impl RouteInfo {
    fn row(&self) -> [String; 3] {
        let methods =
            if self.methods.is_empty() { "any".to_owned() } else { self.methods.join(",") };
        let object = self.object.as_ref().map(|object| format!(" to {object}"));
        let escapes = match self.escape_hatches.as_slice() {
            [] => String::new(),
            escapes => format!(" ({})", escapes.join(", ")),
        };
        let behind = match self.middleware.as_slice() {
            [] => String::new(),
            names => format!(" (behind {})", names.join(", ")),
        };
        let guards = if self.conditional { " (where its guards agree)" } else { "" };
        [
            methods,
            self.path.clone(),
            self.policies.join(" and ") + &object.unwrap_or_default() + &escapes + &behind + guards,
        ]
    }
}
