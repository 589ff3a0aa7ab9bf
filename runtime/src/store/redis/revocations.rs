//! Revocations in Redis: a stream, and a sorted set that says when its entries can be forgotten.
//!
//! A cursor is the life of the server and the id of the last entry that was read. A life ends when the
//! server may have lost something: at a restart, at a failover, and when the keys are deleted. A cursor
//! of another life is unknown, so that everything is sent.

use std::time::SystemTime;

use futures_util::FutureExt as _;
use serde::{Deserialize, Serialize};

use super::RedisStore;
use super::records::{read, write};
use crate::authn::revocation::{Revocation, Target};
use crate::clock::{of_millis, to_millis};
use crate::store::{Answer, Feed, RevocationStore, StoreError};

/// How many entries one step reads.
const PAGE: usize = 2000;

/// A revocation as it is written.
#[derive(Serialize, Deserialize)]
struct Entry {
    of: Kind,
    name: String,
    at: i64,
    until: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Token,
    Session,
    Subject,
    Key,
}

impl From<Revocation> for Entry {
    fn from(revocation: Revocation) -> Self {
        let (of, name) = match revocation.target {
            Target::Token(name) => (Kind::Token, name),
            Target::Session(name) => (Kind::Session, name),
            Target::Subject(name) => (Kind::Subject, name),
            Target::Key(name) => (Kind::Key, name),
        };
        Self { of, name, at: to_millis(revocation.at), until: to_millis(revocation.until) }
    }
}

impl From<Entry> for Revocation {
    fn from(entry: Entry) -> Self {
        let target = match entry.of {
            Kind::Token => Target::Token(entry.name),
            Kind::Session => Target::Session(entry.name),
            Kind::Subject => Target::Subject(entry.name),
            Kind::Key => Target::Key(entry.name),
        };
        Self { target, at: of_millis(entry.at), until: of_millis(entry.until) }
    }
}

/// The life of the server, and the last entry that was read. One that is no cursor has no life.
fn parts(cursor: &str) -> (&str, &str) {
    cursor.rsplit_once('/').unwrap_or_default()
}

impl RedisStore {
    async fn read_since(&self, cursor: Option<&str>) -> Result<Feed, StoreError> {
        let (life, last) = parts(cursor.unwrap_or_default());
        let (mut life, mut last) = (life.to_owned(), last.to_owned());
        let mut revocations = Vec::new();
        loop {
            let mut step = self.inner.revocations.step("since");
            step.arg(&life).arg(&last).arg(PAGE);
            let entries: Vec<String>;
            (life, last, entries) = self.take(step).await?;
            for entry in &entries {
                revocations.push(read::<Entry>(entry)?.into());
            }
            if entries.len() < PAGE {
                return Ok(Feed { revocations, cursor: format!("{life}/{last}") });
            }
        }
    }
}

impl RevocationStore for RedisStore {
    fn record(&self, revocation: Revocation) -> Answer<'_, ()> {
        async move {
            let (until, at) = (to_millis(revocation.until), to_millis(revocation.at));
            let mut step = self.inner.revocations.step("record");
            step.arg(write(&Entry::from(revocation))?).arg(until).arg(at);
            self.take(step).await
        }
        .boxed()
    }

    fn since<'a>(&'a self, cursor: Option<&'a str>) -> Answer<'a, Feed> {
        self.read_since(cursor).boxed()
    }

    fn has_lost(&self, earlier: &str, later: &str) -> bool {
        parts(earlier).0 != parts(later).0
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_all(&self.inner.revocations, to_millis(now)).boxed()
    }
}
