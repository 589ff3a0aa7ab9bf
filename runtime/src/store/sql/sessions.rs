//! Sessions in SQL.

use std::time::SystemTime;

use super::value::Fields;
use super::{Engine, SqlStore, Value, failed};
use crate::clock::to_millis;
use crate::store::{Answer, Digest, ProviderSession, SessionRecord, SessionStore, StoreError};

const CREATE: &str = "\
    INSERT INTO portcullis_sessions (digest, handle, subject, created_at, seen_at, idle_until, \
        expires_at, authenticated_at, methods, label, issuer, provider_subject, sid) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

const FIND: &str = "SELECT * FROM portcullis_sessions WHERE digest = $1";

const TOUCH: &str = "\
    UPDATE portcullis_sessions SET \
        seen_at = CASE WHEN seen_at < $2 THEN $2 ELSE seen_at END, \
        idle_until = CASE WHEN idle_until < $3 THEN $3 ELSE idle_until END \
    WHERE digest = $1";

const REPLACE: &str = "\
    UPDATE portcullis_sessions SET digest = $1, handle = $2, subject = $3, created_at = $4, \
        seen_at = $5, idle_until = $6, expires_at = $7, authenticated_at = $8, methods = $9, \
        label = $10, issuer = $11, provider_subject = $12, sid = $13 \
    WHERE digest = $14 RETURNING handle";

const END: &str = "\
    DELETE FROM portcullis_sessions WHERE subject = $1 AND handle = $2 RETURNING handle";

const END_ALL: &str = "\
    DELETE FROM portcullis_sessions WHERE subject = $1 AND ($2 IS NULL OR handle <> $2) \
    RETURNING handle";

const END_BY_SID: &str = "\
    DELETE FROM portcullis_sessions WHERE issuer = $1 AND sid = $2 RETURNING handle";

const END_BY_PROVIDER_SUBJECT: &str = "\
    DELETE FROM portcullis_sessions WHERE issuer = $1 AND provider_subject = $2 RETURNING handle";

const LIST: &str = "\
    SELECT * FROM portcullis_sessions WHERE subject = $1 ORDER BY created_at DESC, handle DESC";

/// The time is asked once more of the row that is deleted: it may have been touched meanwhile.
const PURGE: &str = "\
    DELETE FROM portcullis_sessions WHERE ends_at <= $1 AND digest IN \
        (SELECT digest FROM portcullis_sessions WHERE ends_at <= $1 LIMIT $2) \
    RETURNING handle";

/// In the order of [`CREATE`] and [`REPLACE`].
fn values(session: SessionRecord) -> Vec<Value> {
    let provider = session.provider;
    let (issuer, subject, sid) = match provider {
        Some(provider) => (Some(provider.issuer), Some(provider.subject), provider.sid),
        None => (None, None, None),
    };
    vec![
        session.digest.into(),
        session.handle.into(),
        session.subject.into(),
        session.created_at.into(),
        session.seen_at.into(),
        session.idle_until.into(),
        session.expires_at.into(),
        session.authenticated_at.into(),
        session.methods.into(),
        session.label.into(),
        issuer.into(),
        subject.into(),
        sid.into(),
    ]
}

fn read(row: &impl Fields) -> Result<SessionRecord, sqlx::Error> {
    let provider = match (row.text("issuer")?, row.text("provider_subject")?) {
        (Some(issuer), Some(subject)) => {
            Some(ProviderSession { issuer, subject, sid: row.text("sid")? })
        }
        _ => None,
    };
    Ok(SessionRecord {
        digest: row.digest("digest")?,
        handle: row.string("handle")?,
        subject: row.string("subject")?,
        created_at: row.time("created_at")?,
        seen_at: row.time("seen_at")?,
        idle_until: row.time("idle_until")?,
        expires_at: row.time("expires_at")?,
        authenticated_at: row.time("authenticated_at")?,
        methods: row.list("methods")?,
        label: row.text("label")?,
        provider,
    })
}

impl<E: Engine> SqlStore<E> {
    async fn sessions(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<SessionRecord>, StoreError> {
        let rows = self.lease().await?.rows(sql, values).await?;
        rows.iter().map(read).collect::<Result<_, _>>().map_err(failed::<E>)
    }

    async fn handles(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<String>, StoreError> {
        let rows = self.lease().await?.rows(sql, values).await?;
        let handles = rows.iter().map(|row| row.string("handle"));
        handles.collect::<Result<_, _>>().map_err(failed::<E>)
    }
}

impl<E: Engine> SessionStore for SqlStore<E> {
    fn create(&self, session: SessionRecord) -> Answer<'_, ()> {
        self.answer(
            async move { self.lease().await?.rows(CREATE, values(session)).await.map(drop) },
        )
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<SessionRecord>> {
        self.answer(async move {
            Ok(self.sessions(FIND, vec![digest.into()]).await?.into_iter().next())
        })
    }

    fn touch(&self, digest: Digest, seen_at: SystemTime, idle_until: SystemTime) -> Answer<'_, ()> {
        let values = vec![digest.into(), seen_at.into(), idle_until.into()];
        self.answer(async move { self.lease().await?.rows(TOUCH, values).await.map(drop) })
    }

    fn replace(&self, old: Digest, session: SessionRecord) -> Answer<'_, bool> {
        let mut values = values(session);
        values.push(old.into());
        self.answer(async move { Ok(!self.handles(REPLACE, values).await?.is_empty()) })
    }

    fn end<'a>(&'a self, subject: &'a str, handle: &'a str) -> Answer<'a, bool> {
        let values = vec![subject.into(), handle.into()];
        self.answer(async move { Ok(!self.handles(END, values).await?.is_empty()) })
    }

    fn end_all<'a>(&'a self, subject: &'a str, except: Option<&'a str>) -> Answer<'a, Vec<String>> {
        let values = vec![subject.into(), except.map(str::to_owned).into()];
        self.answer(self.handles(END_ALL, values))
    }

    fn end_of_provider<'a>(&'a self, provider: &'a ProviderSession) -> Answer<'a, Vec<String>> {
        let issuer = provider.issuer.as_str().into();
        self.answer(match &provider.sid {
            Some(sid) => self.handles(END_BY_SID, vec![issuer, sid.as_str().into()]),
            None => {
                let subject = provider.subject.as_str().into();
                self.handles(END_BY_PROVIDER_SUBJECT, vec![issuer, subject])
            }
        })
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<SessionRecord>> {
        self.answer(self.sessions(LIST, vec![subject.into()]))
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_in_batches(PURGE, to_millis(now))
    }
}
