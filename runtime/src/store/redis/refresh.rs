//! Families of refresh tokens in Redis: a hash for each, with its tokens, and pointers to it.

use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;

use super::RedisStore;
use super::records::{Family, read, text, unreadable, write};
use crate::clock::to_millis;
use crate::store::{Answer, Digest, FamilyRecord, RefreshStore, Spending, StoreError, Successor};

fn whole(record: &str) -> Result<FamilyRecord, StoreError> {
    read::<Family>(record).map(FamilyRecord::from)
}

impl RefreshStore for RedisStore {
    fn open(&self, family: FamilyRecord, first: Successor) -> Answer<'_, ()> {
        async move {
            let mut step = self.inner.refresh.step("open");
            step.arg(&family.id)
                .arg(&family.subject)
                .arg(to_millis(family.expires_at))
                .arg(to_millis(family.created_at))
                .arg(write(&Family::from(&family))?)
                .arg(text(first.digest))
                .arg(to_millis(first.expires_at));
            self.take(step).await
        }
        .boxed()
    }

    fn family_of(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        async move {
            let mut step = self.inner.refresh.step("family_of");
            step.arg(text(token));
            let record: Option<String> = self.take(step).await?;
            record.map(|record| whole(&record)).transpose()
        }
        .boxed()
    }

    fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Answer<'_, Spending> {
        async move {
            let mut step = self.inner.refresh.step("spend");
            step.arg(text(token))
                .arg(text(successor.digest))
                .arg(to_millis(successor.expires_at))
                .arg(to_millis(now))
                .arg(i64::try_from(grace.as_millis()).unwrap_or(i64::MAX));
            let outcome: Vec<String> = self.take(step).await?;
            let outcome: Vec<&str> = outcome.iter().map(String::as_str).collect();
            match outcome.as_slice() {
                ["spent", record] => Ok(Spending::Spent(whole(record)?)),
                ["again", record] => Ok(Spending::Again(whole(record)?)),
                ["reused", record] => Ok(Spending::Reused(whole(record)?)),
                ["unknown"] => Ok(Spending::Unknown),
                ["expired"] => Ok(Spending::Expired),
                _ => Err(unreadable()),
            }
        }
        .boxed()
    }

    fn end_by_token(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        async move {
            let mut step = self.inner.refresh.step("end_by_token");
            step.arg(text(token));
            let record: Option<String> = self.take(step).await?;
            record.map(|record| whole(&record)).transpose()
        }
        .boxed()
    }

    fn end<'a>(&'a self, subject: &'a str, family: &'a str) -> Answer<'a, bool> {
        async move {
            let mut step = self.inner.refresh.step("finish");
            step.arg(subject).arg(family);
            self.take(step).await
        }
        .boxed()
    }

    fn end_all<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<String>> {
        async move {
            let mut step = self.inner.refresh.step("finish_all");
            step.arg(subject);
            self.take(step).await
        }
        .boxed()
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<FamilyRecord>> {
        async move {
            let mut step = self.inner.refresh.step("list");
            step.arg(subject);
            let records: Vec<String> = self.take(step).await?;
            let mut own =
                records.iter().map(|record| whole(record)).collect::<Result<Vec<_>, _>>()?;
            own.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
            Ok(own)
        }
        .boxed()
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_all(&self.inner.refresh, to_millis(now)).boxed()
    }
}
