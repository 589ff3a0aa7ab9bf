//! What the gate writes into the audit trail.

use actix_web::HttpRequest;

use super::Rejection;
use super::identity::Identity;
use crate::allowlist::{DeniedField, InputRefusal};
use crate::audit::AuditEvent;
use crate::authn::Outcome;
use crate::policy::Denial;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// The name of a denial in OWASP's logging vocabulary.
const DENIED: &str = "authz_fail";

/// Records that a body tried to set fields that nobody may set, or this principal may not.
pub(super) fn record_attempts<V: Vocabulary>(
    refusal: &InputRefusal,
    request: &HttpRequest,
    security: &Security<V>,
) {
    for attempt in &refusal.attempts {
        let mut event = event("input_validation_fail", request, security);
        event.dto = Some(attempt.dto);
        event.fields.clone_from(&attempt.fields);
        security.audit().record(&event);
    }
    for DeniedField { dto, field, denial } in &refusal.denials {
        let mut event = event(DENIED, request, security);
        (event.dto, event.fields) = (Some(*dto), vec![*field]);
        explain(&mut event, denial);
        security.audit().record(&event);
    }
}

/// Records a denial, with how each condition of the policy came out. Other rejections are none.
pub(crate) fn record_denial<V: Vocabulary>(
    rejection: &Rejection,
    request: &HttpRequest,
    security: &Security<V>,
) {
    let (Rejection::Denied(denial) | Rejection::DeniedObject(denial, _)) = rejection else {
        return;
    };
    let mut event = event(DENIED, request, security);
    explain(&mut event, denial);
    security.audit().record(&event);
}

fn explain(event: &mut AuditEvent, denial: &Denial) {
    event.reasons = denial.reasons().iter().map(ToString::to_string).collect();
    event.explanation = denial.explanation().cloned();
}

fn event<V: Vocabulary>(
    name: &'static str,
    request: &HttpRequest,
    security: &Security<V>,
) -> AuditEvent {
    let (subject, tenant) = match Identity::of(request, security) {
        Identity::Known(Outcome::Principal(principal)) => {
            (Some(principal.subject().to_owned()), principal.tenant().map(str::to_owned))
        }
        Identity::Known(_) | Identity::Asking(_) => (None, None),
    };
    let mut event = AuditEvent::named(name);
    (event.subject, event.tenant) = (subject, tenant);
    event.method = request.method().to_string();
    event.route = request.match_pattern();
    event
}
