//! `TokenIssuer::refresh`: one refresh token for the next pair.

use std::time::SystemTime;

use secrecy::SecretString;

use super::access_token::Pair;
use super::error::RefreshError;
use super::issued::Issued;
use super::refresh_token::RefreshToken;
use super::{TokenIssuer, to_the_end};
use crate::audit::AuditEvent;
use crate::authn::revocation::{Presented, Standing};
use crate::outage::Outage;
use crate::store::{Digest, FamilyRecord, Spending, Successor};
use crate::vocabulary::Vocabulary;

impl<P: Vocabulary> TokenIssuer<P> {
    /// Spends a refresh token for the next pair, which carries what the accounts say now.
    ///
    /// Everything that can fail is done before the token is spent, so that it is still good after an
    /// outage of the accounts or of the revocations. Where the store itself fails in the act, nobody
    /// knows whether it was spent; trying again tells.
    ///
    /// # Errors
    /// [`RefreshError`]: the token is refused, for good, or something did not answer.
    pub async fn refresh(&self, presented: &SecretString) -> Result<Issued, RefreshError> {
        let token =
            RefreshToken::read(presented, &self.parts.binding).ok_or(RefreshError::Malformed)?;
        let family = self.within(self.parts.store.family_of(token)).await?;
        let family = family.ok_or(RefreshError::Unknown)?;
        if family.expires_at <= self.now() {
            return Err(RefreshError::Expired);
        }
        let Some(account) = self.account(&family.subject).await? else {
            self.end(family, "the account is gone or locked").await?;
            return Err(RefreshError::NoAccount);
        };
        // The time is read before the standing is asked for: what is revoked later names a token that
        // was issued by now.
        let now = self.now();
        match self.standing(&family) {
            Standing::Good => {}
            Standing::Unknown(outage) => return Err(outage.into()),
            Standing::Revoked => {
                self.end(family, "it was revoked").await?;
                return Err(RefreshError::Revoked);
            }
        }
        let Pair { issued, successor } = self.pair(&family, &account, now)?;
        match self.spend(token, successor, now).await? {
            Spending::Spent(_) | Spending::Again(_) => Ok(issued),
            Spending::Reused(_) => Err(RefreshError::Reused),
            Spending::Unknown => Err(RefreshError::Unknown),
            Spending::Expired => Err(RefreshError::Expired),
        }
    }

    /// The alert belongs to the spending: whoever presents a copy and hangs up must not escape it.
    async fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
    ) -> Result<Spending, Outage> {
        let this = self.clone();
        to_the_end(async move {
            let parts = &this.parts;
            let spending =
                this.within(parts.store.spend(token, successor, now, parts.grace)).await?;
            if let Spending::Reused(family) = &spending {
                this.alert(family).await;
            }
            Ok(spending)
        })
        .await
    }

    async fn alert(&self, family: &FamilyRecord) {
        let event = AuditEvent::named("authn_token_reuse")
            .subject(&family.subject)
            .credential(&family.id)
            .detail(
                "a spent refresh token was presented: somebody has a copy; its family is ended",
            );
        self.record(&event);
        // It holds here at once, and the store has ended the family; the cause is in the log.
        let told = self.revoke(&family.id, self.parts.access_lifetime).await;
        if let Err(outage) = told {
            tracing::error!(%outage, family = family.id, "not every node knows of a reuse yet");
        }
    }

    fn standing(&self, family: &FamilyRecord) -> Standing {
        self.parts.revocations.standing(&Presented {
            subject: &family.subject,
            token: None,
            session: Some(&family.id),
            key: None,
            issued_at: Some(family.created_at),
        })
    }
}
