//! `Tabled`: what `routes!` lists, as const data that assertions read.

use core::fmt;

use super::{Declared, HandlerInfo};
use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// A type that [`routes!`](crate::routes!) makes: its routes are known at compile time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no table of routes",
    label = "its routes are not known at compile time",
    note = "name what `routes!` makes, for example `ADMIN` after `routes!(pub ADMIN = \"/admin\", [list_users])`"
)]
pub trait Tabled {
    /// The permissions and roles that the policies speak about.
    type Vocabulary: Vocabulary;
    /// The routes in the order of the list.
    const TABLE: &'static RouteTable<Self::Vocabulary>;
}

/// Handlers below one path, as [`routes!`](crate::routes!) lists them.
pub struct RouteTable<V: Vocabulary> {
    /// The path before all others: empty, or from `/` to before the next.
    pub prefix: &'static str,
    /// What holds for every handler, on top of its own policy.
    pub policies: &'static [&'static Policy<V>],
    /// The handlers.
    pub handlers: &'static [TableHandler<V>],
}

/// One handler of a table.
pub struct TableHandler<V: Vocabulary> {
    /// The methods and paths that its route attributes state.
    pub routes: &'static [Declared],
    /// Its own policy.
    pub policy: &'static Policy<V>,
    /// Its name and place.
    pub info: HandlerInfo,
}

impl<V: Vocabulary> fmt::Debug for RouteTable<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteTable")
            .field("prefix", &self.prefix)
            .field("policies", &self.policies)
            .field("handlers", &self.handlers)
            .finish()
    }
}

impl<V: Vocabulary> fmt::Debug for TableHandler<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableHandler")
            .field("routes", &self.routes)
            .field("policy", &self.policy)
            .field("info", &self.info)
            .finish()
    }
}
