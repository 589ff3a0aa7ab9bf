//! What generated code may name. Not part of the public interface: it may change in any release.

pub use crate::app::{Guarded, Mount};
pub use crate::const_eval::bits::{BitSet, words};
pub use crate::const_eval::closure::{grants, includes};
pub use crate::const_eval::names::admin;
pub use crate::const_eval::names::{assert_granted, permission};
pub use crate::const_eval::pattern::assert_routes;
pub use crate::gate::{
    Declared, Gated, HandlerInfo, Listed, Loaded, NoObject, Routed, Rule, ask, parameter_is_subject,
};
pub use crate::policy::{Check, Node, OnDenied, Policy, SqlPart, Target};
pub use crate::resource::{
    Create, Delete, Field, Key, KeyColumn, Parameters, PinnedColumn, Read, Resource, Table, Terms,
    Update, ask_about, object_check, owner, tenant, value_of,
};
pub use crate::vocabulary::{NoRoles, Permissions, Roles, UnknownName, Vocabulary, find};
pub use serde;
