//! Making keys, anew and in the place of others.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use super::manage::later;
use super::{ApiKeyError, ApiKeys, Parts};
use crate::authn::Account;
use crate::principal::{CredentialKind, Principal};
use crate::random;
use crate::store::{ApiKeyRecord, Digest, Environment};
use crate::vocabulary::{PermissionSet, Vocabulary, find};

/// How long the old key and the new one are both good, where nothing is said.
const OVERLAP: Duration = Duration::from_hours(24);
const LONGEST_OVERLAP: Duration = Duration::from_hours(7 * 24);

/// A key that is asked for.
#[derive(Clone, Debug)]
#[must_use]
pub struct NewKey<P: Vocabulary> {
    name: String,
    permissions: PermissionSet<P>,
    expires_in: Option<Duration>,
}

impl<P: Vocabulary> NewKey<P> {
    /// A key that may do nothing yet and lives as long as a key may. Its owner calls it `name`, in 1
    /// to 100 characters.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), permissions: PermissionSet::empty(), expires_in: None }
    }

    /// What the key carries.
    pub fn permissions(mut self, permissions: impl IntoIterator<Item = P>) -> Self {
        self.permissions = permissions.into_iter().fold(self.permissions, PermissionSet::with);
        self
    }

    /// How long it lives.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.expires_in = Some(lifetime);
        self
    }
}

/// A key that was made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Created {
    /// The key, to be shown once: nobody can find it out again.
    pub key: SecretString,
    /// What is kept of it.
    pub record: ApiKeyRecord,
}

impl<P: Vocabulary> ApiKeys<P> {
    /// Makes a key of `owner`, who asks for it.
    ///
    /// # Errors
    /// [`ApiKeyError::NotHeld`] names permissions that the owner does not hold now, or did not present
    /// with this request. [`ApiKeyError::ByKey`] when the request came with a key.
    pub async fn create(
        &self,
        owner: &Principal<P>,
        key: NewKey<P>,
    ) -> Result<Created, ApiKeyError> {
        not_by_key(owner)?;
        self.make(owner.subject(), Some(owner), key).await
    }

    /// Makes a key of the subject `owner`, whoever asks: for tools of operators. What the owner holds
    /// is the limit here too.
    ///
    /// # Errors
    /// As [`create`](Self::create); [`ApiKeyError::NotFound`] when there is no such owner.
    pub async fn create_for(&self, owner: &str, key: NewKey<P>) -> Result<Created, ApiKeyError> {
        self.make(owner, None, key).await
    }

    async fn make(
        &self,
        owner: &str,
        asking: Option<&Principal<P>>,
        key: NewKey<P>,
    ) -> Result<Created, ApiKeyError> {
        let parts = &*self.parts;
        let is_name = (1..=100).contains(&key.name.chars().count())
            && !key.name.contains(char::is_control)
            && !key.name.trim().is_empty();
        if !is_name {
            return Err(ApiKeyError::Name);
        }
        let most = parts.limits.lifetime;
        let lifetime = key.expires_in.unwrap_or(most);
        if lifetime.is_zero() || lifetime > most {
            return Err(ApiKeyError::Lifetime(most));
        }
        let account = parts.account(owner).await?.ok_or(ApiKeyError::NotFound)?;
        let missing = not_held(key.permissions, &account, asking);
        if !missing.is_empty() {
            return Err(ApiKeyError::NotHeld(missing));
        }
        let most = parts.limits.keys;
        if parts.living(account.subject()).await?.len() >= most {
            return Err(ApiKeyError::TooMany(most));
        }
        let (key, record) = parts.draw(
            account.subject(),
            key.name,
            key.permissions,
            parts.environment,
            lifetime,
        )?;
        parts.ask(parts.store.create(record.clone())).await?;
        parts.withdraw_beyond(most, &record).await?;
        parts.report("authn_token_created", &record.owner, &record.id, None);
        Ok(Created { key, record })
    }

    /// Makes a key in the place of the key of `owner` with this id, with its name, environment and
    /// length of life, and with those of its permissions that the owner still holds. The old key ends
    /// after `overlap`, 24 hours unless said, unless it ends before; seven days are the most. Its
    /// length of life is then what that leaves of it, so where the new key was lost rotate that one,
    /// not the old one again.
    ///
    /// # Errors
    /// As [`create`](Self::create); [`ApiKeyError::NotFound`] also when the key has ended.
    pub async fn rotate(
        &self,
        owner: &Principal<P>,
        id: &str,
        overlap: Option<Duration>,
    ) -> Result<Created, ApiKeyError> {
        not_by_key(owner)?;
        let overlap = overlap.unwrap_or(OVERLAP);
        if overlap > LONGEST_OVERLAP {
            return Err(ApiKeyError::Overlap(overlap));
        }
        let parts = &*self.parts;
        let account = parts.account(owner.subject()).await?.ok_or(ApiKeyError::NotFound)?;
        let living = parts.living(account.subject()).await?;
        let old = living.iter().find(|key| key.id == id).ok_or(ApiKeyError::NotFound)?;
        let most = parts.limits.keys;
        if living.len() > most {
            return Err(ApiKeyError::TooMany(most));
        }
        let still = still_held(old, &account);
        let missing = not_held(still, &account, Some(owner));
        if !missing.is_empty() {
            return Err(ApiKeyError::NotHeld(missing));
        }
        let lived = old.expires_at.and_then(|end| end.duration_since(old.created_at).ok());
        let lifetime = lived.unwrap_or(parts.limits.lifetime).min(parts.limits.lifetime);
        let (key, record) =
            parts.draw(account.subject(), old.name.clone(), still, old.environment, lifetime)?;
        let until = later(record.created_at, overlap);
        if !parts.ask(parts.store.rotate(id, until, record.clone())).await? {
            return Err(ApiKeyError::NotFound);
        }
        parts.withdraw_beyond(most.saturating_add(1), &record).await?;
        let detail = format!("in the place of {id}");
        parts.report("authn_token_created", &record.owner, &record.id, Some(detail));
        Ok(Created { key, record })
    }
}

impl<P: Vocabulary> Parts<P> {
    fn draw(
        &self,
        owner: &str,
        name: String,
        permissions: PermissionSet<P>,
        environment: Environment,
        lifetime: Duration,
    ) -> Result<(SecretString, ApiKeyRecord), ApiKeyError> {
        let key = self.format.make(environment)?;
        let created_at = self.now();
        let record = ApiKeyRecord {
            id: random::name()?,
            digest: Digest::of(key.expose_secret()),
            owner: owner.to_owned(),
            name,
            environment,
            permissions: permissions.names().map(str::to_owned).collect(),
            created_at,
            expires_at: Some(later(created_at, lifetime)),
            revoked_at: None,
            last_used_at: None,
            uses: 0,
        };
        Ok((key, record))
    }

    /// Takes a key that nobody has seen yet back, if its owner has too many with it. Counted after it
    /// is kept, so that of any number who ask at once no more get one than may.
    async fn withdraw_beyond(&self, most: usize, key: &ApiKeyRecord) -> Result<(), ApiKeyError> {
        if self.living(&key.owner).await?.len() <= most {
            return Ok(());
        }
        self.ask(self.store.revoke(&key.owner, &key.id, self.now())).await?;
        Err(ApiKeyError::TooMany(self.limits.keys))
    }
}

fn not_by_key<P: Vocabulary>(asking: &Principal<P>) -> Result<(), ApiKeyError> {
    let is_key = asking.credential().kind() == CredentialKind::ApiKey;
    if is_key { Err(ApiKeyError::ByKey) } else { Ok(()) }
}

/// Which of `wanted` the account or who asks does not hold.
fn not_held<P: Vocabulary>(
    wanted: PermissionSet<P>,
    account: &Account<P>,
    asking: Option<&Principal<P>>,
) -> Vec<&'static str> {
    let held = account.principal().build().permissions();
    let missing = wanted.iter().filter(|permission| {
        !held.contains(*permission)
            || asking.is_some_and(|asking| !asking.has_permission(*permission))
    });
    missing.collect::<PermissionSet<P>>().names().collect()
}

/// What the key carries of what its owner holds.
fn still_held<P: Vocabulary>(key: &ApiKeyRecord, account: &Account<P>) -> PermissionSet<P> {
    let held = account.principal().build().permissions();
    let known = key.permissions.iter().filter_map(|name| find(P::NAMES, P::VARIANTS, name).ok());
    known.filter(|permission| held.contains(*permission)).collect()
}
