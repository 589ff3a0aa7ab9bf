//! A database that failed is an outage: nothing can be decided.

use crate::outage::Outage;

/// The client learns nothing of the cause; the log does.
impl From<sqlx::Error> for Outage {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database failed");
        Self::of("the database")
    }
}
