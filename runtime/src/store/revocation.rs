//! `RevocationStore`: how nodes tell each other what was revoked.

use std::time::SystemTime;

use super::Answer;
use crate::authn::revocation::Revocation;

/// What was revoked since a node last asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The revocations, in the order in which they were recorded.
    pub revocations: Vec<Revocation>,
    /// Where to go on from.
    pub cursor: String,
}

/// Keeps revocations for every node. Once [`record`](Self::record) has answered, every later
/// [`since`](Self::since) with an earlier cursor yields the revocation.
pub trait RevocationStore: Send + Sync + 'static {
    /// Keeps a revocation until its `until`.
    fn record(&self, revocation: Revocation) -> Answer<'_, ()>;

    /// What was recorded after `cursor`; everything that still matters where there is none, or where
    /// the store does not know the cursor.
    fn since<'a>(&'a self, cursor: Option<&'a str>) -> Answer<'a, Feed>;

    /// Whether the store may have lost revocations between two of its cursors, so that nodes have to
    /// tell it again what they know. The default is for stores that lose nothing.
    fn has_lost(&self, earlier: &str, later: &str) -> bool {
        let _ = (earlier, later);
        false
    }

    /// Forgets revocations whose `until` is `now` or earlier; yields how many. Cursors stay good.
    fn purge(&self, now: SystemTime) -> Answer<'_, u64>;
}
