//! What generated code may name. Not part of the public interface: it may change in any release.

pub use crate::app::{Guarded, Mount};
pub use crate::const_eval::bits::{BitSet, words};
pub use crate::const_eval::closure::{grants, includes};
pub use crate::const_eval::names::{assert_granted, permission};
pub use crate::gate::{Declared, Gated, HandlerInfo, Rule, ask};
pub use crate::policy::{Check, Node, Policy};
pub use crate::vocabulary::{NoRoles, Permissions, Roles, UnknownName, Vocabulary, find};
