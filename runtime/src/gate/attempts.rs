//! Attempts at refused fields, for the audit trail.

use actix_web::HttpRequest;

use super::identity::Identity;
use crate::allowlist::InputRefusal;
use crate::audit::AuditEvent;
use crate::authn::Outcome;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// Records that a body tried to set fields that nobody may set.
pub(super) fn record<V: Vocabulary>(
    refusal: &InputRefusal,
    request: &HttpRequest,
    security: &Security<V>,
) {
    if refusal.attempts.is_empty() {
        return;
    }
    let (subject, tenant) = match Identity::of(request, security) {
        Identity::Known(Outcome::Principal(principal)) => {
            (Some(principal.subject().to_owned()), principal.tenant().map(str::to_owned))
        }
        Identity::Known(_) | Identity::Asking(_) => (None, None),
    };
    for attempt in &refusal.attempts {
        security.audit().record(&AuditEvent {
            event: "input_validation_fail",
            subject: subject.clone(),
            tenant: tenant.clone(),
            method: request.method().to_string(),
            route: request.match_pattern(),
            dto: attempt.dto,
            fields: attempt.fields.clone(),
        });
    }
}
