//! `Defects`: what keeps an app from starting.

use core::fmt;

use crate::gate::HandlerInfo;

/// What keeps an app from starting. `Debug` and `Display` list every defect.
#[derive(Clone, PartialEq, Eq)]
pub struct Defects(pub(super) Vec<Defect>);

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
        /// Methods and path.
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
    /// A route's guard loads from data that neither the app, nor a scope around the route, nor its
    /// resource has.
    MissingStore {
        /// Method and path.
        route: String,
        /// The resource that is loaded.
        resource: &'static str,
        /// The type of the store.
        store: &'static str,
    },
    /// A route's path lacks a parameter by which its policy finds the object, or the owner.
    MissingParameter {
        /// Method and path.
        route: String,
        /// The parameter.
        parameter: &'static str,
    },
    /// A path parameter in front of the object's own is compared with nothing: the object might
    /// belong to another parent.
    UncheckedParameter {
        /// Method and path.
        route: String,
        /// The parameter.
        parameter: String,
        /// The resource that is loaded.
        resource: &'static str,
    },
    /// A guard states that a parameter is not about its object, and the path has none of this name.
    NeedlessEscape {
        /// Method and path.
        route: String,
        /// The parameter.
        parameter: &'static str,
    },
    /// Two parameters of one path have the same name, so that nobody knows which one is meant.
    DuplicateParameter {
        /// The path.
        path: String,
        /// The name.
        parameter: String,
    },
    /// The policy of a scope is about an object, which only a route's guard can load.
    ScopeAboutObject {
        /// The path of the scope.
        path: String,
        /// The resource.
        resource: &'static str,
    },
    /// A scope that is registered before takes every request of this route or scope.
    Hidden {
        /// The path of the route or scope that would never be reached.
        path: String,
        /// The prefix of the scope in front of it.
        scope: String,
    },
    /// The service of a route attribute serves more than the attribute declares: nobody has decided a
    /// policy for it. Found with the feature `introspection`.
    Unlisted {
        /// Methods and path.
        route: String,
        /// The handler whose service it is.
        handler: HandlerInfo,
    },
    /// The inventory lists a route that the service of its route attribute does not serve.
    NotServed {
        /// Methods and path.
        route: String,
        /// The handler whose service it is.
        handler: HandlerInfo,
    },
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { route, first, second } => write!(
                f,
                "`{route}` is registered twice: `{}` ({}:{}) hides `{}` ({}:{}); remove one",
                first.name, first.file, first.line, second.name, second.file, second.line
            ),
            Self::MisplacedGate { path } => write!(
                f,
                "the data at `{path}` holds a `Gate`, which the app adds itself: remove it"
            ),
            Self::MissingStore { route, resource, store } => write!(
                f,
                "`{route}` loads a `{resource}` from `{store}`, which is not among the data: add \
                 `.app_data(web::Data::new(..))` with one, or `web::Data::from(arc)` for a trait \
                 object"
            ),
            Self::MissingParameter { route, parameter } => write!(
                f,
                "`{route}` has no parameter `{parameter}`, by which its policy finds the object: \
                 add it to the path, or name another with `id = \"..\"`"
            ),
            Self::UncheckedParameter { route, parameter, resource } => write!(
                f,
                "nothing compares the parameter `{parameter}` of `{route}` with the `{resource}`: \
                 name it like the field that holds it, which the resource has as `parent`, `owner` \
                 or `tenant`; or give the guard `danger_unrelated({parameter}, reason = \"..\")`"
            ),
            Self::NeedlessEscape { route, parameter } => write!(
                f,
                "`danger_unrelated` names the parameter `{parameter}`, which `{route}` does not \
                 have: remove it"
            ),
            Self::DuplicateParameter { path, parameter } => {
                write!(f, "`{path}` has two parameters `{parameter}`: give one another name")
            }
            Self::ScopeAboutObject { path, resource } => write!(
                f,
                "the policy of the scope `{path}` is about a `{resource}`, which a scope cannot \
                 load: state it at the routes"
            ),
            Self::Hidden { path, scope } => write!(
                f,
                "`{path}` is never reached: the scope `{scope}` before it takes every request \
                 below its prefix; register it earlier, or inside that scope"
            ),
            Self::Unlisted { route, handler } => write!(
                f,
                "`{route}` is served by `{}` ({}:{}), which does not declare it, so that no policy is \
                 known: give the route a handler of its own, with a policy",
                handler.name, handler.file, handler.line
            ),
            Self::NotServed { route, handler } => write!(
                f,
                "`{route}` is declared by `{}` ({}:{}) and not served: remove it from the inventory, \
                 or write the route attribute that serves it",
                handler.name, handler.file, handler.line
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
