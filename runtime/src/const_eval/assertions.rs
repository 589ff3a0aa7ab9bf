//! What `assert_policy!` states about one handler.

use super::bits::BitSet;
use super::message::Message;
use crate::policy::{Policy, Reach, Requirement};
use crate::vocabulary::{Permissions, Roles, Vocabulary};

/// What else than the role decides, for messages.
pub(super) const UNDECIDED: &str =
    "` also depends on the object, the request or the rest of the credential; ";

/// Refuses a policy that a principal with `role` alone may meet. `handler` and `written` are the
/// words of the source.
///
/// # Panics
/// When one may; in const position that is a compile error.
#[track_caller]
pub const fn assert_denies<V, R, const N: usize, const M: usize>(
    policy: &Policy<V>,
    handler: &str,
    role: u16,
    written: &str,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    let message = Message::new().push("`").push(handler).push("` does not ");
    let message = match policy.reach_at(role) {
        Reach::Never => return,
        Reach::Always => message
            .push("deny `")
            .push(written)
            .push("`: whoever has the role passes `")
            .push_policy(policy)
            .push("`; tighten it, or state `allows ")
            .push(written)
            .push("`"),
        Reach::Depends => message
            .push("always deny `")
            .push(written)
            .push("`: `")
            .push_policy(policy)
            .push(UNDECIDED)
            .push(DENIES_ALWAYS)
            .push(written)
            .push(")))]`"),
    };
    panic!("{}", message.as_str())
}

/// How to deny a role whatever else is the case, up to the name of the role.
pub(super) const DENIES_ALWAYS: &str =
    "deny the role whatever these say, for example by `#[authorize(not(role(";

/// How to allow one, likewise.
pub(super) const ALLOWS_ALWAYS: &str =
    "allow the role whatever these say, for example by `any(.., role(";

/// Refuses a policy that a principal with `role` alone may fail to meet.
///
/// # Panics
/// When one may; in const position that is a compile error.
#[track_caller]
pub const fn assert_allows<V, R, const N: usize, const M: usize>(
    policy: &Policy<V>,
    handler: &str,
    role: u16,
    written: &str,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    let message = Message::new().push("`").push(handler).push("` does not ");
    let message = match policy.reach_at(role) {
        Reach::Always => return,
        Reach::Never => message
            .push("allow `")
            .push(written)
            .push("`: the role alone never meets `")
            .push_policy(policy)
            .push("`; grant it what is asked, or state `denies ")
            .push(written)
            .push("`"),
        Reach::Depends => message
            .push("always allow `")
            .push(written)
            .push("`: `")
            .push_policy(policy)
            .push(UNDECIDED)
            .push(ALLOWS_ALWAYS)
            .push(written)
            .push("))`"),
    };
    panic!("{}", message.as_str())
}

/// Refuses a policy that somebody may meet without `requirement`.
///
/// # Panics
/// When somebody may; in const position that is a compile error.
#[track_caller]
pub const fn assert_requires<V, R, const N: usize, const M: usize>(
    policy: &Policy<V>,
    handler: &str,
    requirement: Requirement,
    written: &str,
) where
    V: Vocabulary<Role = R> + Permissions<Set = BitSet<N>>,
    R: Roles<Permission = V, Set = BitSet<M>>,
{
    if policy.requires(requirement) {
        return;
    }
    let message = Message::new()
        .push("`")
        .push(handler)
        .push("` does not require `")
        .push(written)
        .push("`: without it, callers ")
        .push(passing(policy.reach_without(requirement)))
        .push(" `")
        .push_policy(policy)
        .push("`; add it, for example by `#[")
        .push_remedy(requirement, written);
    panic!("{}", message.as_str())
}

/// How callers fare who lack something.
pub(super) const fn passing(reach: Reach) -> &'static str {
    match reach {
        Reach::Always => "pass",
        Reach::Depends | Reach::Never => "may pass",
    }
}

impl Message {
    /// Appends the rest of an attribute that adds the requirement.
    pub(super) const fn push_remedy(self, requirement: Requirement, written: &str) -> Self {
        match requirement {
            Requirement::Authenticated => self.push("authenticated]`"),
            Requirement::Owner | Requirement::Tenant => {
                self.push("authorize(").push(written).push("(Post))]`")
            }
            _ => self.push("authorize(").push(written).push(")]`"),
        }
    }
}
