//! `Verifier`: from the text of a token to a principal, anew or as remembered.

use std::sync::Arc;

use super::cache::{Accepted, AcceptedTokens, Cache};
use super::cache_table::{Entry, Moment};
use super::claims::{Claims, numeric_date};
use super::compact;
use super::key_set::KeySet;
use super::keys::{Keys, Refresher};
use super::rules::Rules;
use super::{TokenError, TokenText};
use crate::authn::revocation::{Presented, Revocations, Standing};
use crate::authn::{Outcome, Refusal};
use crate::clock::Clock;
use crate::principal::{Principal, PrincipalBuilder};
use crate::vocabulary::Vocabulary;

#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) rules: Rules,
    pub(super) max_length: usize,
    pub(super) keys: Arc<Keys>,
    pub(super) refresher: Option<Arc<dyn Refresher>>,
    pub(super) revocations: Revocations,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) cache: Option<Cache>,
}

/// What a good token says.
struct Verified<P: Vocabulary> {
    principal: PrincipalBuilder<P>,
    payload: Vec<u8>,
    /// From when on it is refused, as a `NumericDate`.
    expires: f64,
}

impl Verifier {
    /// Verifies `token` anew.
    pub(super) fn verify<P: Vocabulary>(&self, token: &str) -> Result<Principal<P>, TokenError> {
        let current = self.keys.current();
        let generation = current.as_ref().ok_or(TokenError::NoKeysYet)?;
        let verified = self.verify_at(token, &generation.keys, self.now()?)?;
        Ok(verified.principal.payload(verified.payload).build())
    }

    /// What a request with `token` is told, as far as the token itself is in order.
    pub(super) fn judge<P: Vocabulary>(&self, token: &str) -> Result<Outcome<P>, TokenError> {
        let Some(cache) = &self.cache else {
            return self.verify(token).map(|principal| self.stand(principal));
        };
        if token.len() > self.max_length {
            return Err(TokenError::TooLong(self.max_length));
        }
        let current = self.keys.current();
        let generation = current.as_ref().ok_or(TokenError::NoKeysYet)?;
        let moment = Moment { now: self.now()?, epoch: generation.epoch };
        let accepted = cache.accepted::<P>();
        if let Some(tokens) = accepted
            && let Some(entry) = tokens.find(token, &moment)
        {
            return Ok(self.stand_again(tokens, entry));
        }
        if let Some(error) = cache.refusal(token, &moment) {
            return Err(error);
        }
        // Before the standing is asked for, so that what is revoked meanwhile is seen at the next use.
        let version = self.revocations.version();
        let verified = self
            .verify_at(token, &generation.keys, moment.now)
            .inspect_err(|error| cache.refuse(token, error, &moment))?;
        let principal = verified.principal.token(TokenText::of(token)).build();
        let outcome = self.stand(principal);
        if let (Some(tokens), Outcome::Principal(principal)) = (accepted, &outcome) {
            let accepted = Accepted { principal: Arc::clone(principal.shared()), version };
            tokens.insert(accepted, &moment, verified.expires.min(cache.until(&moment)));
        }
        Ok(outcome)
    }

    fn now(&self) -> Result<f64, TokenError> {
        numeric_date(self.clock.now())
    }

    fn verify_at<P: Vocabulary>(
        &self,
        token: &str,
        keys: &KeySet,
        now: f64,
    ) -> Result<Verified<P>, TokenError> {
        let jws = compact::open(token, self.max_length, keys)?;
        self.rules.check_type(&jws.header.typ)?;
        let claims = Claims::read(&jws.payload, &self.rules)?;
        let expires = self.rules.check_claims(&claims, now)?;
        let principal = claims.principal()?;
        Ok(Verified { principal, payload: jws.payload, expires })
    }

    /// The principal of a remembered token, which may have been revoked since.
    fn stand_again<P: Vocabulary>(
        &self,
        tokens: &AcceptedTokens<P>,
        entry: Entry<Accepted<P>>,
    ) -> Outcome<P> {
        let Accepted { principal, version } = &entry.value;
        let principal = Principal::of(Arc::clone(principal));
        if self.revocations.is_unchanged_since(*version) {
            return Outcome::Principal(principal);
        }
        let version = self.revocations.version();
        let outcome = self.stand(principal);
        if let Outcome::Principal(_) = outcome {
            tokens.renew(entry, version);
        }
        outcome
    }

    /// The principal of a token that is not revoked.
    fn stand<P: Vocabulary>(&self, principal: Principal<P>) -> Outcome<P> {
        match self.revocations.standing(&Presented::by(&principal)) {
            Standing::Good => Outcome::Principal(principal),
            Standing::Revoked => Outcome::Refused(Refusal::invalid_token("the token is revoked")),
            Standing::Unknown(outage) => Outcome::Unavailable(outage),
        }
    }
}
