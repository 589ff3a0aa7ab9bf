//! `IntrospectionError`: everything that is wrong with a configuration, at once.

use core::fmt;
use std::time::Duration;

use crate::egress::EgressError;

/// A configuration that cannot be used. Lists every problem, and never a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct IntrospectionError {
    problems: Vec<IntrospectionProblem>,
}

impl IntrospectionError {
    pub(super) fn of(problems: Vec<IntrospectionProblem>) -> Self {
        Self { problems }
    }

    /// What is wrong; never empty.
    pub fn problems(&self) -> &[IntrospectionProblem] {
        &self.problems
    }
}

impl fmt::Display for IntrospectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the introspection cannot be used")?;
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{} {problem}", if index == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

/// The same sentence, since this is what a `main` that returns an error prints.
impl fmt::Debug for IntrospectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for IntrospectionError {}

/// One thing that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IntrospectionProblem {
    /// The address cannot be called, or no client can be made.
    #[error("{0}")]
    Egress(EgressError),
    /// The client has no name or no secret.
    #[error("the client's {0} is empty")]
    Client(&'static str),
    /// Any token of the issuer would be good here.
    #[error("no audience: set one with `.audience(..)`, or say `.danger_any_audience(..)`")]
    NoAudience,
    /// Both an audience and none.
    #[error("an audience next to `.danger_any_audience(..)`")]
    TwoAudiences,
    /// Why any audience is taken is not said.
    #[error("`.danger_any_audience(..)` needs a reason")]
    NoReason,
    /// The issuer or the audience is empty or has whitespace around it.
    #[error("the {0} is empty or has whitespace around it")]
    Identifier(&'static str),
    /// More leeway than five minutes.
    #[error("a leeway of {0:?} is more than five minutes")]
    Leeway(Duration),
    /// Answers would be used for longer than ten minutes.
    #[error("{0:?} of {1} are more than ten minutes")]
    Age(Duration, &'static str),
    /// No room for any answer.
    #[error("a cache for no token: `.cache_for(Duration::ZERO)` switches it off")]
    NoRoom,
    /// A claim has an empty name, or one that already means something else.
    #[error("the {0} claim has a name that is empty or taken")]
    ClaimName(&'static str),
}
