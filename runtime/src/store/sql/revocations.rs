//! Revocations in SQL: numbered without gaps, in the order in which they are committed.

use std::time::SystemTime;

use super::value::Fields;
use super::{Engine, SqlStore, failed};
use crate::authn::revocation::{Revocation, Target};
use crate::clock::to_millis;
use crate::store::{Answer, Feed, RevocationStore};

/// Who has counted keeps others from counting until it has committed, so that no number appears
/// after a later one. A sequence would not do that.
const COUNT: &str = "UPDATE portcullis_feed SET last = last + 1 RETURNING last";

const RECORD: &str = "\
    INSERT INTO portcullis_revocations (number, kind, name, revoked_at, kept_until) \
    VALUES ($1, $2, $3, $4, $5)";

/// One statement, so that the entries and the number to go on from are of one moment.
const SINCE: &str = "\
    SELECT f.epoch, f.last, r.kind, r.name, r.revoked_at, r.kept_until \
    FROM portcullis_feed f LEFT JOIN portcullis_revocations r \
        ON r.number > CASE WHEN f.epoch = $1 AND f.last >= $2 THEN $2 ELSE 0 END \
    ORDER BY r.number";

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
    let cursor = format!("{}-{}", first.string("epoch")?, first.number("last")?);
    let revocations = rows.iter().filter_map(|row| read(row).transpose()).collect::<Result<_, _>>();
    Ok(Feed { revocations: revocations?, cursor })
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
        self.answer(async move {
            // PostgreSQL refuses a NUL, and no epoch has one.
            let cursor = cursor.filter(|cursor| !cursor.contains('\0'));
            let (epoch, number) = parse(cursor);
            let rows = self.lease().await?.rows(SINCE, vec![epoch.into(), number.into()]).await?;
            feed(&rows).map_err(failed::<E>)
        })
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_in_batches(PURGE, to_millis(now))
    }
}
