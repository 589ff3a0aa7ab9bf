//! `Pending`: a login that was begun, as it waits in the browser's cookie.

use std::time::{Duration, SystemTime};

use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};

use crate::clock::{of_millis, to_millis};

/// How long a login may take.
pub(super) const LIFETIME: Duration = Duration::from_mins(10);

/// What has to be true of the answer. Its secrets are shown by no `Debug`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pending {
    /// The name of the provider.
    #[serde(rename = "p")]
    pub(super) provider: String,
    #[serde(rename = "s")]
    pub(super) state: CsrfToken,
    #[serde(rename = "n")]
    pub(super) nonce: Nonce,
    #[serde(rename = "v")]
    pub(super) verifier: PkceCodeVerifier,
    #[serde(rename = "r")]
    pub(super) return_to: String,
    /// In whole seconds.
    #[serde(rename = "m")]
    pub(super) max_age: Option<u64>,
    #[serde(rename = "a")]
    pub(super) acr_values: Vec<String>,
    /// In milliseconds since 1970.
    #[serde(rename = "t")]
    began_at: i64,
}

/// What is drawn anew for each login.
pub(super) struct Secrets {
    pub(super) state: CsrfToken,
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
}

impl Pending {
    pub(super) fn new(
        provider: &str,
        secrets: Secrets,
        return_to: String,
        wishes: super::provider::Wishes,
        now: SystemTime,
    ) -> Self {
        let Secrets { state, nonce, verifier } = secrets;
        Self {
            provider: provider.to_owned(),
            state,
            nonce,
            verifier,
            return_to,
            max_age: wishes.max_age.map(|age| age.as_secs()),
            acr_values: wishes.acr_values,
            began_at: to_millis(now),
        }
    }

    pub(super) fn began_at(&self) -> SystemTime {
        of_millis(self.began_at)
    }

    /// When it is too late.
    pub(super) fn until(&self) -> SystemTime {
        let began_at = self.began_at();
        began_at.checked_add(LIFETIME).unwrap_or(began_at)
    }
}
