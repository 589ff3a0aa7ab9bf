//! `Decision`: allowed, denied for reasons, or not decidable now.

use core::fmt;
use std::borrow::Cow;

use super::{Explanation, StepUp};
use crate::outage::Outage;

/// The outcome of a policy or of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// The condition holds.
    Allow,
    /// It does not, for the reasons given.
    Deny(Denial),
    /// It cannot be told now. Treated as a denial that is answered 503.
    Unavailable(Outage),
}

impl Decision {
    /// Allows when `condition` holds, and otherwise denies for `reason`.
    pub fn allow_if(condition: bool, reason: impl Into<Cow<'static, str>>) -> Self {
        if condition { Self::Allow } else { Self::deny(reason) }
    }

    /// Denies for `reason`, which goes to logs and audit, never to the client.
    pub fn deny(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Deny(Denial {
            reasons: vec![Reason::Stated(reason.into())],
            explanation: None,
            step_up: None,
        })
    }

    /// `dependency` did not answer.
    pub fn unavailable(dependency: impl Into<Cow<'static, str>>) -> Self {
        Self::Unavailable(Outage::of(dependency))
    }

    /// Whether the condition holds.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allow)
    }
}

/// Why a policy does not hold: every condition that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    pub(super) reasons: Vec<Reason>,
    pub(super) explanation: Option<Box<Explanation>>,
    pub(super) step_up: Option<StepUp>,
}

impl Denial {
    /// The unmet conditions, in the order of the policy.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// How every condition came out; `None` for what a check denied.
    pub fn explanation(&self) -> Option<&Explanation> {
        self.explanation.as_deref()
    }

    /// How the subject would have to authenticate, where nothing else is missing.
    pub fn step_up(&self) -> Option<StepUp> {
        self.step_up
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.reasons.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{reason}")?;
        }
        Ok(())
    }
}

/// One condition that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The permission of this name is not held.
    MissingPermission(&'static str),
    /// The role of this name is not held.
    MissingRole(&'static str),
    /// The credential lacks this OAuth scope.
    MissingScope(&'static str),
    /// The last authentication was more than this many seconds ago.
    NotFresh(u32),
    /// Only one factor was used.
    SingleFactor,
    /// The credential does not say whether the condition written here holds.
    Unproven(String),
    /// The condition written here holds, and must not.
    Excluded(String),
    /// The object of this type belongs to somebody else.
    NotOwner(&'static str),
    /// The object of this type belongs to another tenant.
    OtherTenant(&'static str),
    /// The path parameter of this name does not name the principal.
    NotSubject(&'static str),
    /// The check of this name denied, for the reasons it gave.
    Check(&'static str, Denial),
    /// What a check states.
    Stated(Cow<'static, str>),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingPermission(name) => write!(f, "permission `{name}` is not held"),
            Self::MissingRole(name) => write!(f, "role `{name}` is not held"),
            Self::MissingScope(name) => write!(f, "scope `{name}` is not granted"),
            Self::NotFresh(seconds) => write!(f, "no authentication in the last {seconds} s"),
            Self::SingleFactor => f.write_str("several factors are required"),
            Self::Unproven(condition) => {
                write!(f, "the credential is silent about `{condition}`")
            }
            Self::Excluded(condition) => write!(f, "`{condition}` holds and must not"),
            Self::NotOwner(resource) => write!(f, "the `{resource}` has another owner"),
            Self::OtherTenant(resource) => write!(f, "the `{resource}` is of another tenant"),
            Self::NotSubject(name) => write!(f, "the parameter `{name}` names somebody else"),
            Self::Check(name, reason) => write!(f, "`{name}`: {reason}"),
            Self::Stated(reason) => f.write_str(reason),
        }
    }
}
