//! `Rule`: the policy of one handler, as a type.

use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// The policy of one handler. The attributes implement it for the type that carries the handler's
/// name: the struct of the route attribute, or an empty enum beside a plain function.
pub trait Rule: 'static {
    /// The permissions and roles that the policy speaks about.
    type Vocabulary: Vocabulary;
    /// The one policy value of the route: decisions, inventory and reports all read it.
    const POLICY: &'static Policy<Self::Vocabulary>;
    /// Where the handler is.
    const HANDLER: HandlerInfo;
}

/// A handler's name and place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandlerInfo {
    /// The path of the function.
    pub name: &'static str,
    /// The source file, relative to where the compiler ran.
    pub file: &'static str,
    /// The line of the outermost attribute.
    pub line: u32,
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
