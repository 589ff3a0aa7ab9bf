//! Records as they are written: JSON with times in milliseconds, and digests in base64url.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::NAME;
use crate::clock::{of_millis, to_millis};
use crate::store::{
    ApiKeyRecord, Digest, Environment, FamilyRecord, ProviderSession, SessionRecord, StoreError,
};

/// What of a session never changes.
#[derive(Serialize, Deserialize)]
pub(super) struct Session {
    digest: String,
    handle: String,
    subject: String,
    created: i64,
    expires: i64,
    authenticated: i64,
    methods: Vec<String>,
    label: Option<String>,
    /// `iss`, `sub` and `sid`.
    provider: Option<(String, String, Option<String>)>,
}

impl From<&SessionRecord> for Session {
    fn from(session: &SessionRecord) -> Self {
        let provider = session.provider.as_ref();
        Self {
            digest: text(session.digest),
            handle: session.handle.clone(),
            subject: session.subject.clone(),
            created: to_millis(session.created_at),
            expires: to_millis(session.expires_at),
            authenticated: to_millis(session.authenticated_at),
            methods: session.methods.clone(),
            label: session.label.clone(),
            provider: provider
                .map(|own| (own.issuer.clone(), own.subject.clone(), own.sid.clone())),
        }
    }
}

impl Session {
    /// The record, with what changed since it was made.
    pub(super) fn seen(self, seen_at: i64, idle_until: i64) -> Result<SessionRecord, StoreError> {
        let provider = |(issuer, subject, sid)| ProviderSession { issuer, subject, sid };
        Ok(SessionRecord {
            digest: digest(&self.digest)?,
            handle: self.handle,
            subject: self.subject,
            created_at: of_millis(self.created),
            seen_at: of_millis(seen_at),
            idle_until: of_millis(idle_until),
            expires_at: of_millis(self.expires),
            authenticated_at: of_millis(self.authenticated),
            methods: self.methods,
            label: self.label,
            provider: self.provider.map(provider),
        })
    }
}

/// A family of refresh tokens.
#[derive(Serialize, Deserialize)]
pub(super) struct Family {
    id: String,
    subject: String,
    created: i64,
    expires: i64,
    authenticated: i64,
    methods: Vec<String>,
    scopes: Vec<String>,
    label: Option<String>,
}

impl From<&FamilyRecord> for Family {
    fn from(family: &FamilyRecord) -> Self {
        Self {
            id: family.id.clone(),
            subject: family.subject.clone(),
            created: to_millis(family.created_at),
            expires: to_millis(family.expires_at),
            authenticated: to_millis(family.authenticated_at),
            methods: family.methods.clone(),
            scopes: family.scopes.clone(),
            label: family.label.clone(),
        }
    }
}

impl From<Family> for FamilyRecord {
    fn from(family: Family) -> Self {
        Self {
            id: family.id,
            subject: family.subject,
            created_at: of_millis(family.created),
            expires_at: of_millis(family.expires),
            authenticated_at: of_millis(family.authenticated),
            methods: family.methods,
            scopes: family.scopes,
            label: family.label,
        }
    }
}

/// What of an API key never changes.
#[derive(Serialize, Deserialize)]
pub(super) struct ApiKey {
    id: String,
    digest: String,
    owner: String,
    name: String,
    environment: String,
    permissions: Vec<String>,
    created: i64,
}

/// What changes: when it expires, was revoked and was last used, and how often.
pub(super) type ApiKeyChanges = (String, String, String, u64);

impl From<&ApiKeyRecord> for ApiKey {
    fn from(key: &ApiKeyRecord) -> Self {
        Self {
            id: key.id.clone(),
            digest: text(key.digest),
            owner: key.owner.clone(),
            name: key.name.clone(),
            environment: key.environment.as_str().to_owned(),
            permissions: key.permissions.clone(),
            created: to_millis(key.created_at),
        }
    }
}

impl ApiKey {
    /// The record, with what changed since it was made.
    pub(super) fn now(self, changes: &ApiKeyChanges) -> Result<ApiKeyRecord, StoreError> {
        let (expires, revoked, last_used, uses) = changes;
        Ok(ApiKeyRecord {
            digest: digest(&self.digest)?,
            environment: Environment::named(&self.environment).ok_or_else(unreadable)?,
            id: self.id,
            owner: self.owner,
            name: self.name,
            permissions: self.permissions,
            created_at: of_millis(self.created),
            expires_at: optional_time(expires)?,
            revoked_at: optional_time(revoked)?,
            last_used_at: optional_time(last_used)?,
            uses: *uses,
        })
    }
}

/// A time that may not be there, as scripts take it.
pub(super) fn optional_millis(at: Option<SystemTime>) -> String {
    at.map(|at| to_millis(at).to_string()).unwrap_or_default()
}

/// What cannot be read is no absent time: a key would be good again.
fn optional_time(millis: &str) -> Result<Option<SystemTime>, StoreError> {
    match millis {
        "" => Ok(None),
        millis => millis.parse().map(|millis| Some(of_millis(millis))).map_err(|_| unreadable()),
    }
}

pub(super) fn write(record: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|_| StoreError::new(NAME, "a record cannot be written"))
}

pub(super) fn read<T: DeserializeOwned>(record: &str) -> Result<T, StoreError> {
    serde_json::from_str(record).map_err(|_| unreadable())
}

pub(super) fn text(digest: Digest) -> String {
    URL_SAFE_NO_PAD.encode(digest.as_bytes())
}

fn digest(text: &str) -> Result<Digest, StoreError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| unreadable())?;
    <[u8; 32]>::try_from(bytes).map(Digest::from).map_err(|_| unreadable())
}

/// Someone else wrote to the keys of the store.
pub(super) fn unreadable() -> StoreError {
    StoreError::new(NAME, "a record cannot be read")
}
