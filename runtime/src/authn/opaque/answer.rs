//! What an answer comes to: a principal or a refusal, and for how long.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::grace::Grace;
use crate::authn::Refusal;
use crate::moment::Moment;
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// What was found out about a token.
pub(super) enum Found<P: Vocabulary> {
    Good(Arc<Grant<P>>),
    Refused(Arc<Refused>),
}

/// Nothing was found out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unknown {
    /// Whether the issuer is out of order, so that an old answer may stand in.
    pub(super) is_outage: bool,
}

/// A token that is good until it expires.
pub(super) struct Grant<P: Vocabulary> {
    pub(super) principal: Principal<P>,
    /// Seconds since 1970, the leeway included.
    pub(super) expires: Option<f64>,
    /// Before the question left, so that an answer is never taken for younger than it is.
    pub(super) asked: Moment,
    pub(super) grace: Grace,
}

/// A token that is not good.
pub(super) struct Refused {
    pub(super) refusal: Refusal,
    pub(super) asked: Moment,
}

impl<P: Vocabulary> Grant<P> {
    pub(super) fn is_expired(&self, now: SystemTime) -> bool {
        self.expires.is_some_and(|expires| seconds(now).is_none_or(|now| now >= expires))
    }
}

impl<P: Vocabulary> Found<P> {
    pub(super) fn refused(cause: String, asked: Moment) -> Self {
        Self::Refused(Arc::new(Refused { refusal: Refusal::invalid_token(cause), asked }))
    }
}

impl<P: Vocabulary> Clone for Found<P> {
    fn clone(&self) -> Self {
        match self {
            Self::Good(grant) => Self::Good(Arc::clone(grant)),
            Self::Refused(refused) => Self::Refused(Arc::clone(refused)),
        }
    }
}

/// Since 1970; `None` before it, when no time can be checked.
pub(super) fn seconds(at: SystemTime) -> Option<f64> {
    at.duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs_f64())
}
