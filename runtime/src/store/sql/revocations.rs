//! Revocations in SQL: numbered without gaps, in the order in which they are committed.

use std::time::SystemTime;

use futures_util::FutureExt as _;

use super::value::Fields;
use super::{Engine, SqlStore, failed};
use crate::authn::revocation::{Revocation, Target};
use crate::clock::to_millis;
use crate::store::{Answer, Feed, RevocationStore, StoreError};

/// Who has counted keeps others from counting until it has committed, so that no number appears
/// after a later one. A sequence would not do that.
const COUNT: &str = "UPDATE portcullis_feed SET last = last + 1 RETURNING last";

const RECORD: &str = "\
    INSERT INTO portcullis_revocations (number, kind, name, revoked_at, kept_until) \
    VALUES ($1, $2, $3, $4, $5)";

/// One statement, so that the entries and the number to go on from are of one moment.
const SINCE: &str = "\
    SELECT f.epoch, f.last, r.number, r.kind, r.name, r.revoked_at, r.kept_until \
    FROM portcullis_feed f LEFT JOIN portcullis_revocations r \
        ON r.number > CASE WHEN f.epoch = $1 AND f.last >= $2 THEN $2 ELSE 0 END \
    ORDER BY r.number LIMIT $3";

/// How many are read at once. Each page has a deadline of its own, so that a node which starts can read
/// more than one deadline allows.
const PAGE: usize = 2_000;

const PURGE: &str = "\
    DELETE FROM portcullis_revocations WHERE number IN \
        (SELECT number FROM portcullis_revocations WHERE kept_until <= $1 LIMIT $2) \
    RETURNING number";

/// The kind of a target, and its name.
fn split(target: Target) -> (&'static str, String) {
    match target {
        Target::Token(name) => ("token", name),
        Target::Session(name) => ("session", name),
        Target::Subject(name) => ("subject", name),
        Target::Key(name) => ("key", name),
    }
}

/// What a row says; `None` where the feed has no entries. A kind that is not known is an error: what
/// it revokes must not be passed over.
fn read(row: &impl Fields) -> Result<Option<Revocation>, sqlx::Error> {
    let Some(kind) = row.text("kind")? else { return Ok(None) };
    let name = row.string("name")?;
    let target = match kind.as_str() {
        "token" => Target::Token(name),
        "session" => Target::Session(name),
        "subject" => Target::Subject(name),
        "key" => Target::Key(name),
        _ => return Err(sqlx::Error::RowNotFound),
    };
    let (at, until) = (row.time("revoked_at")?, row.time("kept_until")?);
    Ok(Some(Revocation { target, at, until }))
}

/// The epoch and the number of a cursor, which begin anew where it is not one.
fn parse(cursor: Option<&str>) -> (&str, i64) {
    let parts = cursor.and_then(|cursor| cursor.split_once('-'));
    let known = parts.and_then(|(epoch, number)| {
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        Some((epoch, number.parse().ok().filter(|_| is_number)?))
    });
    known.unwrap_or(("", 0))
}

fn feed(rows: &[impl Fields]) -> Result<Feed, sqlx::Error> {
    let first = rows.first().ok_or(sqlx::Error::RowNotFound)?;
    // After a full page there may be more; the rest of the feed is up to its last number.
    let last = match rows.last() {
        Some(row) if rows.len() == PAGE => row.number("number")?,
        _ => first.number("last")?,
    };
    let cursor = format!("{}-{last}", first.string("epoch")?);
    let revocations = rows.iter().filter_map(|row| read(row).transpose()).collect::<Result<_, _>>();
    Ok(Feed { revocations: revocations?, cursor })
}

impl<E: Engine> SqlStore<E> {
    async fn page(&self, cursor: &str) -> Result<Feed, StoreError> {
        let (epoch, number) = parse(Some(cursor));
        let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let values = vec![epoch.into(), number.into(), most.into()];
        let rows = self.lease().await?.rows(SINCE, values).await?;
        feed(&rows).map_err(failed::<E>)
    }
}

impl<E: Engine> RevocationStore for SqlStore<E> {
    fn record(&self, revocation: Revocation) -> Answer<'_, ()> {
        self.answer(async move {
            let mut lease = self.lease().await?;
            let mut unit = lease.begin().await?;
            let counted = unit.row(COUNT, Vec::new()).await?.ok_or(sqlx::Error::RowNotFound);
            let number = counted.and_then(|row| row.number("last")).map_err(failed::<E>)?;
            let (kind, name) = split(revocation.target);
            let values = vec![
                number.into(),
                kind.into(),
                name.into(),
                revocation.at.into(),
                revocation.until.into(),
            ];
            unit.rows(RECORD, values).await?;
            unit.commit().await
        })
    }

    fn since<'a>(&'a self, cursor: Option<&'a str>) -> Answer<'a, Feed> {
        // PostgreSQL refuses a NUL, and no epoch has one.
        let cursor = cursor.filter(|cursor| !cursor.contains('\0')).unwrap_or_default().to_owned();
        async move {
            let mut feed = Feed { revocations: Vec::new(), cursor };
            loop {
                let mut page = self.answer(self.page(&feed.cursor)).await?;
                let is_full = page.revocations.len() == PAGE;
                feed.revocations.append(&mut page.revocations);
                feed.cursor = page.cursor;
                if !is_full {
                    return Ok(feed);
                }
            }
        }
        .boxed()
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_in_batches(PURGE, to_millis(now))
    }
}
