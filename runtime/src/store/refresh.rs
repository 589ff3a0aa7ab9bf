//! `RefreshStore`: families of refresh tokens, of which each token can be spent once.

use std::time::{Duration, SystemTime};

use super::{Answer, Digest};

/// What began with one login: a chain of refresh tokens, of which the last is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyRecord {
    /// What it is called in lists and in revocations; no secret.
    pub id: String,
    /// Whose it is.
    pub subject: String,
    /// When it began.
    pub created_at: SystemTime,
    /// When it ends in any case, however often its tokens are renewed.
    pub expires_at: SystemTime,
    /// When the subject proved who they are.
    pub authenticated_at: SystemTime,
    /// How (`amr`, RFC 8176).
    pub methods: Vec<String>,
    /// The OAuth scopes that were granted.
    pub scopes: Vec<String>,
    /// What the subject recognises it by, for example the device; given by the app.
    pub label: Option<String>,
}

/// A refresh token that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Its digest.
    pub digest: Digest,
    /// When it ends unless it is spent before.
    pub expires_at: SystemTime,
}

/// What came of spending a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Spending {
    /// It was good. It is spent now, and its successor is kept.
    Spent(FamilyRecord),
    /// It had been spent before, but within the grace: it was exchanged once more. The successor that
    /// nobody has spent counts as spent from now on, beyond any grace, and the new one is kept.
    Again(FamilyRecord),
    /// It had been spent before: somebody has a copy. The family is ended now.
    Reused(FamilyRecord),
    /// There is no such token, or its family has ended before.
    Unknown,
    /// It, or its family, has expired.
    Expired,
}

/// Keeps refresh tokens.
pub trait RefreshStore: Send + Sync + 'static {
    /// Keeps a new family with its first token.
    fn open(&self, family: FamilyRecord, first: Successor) -> Answer<'_, ()>;

    /// The family that the token with this digest belongs to, whether the token is spent, the family
    /// expired or not; `None` when there is no such token or its family has ended. Changes nothing.
    fn family_of(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>>;

    /// Spends the token with this digest and keeps its successor, both or neither, however many ask
    /// at once: of all that present one token, one has it spent. A token that was first spent less
    /// than `grace` ago is exchanged again while its successor is not spent; a zero grace is none. By
    /// a clock that is behind, nothing has passed since.
    ///
    /// A token is expired from its `expires_at` on, unless it was spent before; of a family that has
    /// expired, every token is.
    fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Answer<'_, Spending>;

    /// Ends the family that the token with this digest belongs to, whether it is spent or not. Yields
    /// the family if it had not ended before.
    fn end_by_token(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>>;

    /// Ends the family of `subject` with this id; tells whether there was one.
    fn end<'a>(&'a self, subject: &'a str, family: &'a str) -> Answer<'a, bool>;

    /// Ends all families of `subject`; yields their ids.
    fn end_all<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<String>>;

    /// The families of `subject` that have not ended, the latest first.
    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<FamilyRecord>>;

    /// Forgets the families that have expired by `now`, and those of whose tokens none can be spent
    /// any more; yields how many.
    fn purge(&self, now: SystemTime) -> Answer<'_, u64>;
}
