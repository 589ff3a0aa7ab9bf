//! What `assert_policies!` states about all routes of some tables.

use super::assertions::{ALLOWS_ALWAYS, DENIES_ALWAYS, UNDECIDED, passing};
use super::bits::BitSet;
use super::message::Message;
use super::selection::Selection;
use crate::gate::{Declared, RouteTable, TableHandler};
use crate::policy::{Policy, Reach, Requirement};
use crate::vocabulary::{Permissions, Roles, Vocabulary};

/// What a rule says about each route that it selects.
#[derive(Clone, Copy)]
enum Claim {
    NotPublic,
    /// The role at this position never passes, or always.
    Denied(u16),
    Allowed(u16),
    Requires(Requirement),
}

/// The first route of which a claim is false, and how many more there are.
struct Broken<'t, V: Vocabulary> {
    table: &'t RouteTable<V>,
    handler: &'t TableHandler<V>,
    route: &'t Declared,
    reach: Reach,
    others: u32,
}

/// Refuses public routes.
///
/// # Panics
/// When there is one; in const position that is a compile error.
#[track_caller]
pub const fn assert_none_public<V, R, const N: usize, const M: usize>(
    tables: &[&RouteTable<V>],
    selection: Selection,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    selection.assert_known(tables);
    let Some(broken) = find(tables, &selection, Claim::NotPublic) else { return };
    let message = broken.subject(" is public", " are public");
    let message =
        if selection.mutating { message.push(" and may change something") } else { message };
    let message = message.push(": decide who may, for example by `#[authenticated]`");
    panic!("{}", message.as_str())
}

/// Refuses routes that a principal with `role` alone may reach. `written` is the role as the source
/// has it.
///
/// # Panics
/// When there is one; in const position that is a compile error.
#[track_caller]
pub const fn assert_reaches_none<V, R, const N: usize, const M: usize>(
    tables: &[&RouteTable<V>],
    selection: Selection,
    role: u16,
    written: &str,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    selection.assert_known(tables);
    let Some(broken) = find(tables, &selection, Claim::Denied(role)) else { return };
    let always = matches!(broken.reach, Reach::Always);
    let message = if always {
        broken.subject(" is reached by `", " are reached by `").push(written)
    } else {
        broken.subject(" may be reached by `", " may be reached by `").push(written)
    };
    let message = if always {
        message
            .push("`: whoever has the role passes `")
            .push_policies(broken.table, broken.handler)
            .push("`; tighten it, for example to `#[authorize(not(role(")
    } else {
        message
            .push("`: `")
            .push_policies(broken.table, broken.handler)
            .push(UNDECIDED)
            .push(DENIES_ALWAYS)
    };
    let message = message.push(written).push(")))]`");
    panic!("{}", message.as_str())
}

/// Refuses routes that a principal with `role` alone may fail to reach.
///
/// # Panics
/// When there is one, or none to reach; in const position that is a compile error.
#[track_caller]
pub const fn assert_reaches_every<V, R, const N: usize, const M: usize>(
    tables: &[&RouteTable<V>],
    selection: Selection,
    role: u16,
    written: &str,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    selection.assert_known(tables);
    selection.assert_not_empty(tables);
    let Some(broken) = find(tables, &selection, Claim::Allowed(role)) else { return };
    let message = if matches!(broken.reach, Reach::Never) {
        broken
            .subject(" is not reached by `", " are not reached by `")
            .push(written)
            .push("`: the role alone never meets `")
            .push_policies(broken.table, broken.handler)
            .push("`; grant it what is asked, for example by `any(.., role(")
    } else {
        broken
            .subject(" is not always reached by `", " are not always reached by `")
            .push(written)
            .push("`: `")
            .push_policies(broken.table, broken.handler)
            .push(UNDECIDED)
            .push(ALLOWS_ALWAYS)
    };
    let message = message.push(written).push("))`");
    panic!("{}", message.as_str())
}

/// Refuses routes that somebody may reach without `requirement`, which the source has as `written`.
///
/// # Panics
/// When there is one, or none to ask; in const position that is a compile error.
#[track_caller]
pub const fn assert_each_requires<V, R, const N: usize, const M: usize>(
    tables: &[&RouteTable<V>],
    selection: Selection,
    requirement: Requirement,
    written: &str,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    selection.assert_known(tables);
    selection.assert_not_empty(tables);
    let Some(broken) = find(tables, &selection, Claim::Requires(requirement)) else { return };
    let message = broken
        .subject(" does not require `", " do not require `")
        .push(written)
        .push("`: without it, callers ")
        .push(passing(broken.reach))
        .push(" `")
        .push_policies(broken.table, broken.handler)
        .push("`; add it, for example by `#[")
        .push_remedy(requirement, written);
    panic!("{}", message.as_str())
}

impl Claim {
    /// What the policy says about the callers whom the claim is about.
    const fn reach<V, R, const N: usize, const M: usize>(self, policy: &Policy<V>) -> Reach
    where
        V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
        R: Roles<Permission = V, Set = BitSet<M>>,
    {
        match self {
            Self::NotPublic => policy.reach_without(Requirement::Authenticated),
            Self::Denied(role) | Self::Allowed(role) => policy.reach_at(role),
            Self::Requires(requirement) => policy.reach_without(requirement),
        }
    }

    const fn is_true_of(self, reach: Reach) -> bool {
        match self {
            Self::Allowed(_) => matches!(reach, Reach::Always),
            Self::NotPublic | Self::Denied(_) | Self::Requires(_) => matches!(reach, Reach::Never),
        }
    }

    /// The same under the policies of the table as well: one that denies is enough.
    const fn reach_within<V, R, const N: usize, const M: usize>(
        self,
        table: &RouteTable<V>,
        handler: &TableHandler<V>,
    ) -> Reach
    where
        V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
        R: Roles<Permission = V, Set = BitSet<M>>,
    {
        let mut reach = self.reach(handler.policy);
        let mut at = 0;
        while at < table.policies.len() {
            reach = match (reach, self.reach(table.policies[at])) {
                (Reach::Never, _) | (_, Reach::Never) => Reach::Never,
                (Reach::Always, Reach::Always) => Reach::Always,
                _ => Reach::Depends,
            };
            at += 1;
        }
        reach
    }
}

/// Looks at every selected route.
const fn find<'t, V, R, const N: usize, const M: usize>(
    tables: &[&'t RouteTable<V>],
    selection: &Selection,
    claim: Claim,
) -> Option<Broken<'t, V>>
where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    let mut found: Option<Broken<'t, V>> = None;
    let mut at = 0;
    while at < tables.len() {
        let table = tables[at];
        let mut index = 0;
        while index < table.handlers.len() {
            let handler = &table.handlers[index];
            let reach = claim.reach_within(table, handler);
            let mut place = 0;
            while place < handler.routes.len() && !claim.is_true_of(reach) {
                let route = &handler.routes[place];
                if selection.has(table.prefix, route) {
                    match &mut found {
                        Some(broken) => broken.others += 1,
                        None => found = Some(Broken { table, handler, route, reach, others: 0 }),
                    }
                }
                place += 1;
            }
            index += 1;
        }
        at += 1;
    }
    found
}

impl<V: Vocabulary> Broken<'_, V> {
    /// The route, how many others there are, and what is the case.
    const fn subject(&self, one: &str, several: &str) -> Message {
        let message = Message::new()
            .push_route(self.table.prefix, self.route)
            .push(" (`")
            .push(last_segment(self.handler.info.name))
            .push("`)");
        match self.others {
            0 => message.push(one),
            1 => message.push(" and another route").push(several),
            others => message.push(" and ").push_number(others).push(" other routes").push(several),
        }
    }
}

/// The name of a function without its module.
const fn last_segment(path: &str) -> &str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b':' {
        start -= 1;
    }
    path.split_at(start).1
}

impl Message {
    /// Appends what holds at the route: the policies of the table, and its own.
    const fn push_policies<V: Vocabulary>(
        self,
        table: &RouteTable<V>,
        handler: &TableHandler<V>,
    ) -> Self {
        let mut message = self;
        let mut at = 0;
        while at < table.policies.len() {
            message = message.push_policy(table.policies[at]).push(" and ");
            at += 1;
        }
        message.push_policy(handler.policy)
    }
}
