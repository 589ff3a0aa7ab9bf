//! Families of refresh tokens in SQL.
//!
//! The row of a family knows its current token and the one before it; that row is what spenders and
//! enders wait for each other at. Beside it stands whose each token ever was.

use std::time::{Duration, SystemTime};

use super::lease::Unit;
use super::value::Fields;
use super::{Engine, SqlStore, Value, failed};
use crate::clock::to_millis;
use crate::store::{Answer, Digest, FamilyRecord, RefreshStore, Spending, StoreError, Successor};

const OPEN: &str = "\
    INSERT INTO portcullis_refresh_families (id, subject, created_at, expires_at, \
        authenticated_at, methods, scopes, label, current_digest, current_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const KEEP: &str = "INSERT INTO portcullis_refresh_tokens (digest, family) VALUES ($1, $2)";

const FAMILY_OF: &str = "\
    SELECT * FROM portcullis_refresh_families \
    WHERE id = (SELECT family FROM portcullis_refresh_tokens WHERE digest = $1)";

/// An update that changes nothing locks the row, on either database, and yields its latest state.
const LOCK: &str = "\
    UPDATE portcullis_refresh_families SET subject = subject \
    WHERE id = (SELECT family FROM portcullis_refresh_tokens WHERE digest = $1) \
    RETURNING id, subject, created_at, expires_at, authenticated_at, methods, scopes, label, \
        current_digest, current_until, previous_digest, spent_at";

const SPEND: &str = "\
    UPDATE portcullis_refresh_families SET previous_digest = current_digest, spent_at = $4, \
        current_digest = $2, current_until = $3 \
    WHERE id = $1";

const EXCHANGE: &str = "\
    UPDATE portcullis_refresh_families SET current_digest = $2, current_until = $3 WHERE id = $1";

const END_BY_TOKEN: &str = "\
    DELETE FROM portcullis_refresh_families \
    WHERE id = (SELECT family FROM portcullis_refresh_tokens WHERE digest = $1) \
    RETURNING id, subject, created_at, expires_at, authenticated_at, methods, scopes, label";

const END: &str = "\
    DELETE FROM portcullis_refresh_families WHERE subject = $1 AND id = $2 RETURNING id";

const END_ALL: &str = "DELETE FROM portcullis_refresh_families WHERE subject = $1 RETURNING id";

const LIST: &str = "\
    SELECT id, subject, created_at, expires_at, authenticated_at, methods, scopes, label \
    FROM portcullis_refresh_families WHERE subject = $1 \
    ORDER BY created_at DESC, id DESC";

/// The time is asked once more of the row that is deleted: its token may have been renewed meanwhile.
const PURGE: &str = "\
    DELETE FROM portcullis_refresh_families WHERE ends_at <= $1 AND id IN \
        (SELECT id FROM portcullis_refresh_families WHERE ends_at <= $1 LIMIT $2) \
    RETURNING id";

fn read(row: &impl Fields) -> Result<FamilyRecord, sqlx::Error> {
    Ok(FamilyRecord {
        id: row.string("id")?,
        subject: row.string("subject")?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
        authenticated_at: row.time("authenticated_at")?,
        methods: row.list("methods")?,
        scopes: row.list("scopes")?,
        label: row.text("label")?,
    })
}

/// What a token is to the family that it belongs to.
enum Place {
    Current,
    CurrentButExpired,
    /// It was spent so lately that its successor may be exchanged.
    Previous,
    Spent,
    OfExpiredFamily,
}

fn place(
    family: &impl Fields,
    token: Digest,
    now: SystemTime,
    grace: Duration,
) -> Result<Place, sqlx::Error> {
    let current = family.digest("current_digest")?;
    if family.time("expires_at")? <= now {
        return Ok(Place::OfExpiredFamily);
    }
    if current == token {
        let is_over = family.time("current_until")? <= now;
        return Ok(if is_over { Place::CurrentButExpired } else { Place::Current });
    }
    let is_previous = family.digest_if_any("previous_digest")? == Some(token);
    let spent_at = family.time_if_any("spent_at")?;
    let is_soon = spent_at.is_some_and(|at| now.duration_since(at).unwrap_or_default() < grace);
    Ok(if is_previous && is_soon { Place::Previous } else { Place::Spent })
}

impl<E: Engine> SqlStore<E> {
    async fn families(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<FamilyRecord>, StoreError> {
        let rows = self.lease().await?.rows(sql, values).await?;
        rows.iter().map(read).collect::<Result<_, _>>().map_err(failed::<E>)
    }

    /// Spends a token whatever its state, in a transaction.
    async fn spend_in(
        mut unit: Unit<'_, E>,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Result<Spending, StoreError> {
        let Some(row) = unit.row(LOCK, vec![token.into()]).await? else {
            return Ok(Spending::Unknown);
        };
        let family = read(&row).map_err(failed::<E>)?;
        let next = |now: Option<SystemTime>| {
            let mut values = vec![
                Value::from(family.id.as_str()),
                successor.digest.into(),
                successor.expires_at.into(),
            ];
            values.extend(now.map(Value::from));
            values
        };
        let spending = match place(&row, token, now, grace).map_err(failed::<E>)? {
            Place::OfExpiredFamily | Place::CurrentButExpired => return Ok(Spending::Expired),
            Place::Current => {
                unit.rows(SPEND, next(Some(now))).await?;
                unit.rows(KEEP, vec![successor.digest.into(), family.id.as_str().into()]).await?;
                Spending::Spent(family)
            }
            Place::Previous => {
                unit.rows(EXCHANGE, next(None)).await?;
                unit.rows(KEEP, vec![successor.digest.into(), family.id.as_str().into()]).await?;
                Spending::Again(family)
            }
            // A family that ended while this waited for the row cannot end again.
            Place::Spent => match unit.row(END_BY_TOKEN, vec![token.into()]).await? {
                Some(_) => Spending::Reused(family),
                None => Spending::Unknown,
            },
        };
        unit.commit().await?;
        Ok(spending)
    }
}

impl<E: Engine> RefreshStore for SqlStore<E> {
    fn open(&self, family: FamilyRecord, first: Successor) -> Answer<'_, ()> {
        self.answer(async move {
            let mut lease = self.lease().await?;
            let mut unit = lease.begin().await?;
            let token = vec![first.digest.into(), family.id.as_str().into()];
            let family = vec![
                family.id.into(),
                family.subject.into(),
                family.created_at.into(),
                family.expires_at.into(),
                family.authenticated_at.into(),
                family.methods.into(),
                family.scopes.into(),
                family.label.into(),
                first.digest.into(),
                first.expires_at.into(),
            ];
            unit.rows(OPEN, family).await?;
            unit.rows(KEEP, token).await?;
            unit.commit().await
        })
    }

    fn family_of(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        self.answer(async move {
            Ok(self.families(FAMILY_OF, vec![token.into()]).await?.into_iter().next())
        })
    }

    fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Answer<'_, Spending> {
        self.answer(async move {
            let mut lease = self.lease().await?;
            if let Some(sql) = E::SPEND {
                let values = vec![
                    token.into(),
                    successor.digest.into(),
                    successor.expires_at.into(),
                    now.into(),
                ];
                if let Some(row) = lease.rows(sql, values).await?.first() {
                    return read(row).map(Spending::Spent).map_err(failed::<E>);
                }
            }
            Self::spend_in(lease.begin().await?, token, successor, now, grace).await
        })
    }

    fn end_by_token(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        self.answer(async move {
            Ok(self.families(END_BY_TOKEN, vec![token.into()]).await?.into_iter().next())
        })
    }

    fn end<'a>(&'a self, subject: &'a str, family: &'a str) -> Answer<'a, bool> {
        let values = vec![subject.into(), family.into()];
        self.answer(async move { Ok(!self.texts("id", END, values).await?.is_empty()) })
    }

    fn end_all<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<String>> {
        self.answer(self.texts("id", END_ALL, vec![subject.into()]))
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<FamilyRecord>> {
        self.answer(self.families(LIST, vec![subject.into()]))
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_in_batches(PURGE, to_millis(now))
    }
}
