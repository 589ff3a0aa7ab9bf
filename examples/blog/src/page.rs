//! `Page`: which part of a list a request asks for.

use portcullis::resource::Dialect;
use serde::Deserialize;
use sqlx::{Encode, QueryBuilder, Type};

const MOST: i64 = 100;

/// `?after=7&limit=20`: by identifier, so that no page skips what others add or remove meanwhile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    #[serde(default)]
    after: i64,
    #[serde(default = "usual")]
    limit: i64,
}

fn usual() -> i64 {
    20
}

impl Page {
    /// Adds the page to a query that has a `WHERE` already.
    pub(crate) fn push<DB: Dialect>(&self, query: &mut QueryBuilder<DB>)
    where
        for<'q> i64: Encode<'q, DB> + Type<DB>,
    {
        query.push(" AND id > ").push_bind(self.after);
        query.push(" ORDER BY id LIMIT ").push_bind(self.limit.clamp(1, MOST));
    }
}
