//! The audit trail: what an operator has to know about attempts, in the words of OWASP's logging
//! vocabulary.

use core::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use crate::policy::Explanation;

/// Something worth a record. Never holds a value that a client sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuditEvent {
    /// The name in OWASP's logging vocabulary: `authz_fail` where a policy denied,
    /// `input_validation_fail` where a body held fields that nobody may set.
    pub event: &'static str,
    /// Who did it, as far as the request says.
    pub subject: Option<String>,
    /// The tenant that they act in.
    pub tenant: Option<String>,
    /// The method of the request; empty where none is concerned.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// The route's path, with its parameters by name.
    pub route: Option<String>,
    /// The id of the credential that it concerns: a session, a family of tokens, an API key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// What else there is to know, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The safe DTO that refused, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dto: Option<&'static str>,
    /// The fields of the entity that were attempted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<&'static str>,
    /// Why a policy denied: the conditions that are not met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// How every condition of that policy came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

impl AuditEvent {
    /// An event of this name, about nothing yet.
    pub fn named(event: &'static str) -> Self {
        Self {
            event,
            subject: None,
            tenant: None,
            method: String::new(),
            route: None,
            credential: None,
            detail: None,
            dto: None,
            fields: Vec::new(),
            reasons: Vec::new(),
            explanation: None,
        }
    }

    /// About this subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// About the credential with this id, which is no secret.
    #[must_use]
    pub fn credential(mut self, id: impl Into<String>) -> Self {
        self.credential = Some(id.into());
        self
    }

    /// In words.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Where audit events go. Cheap to clone: the gate and everything that issues or revokes credentials
/// can write to one.
#[derive(Clone)]
pub struct Audit(Arc<dyn Fn(&AuditEvent) + Send + Sync>);

impl Audit {
    /// Events go to `record`. It is called while a request waits, so it hands on and does not block.
    pub fn to(record: impl Fn(&AuditEvent) + Send + Sync + 'static) -> Self {
        Self(Arc::new(record))
    }

    /// One JSON object a line (RFC 8259), without empty lines.
    ///
    /// ```
    /// # use portcullis::audit::Audit;
    /// let audit = Audit::json_lines(std::io::stdout());
    /// ```
    pub fn json_lines(writer: impl Write + Send + 'static) -> Self {
        let writer = Mutex::new(writer);
        Self::to(move |event| {
            let Ok(mut line) = serde_json::to_vec(event) else { return };
            line.push(b'\n');
            let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = writer.write_all(&line).and_then(|()| writer.flush()) {
                tracing::error!(%error, event = event.event, "an audit event could not be written");
            }
        })
    }

    /// Events of `tracing`, with the target `portcullis::audit`.
    pub fn tracing() -> Self {
        Self::to(|event| {
            tracing::warn!(
                target: "portcullis::audit",
                event = event.event,
                subject = event.subject,
                tenant = event.tenant,
                method = event.method,
                route = event.route,
                credential = event.credential,
                detail = event.detail,
                dto = event.dto,
                fields = ?event.fields,
                reasons = ?event.reasons,
                explanation = event.explanation.as_ref().map(tracing::field::display),
            );
        })
    }

    /// Records `event`.
    pub fn record(&self, event: &AuditEvent) {
        (self.0)(event);
    }
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").finish_non_exhaustive()
    }
}
