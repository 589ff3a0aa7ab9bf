//! `Rule`: the policy of one handler, as a type.

use serde::Serialize;

use super::object::Object;
use super::surface::Surface;
use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// The policy of one handler. The attributes implement it for the type that carries the handler's
/// name: the struct of the route attribute, or an empty enum beside a plain function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no policy",
    label = "no policy was decided for this handler",
    note = "put a policy above the function: `#[require_permission(\"..\")]`, `#[require_role(..)]`, `#[authorize(..)]`, `#[authenticated]`, or `#[public(reason = \"..\")]`"
)]
pub trait Rule: 'static {
    /// The permissions and roles that the policy speaks about.
    type Vocabulary: Vocabulary;
    /// The one policy value of the route: decisions, inventory and reports all read it.
    const POLICY: &'static Policy<Self::Vocabulary>;
    /// What the policy is about besides the principal.
    type Object: Object;
    /// Where the handler is.
    const HANDLER: HandlerInfo;
    /// The fields that the handler takes and shows, as far as its types tell.
    const SURFACE: Surface = Surface::UNKNOWN;
}

/// A handler's name and place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HandlerInfo {
    /// The path of the function.
    pub name: &'static str,
    /// The source file, relative to where the compiler ran.
    pub file: &'static str,
    /// The line of the outermost attribute.
    pub line: u32,
}

/// A handler whose route attribute states methods and paths.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in `routes!`",
    label = "its method and path are not known here",
    note = "the handler needs a policy above a route attribute such as `#[get(\"/users\")]`; register others with `.route(..)`"
)]
pub trait Routed: Rule {
    /// What it states.
    const ROUTES: &'static [Declared];
}

/// One method and path pair as the route attribute declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The HTTP methods.
    pub methods: &'static [&'static str],
    /// The path pattern, relative to the enclosing scopes.
    pub path: &'static str,
    /// What `wrap = ".."` names: it runs before the gate.
    pub middleware: &'static [&'static str],
    /// Whether guards other than the method decide if it matches.
    pub conditional: bool,
}
