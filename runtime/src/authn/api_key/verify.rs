//! From a request with a key to the principal it acts for, or a refusal.

use std::sync::Arc;

use actix_web::HttpRequest;

use super::{ApiKeys, Parts, transport};
use crate::audit::AuditEvent;
use crate::authn::revocation::{Presented, Standing};
use crate::authn::{Account, Authentication, Authenticator, Outcome, Refusal};
use crate::inventory::AuthenticatorInfo;
use crate::outage::Outage;
use crate::principal::{Credential, CredentialKind, Principal};
use crate::store::{ApiKeyRecord, Digest};
use crate::vocabulary::{Vocabulary, find};

impl<P: Vocabulary> Authenticator<P> for ApiKeys<P> {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P> {
        let refused = |refusal| Authentication::Done(Outcome::Refused(refusal));
        if let Some(key) = transport::key_in_url(request, &self.parts.format) {
            return self.refuse_leaked(&key, request);
        }
        let key = match transport::key_in_header(request, &self.parts.header) {
            Ok(None) => return Authentication::Done(Outcome::Anonymous),
            Ok(Some(key)) => key,
            Err(refusal) => return refused(refusal),
        };
        match self.parts.format.environment_of(key) {
            Ok(environment) if environment == self.parts.environment => {
                let (parts, digest) = (Arc::clone(&self.parts), Digest::of(key));
                Authentication::pending(
                    async move { parts.judge(digest).await.unwrap_or_else(|no| no) },
                )
            }
            Ok(other) => refused(Refusal::invalid_token(format!(
                "the API key is for `{other}`, and this is `{}`",
                self.parts.environment
            ))),
            Err(cause) => refused(Refusal::invalid_token(format!("not an API key: {cause}"))),
        }
    }

    fn describe(&self) -> AuthenticatorInfo {
        let (prefix, environment) = (self.parts.format.prefix(), self.parts.environment);
        let header = &self.parts.header;
        AuthenticatorInfo::new(format!("API keys `{prefix}_{environment}_..` in `{header}`"))
    }
}

impl<P: Vocabulary> ApiKeys<P> {
    /// Refuses a request with a key in its URL, whatever comes of finding out whose it is.
    fn refuse_leaked(&self, key: &str, request: &HttpRequest) -> Authentication<P> {
        let detail = "an API key in the URL: treat it as leaked";
        let mut event = AuditEvent::named("authn_login_fail").detail(detail);
        event.method = request.method().to_string();
        event.route = request.match_pattern();
        let is_key = self.parts.format.environment_of(key).is_ok();
        let (parts, digest) = (Arc::clone(&self.parts), Digest::of(key));
        Authentication::pending(async move {
            if is_key && let Ok(Some(record)) = parts.find(digest).await {
                event = event.subject(record.owner).credential(record.id);
            }
            parts.audit.record(&event);
            Outcome::Refused(Refusal::invalid_request("an API key in the URL"))
        })
    }
}

impl<P: Vocabulary> Parts<P> {
    /// Who the key with this digest acts for; or the outcome that refuses it.
    async fn judge(&self, digest: Digest) -> Result<Outcome<P>, Outcome<P>> {
        let refused = |cause| Outcome::Refused(Refusal::invalid_token(cause));
        let record = self.find(digest).await.map_err(Outcome::Unavailable)?;
        let record = record.ok_or_else(|| refused("there is no such API key"))?;
        // A store that looks keys up by less than the digest must not decide alone.
        if record.digest != digest || record.environment != self.environment {
            return Err(refused("the store answered with another API key"));
        }
        if record.revoked_at.is_some() {
            self.report_reuse(&record);
            return Err(refused("the API key is revoked"));
        }
        let now = self.clock.now();
        if record.expires_at.is_some_and(|end| end <= now) {
            return Err(refused("the API key has expired"));
        }
        let account = self.account(&record.owner).await.map_err(Outcome::Unavailable)?;
        let account =
            account.ok_or_else(|| refused("the owner of the API key is locked or gone"))?;
        let principal = principal(&record, &account);
        match self.revocations.standing(&Presented::by(&principal)) {
            Standing::Good => {
                self.usage.note(&record.id, now);
                Ok(Outcome::Principal(principal))
            }
            Standing::Revoked => {
                self.report_reuse(&record);
                // Revocations are forgotten one day, and a key may live longer.
                let revoked = self.store.revoke(&record.owner, &record.id, now);
                self.ask(revoked).await.map_err(Outcome::Unavailable)?;
                Err(refused("the API key is revoked"))
            }
            Standing::Unknown(outage) => Err(Outcome::Unavailable(outage)),
        }
    }

    async fn find(&self, digest: Digest) -> Result<Option<ApiKeyRecord>, Outage> {
        self.ask(self.store.find(digest)).await
    }

    fn report_reuse(&self, record: &ApiKeyRecord) {
        let event = AuditEvent::named("authn_token_reuse").subject(&record.owner);
        self.audit.record(&event.credential(&record.id).detail("a revoked API key was presented"));
    }
}

/// The owner, with what both they hold now and the key carries.
fn principal<P: Vocabulary>(record: &ApiKeyRecord, account: &Account<P>) -> Principal<P> {
    let credential = Credential::new(CredentialKind::ApiKey, Some(record.id.clone()))
        .issued(Some(record.created_at));
    let mut principal = Principal::builder(account.subject()).credential(credential);
    if let Some(tenant) = account.in_tenant() {
        principal = principal.tenant(tenant);
    }
    let held = account.principal().build().permissions();
    for name in &record.permissions {
        match find(P::NAMES, P::VARIANTS, name) {
            Ok(permission) if !held.contains(permission) => {}
            // Counts what the vocabulary does not know.
            _ => principal = principal.permission_named(name),
        }
    }
    principal.build()
}
