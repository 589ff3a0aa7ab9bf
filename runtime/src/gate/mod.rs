//! The gate: decides before anything of the handler's own is even constructed.

use core::fmt;
use std::sync::Arc;

use crate::policy::Policy;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

mod argument;
mod environment;
mod extractor;
mod field_policy;
mod gated;
mod identity;
mod in_handler;
mod object;
mod path;
mod records;
mod rejection;
mod rule;
mod surface;
mod survey;
mod tabled;

pub use argument::{Arg, Arguments};
pub use environment::{Environment, ask, parameter_is_subject};
pub use field_policy::{FieldPolicy, Sight};
pub use gated::{Gated, GuardedArguments};
pub use in_handler::PolicyFor;
pub use object::{Listed, Loaded, NoObject, Object};
pub(crate) use records::record_denial;
pub use rejection::Rejection;
pub use rule::{Declared, HandlerInfo, Routed, Rule};
pub use surface::Surface;
pub use tabled::{RouteTable, TableHandler, Tabled};

/// What a guarded handler finds in the app's data: the security of the app and the policies of
/// the scopes around the route, outermost first.
///
/// [`portcullis::App`](crate::App) and [`portcullis::scope`](crate::scope) put it there. To use
/// guarded handlers on a plain `actix_web::App` too, add it by hand; without it they answer 500.
/// Inside a `portcullis::App` it would replace the policies of the scopes around it, so there the
/// app refuses to start.
///
/// ```
/// # use portcullis::{Gate, Permissions, Security, authn::{Authentication, Authenticator, Outcome}};
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
/// # enum Permission { #[permission("a:b")] A }
/// # struct Nobody;
/// # impl Authenticator<Permission> for Nobody {
/// #     fn authenticate(&self, _: &actix_web::HttpRequest) -> Authentication<Permission> { Outcome::Anonymous.into() }
/// # }
/// # let security = Security::<Permission>::builder().authenticator(Nobody).build()?;
/// let app = actix_web::App::new().app_data(Gate::new(security));
/// # Ok::<(), portcullis::SecurityError>(())
/// ```
pub struct Gate<V: Vocabulary> {
    security: Security<V>,
    chain: Arc<[&'static Policy<V>]>,
}

impl<V: Vocabulary> Gate<V> {
    /// A gate outside every scope.
    pub fn new(security: Security<V>) -> Self {
        Self::within(security, Vec::new())
    }

    pub(crate) fn within(security: Security<V>, chain: Vec<&'static Policy<V>>) -> Self {
        Self { security, chain: chain.into() }
    }

    pub(crate) fn security(&self) -> &Security<V> {
        &self.security
    }
}

impl<V: Vocabulary> fmt::Debug for Gate<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate")
            .field("security", &self.security)
            .field("chain", &self.chain)
            .finish()
    }
}

impl<V: Vocabulary> Clone for Gate<V> {
    fn clone(&self) -> Self {
        Self { security: self.security.clone(), chain: Arc::clone(&self.chain) }
    }
}
