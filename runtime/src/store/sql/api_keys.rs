//! API keys in SQL.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::value::Fields;
use super::{Engine, SqlStore, Value, failed};
use crate::clock::to_millis;
use crate::store::{Answer, ApiKeyRecord, ApiKeyStore, ApiKeyUse, Digest, Environment, StoreError};

const CREATE: &str = "\
    INSERT INTO portcullis_api_keys (id, digest, owner, name, environment, permissions, \
        created_at, expires_at, revoked_at, last_used_at, uses) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const FIND: &str = "SELECT * FROM portcullis_api_keys WHERE digest = $1";

const LIST: &str = "\
    SELECT * FROM portcullis_api_keys WHERE owner = $1 ORDER BY created_at DESC, id DESC";

const LET_END: &str = "\
    UPDATE portcullis_api_keys \
    SET expires_at = CASE WHEN expires_at < $3 THEN expires_at ELSE $3 END \
    WHERE id = $1 AND owner = $2 AND revoked_at IS NULL \
        AND (expires_at IS NULL OR expires_at > $4) \
    RETURNING id";

const REVOKE: &str = "\
    UPDATE portcullis_api_keys SET revoked_at = $3 \
    WHERE owner = $1 AND id = $2 AND revoked_at IS NULL RETURNING id";

const REVOKE_ALL: &str = "\
    UPDATE portcullis_api_keys SET revoked_at = $2 \
    WHERE owner = $1 AND revoked_at IS NULL RETURNING id";

/// In the order of [`CREATE`].
fn values(key: ApiKeyRecord) -> Vec<Value> {
    vec![
        key.id.into(),
        key.digest.into(),
        key.owner.into(),
        key.name.into(),
        key.environment.as_str().into(),
        key.permissions.into(),
        key.created_at.into(),
        key.expires_at.into(),
        key.revoked_at.into(),
        key.last_used_at.into(),
        clamped(key.uses).into(),
    ]
}

/// The most that a column counts is 2^63 - 1.
fn clamped(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn read(row: &impl Fields) -> Result<ApiKeyRecord, sqlx::Error> {
    let environment = Environment::named(&row.string("environment")?);
    Ok(ApiKeyRecord {
        id: row.string("id")?,
        digest: row.digest("digest")?,
        owner: row.string("owner")?,
        name: row.string("name")?,
        environment: environment.ok_or(sqlx::Error::RowNotFound)?,
        permissions: row.list("permissions")?,
        created_at: row.time("created_at")?,
        expires_at: row.time_if_any("expires_at")?,
        revoked_at: row.time_if_any("revoked_at")?,
        last_used_at: row.time_if_any("last_used_at")?,
        uses: u64::try_from(row.number("uses")?).unwrap_or_default(),
    })
}

/// The uses as JSON, each key once.
fn merged(uses: &[ApiKeyUse]) -> String {
    let mut merged = BTreeMap::<&str, (u64, i64)>::new();
    for recorded in uses {
        let (count, at) = merged.entry(&recorded.id).or_default();
        *count = count.saturating_add(recorded.count);
        *at = to_millis(recorded.last_used_at).max(*at);
    }
    let uses: serde_json::Value = merged
        .into_iter()
        .map(|(id, (count, at))| serde_json::json!({ "id": id, "count": clamped(count), "at": at }))
        .collect();
    uses.to_string()
}

impl<E: Engine> SqlStore<E> {
    async fn keys(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<ApiKeyRecord>, StoreError> {
        let rows = self.lease().await?.rows(sql, values).await?;
        rows.iter().map(read).collect::<Result<_, _>>().map_err(failed::<E>)
    }
}

impl<E: Engine> ApiKeyStore for SqlStore<E> {
    fn create(&self, key: ApiKeyRecord) -> Answer<'_, ()> {
        self.answer(async move { self.lease().await?.rows(CREATE, values(key)).await.map(drop) })
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<ApiKeyRecord>> {
        self.answer(
            async move { Ok(self.keys(FIND, vec![digest.into()]).await?.into_iter().next()) },
        )
    }

    fn list<'a>(&'a self, owner: &'a str) -> Answer<'a, Vec<ApiKeyRecord>> {
        self.answer(self.keys(LIST, vec![owner.into()]))
    }

    fn rotate<'a>(
        &'a self,
        old: &'a str,
        until: SystemTime,
        key: ApiKeyRecord,
    ) -> Answer<'a, bool> {
        self.answer(async move {
            let mut lease = self.lease().await?;
            let mut unit = lease.begin().await?;
            let end =
                vec![old.into(), key.owner.as_str().into(), until.into(), key.created_at.into()];
            if unit.row(LET_END, end).await?.is_none() {
                return Ok(false);
            }
            unit.rows(CREATE, values(key)).await?;
            unit.commit().await?;
            Ok(true)
        })
    }

    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str, at: SystemTime) -> Answer<'a, bool> {
        self.answer(async move {
            let values = vec![owner.into(), id.into(), at.into()];
            Ok(!self.lease().await?.rows(REVOKE, values).await?.is_empty())
        })
    }

    fn revoke_all<'a>(&'a self, owner: &'a str, at: SystemTime) -> Answer<'a, Vec<String>> {
        self.answer(async move {
            let values = vec![owner.into(), at.into()];
            let rows = self.lease().await?.rows(REVOKE_ALL, values).await?;
            let ids = rows.iter().map(|row| row.string("id"));
            ids.collect::<Result<_, _>>().map_err(failed::<E>)
        })
    }

    fn record_uses<'a>(&'a self, uses: &'a [ApiKeyUse]) -> Answer<'a, ()> {
        self.answer(async move {
            let values = vec![merged(uses).into()];
            self.lease().await?.rows(E::RECORD_USES, values).await.map(drop)
        })
    }
}
