//! `InputRefusal`: a body that was not accepted, with what the audit trail has to know.

use core::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use super::findings::{Attempt, Findings};
use crate::policy::Denial;
use crate::problem::{FieldError, Problem};

/// The error of an extractor of safe DTOs. The gate words it as the app does.
#[derive(Debug)]
pub(crate) struct InputRefusal {
    pub(crate) problem: Problem,
    /// Refused fields that the body tried to set.
    pub(crate) attempts: Vec<Attempt>,
    /// Fields that this principal may not set.
    pub(crate) denials: Vec<DeniedField>,
}

/// A field whose rule denied.
#[derive(Debug)]
pub(crate) struct DeniedField {
    pub(crate) dto: &'static str,
    pub(crate) field: &'static str,
    pub(crate) denial: Denial,
}

impl InputRefusal {
    /// For findings; a body with which nothing particular is wrong is malformed.
    pub(crate) fn of(findings: Findings) -> Self {
        let (errors, attempts) = findings.into_parts();
        Self { attempts, ..Self::invalid(errors) }
    }

    /// For fields that are not valid.
    pub(super) fn invalid(errors: Vec<FieldError>) -> Self {
        if errors.is_empty() {
            return Problem::MalformedBody.into();
        }
        Problem::InvalidFields(errors).into()
    }
}

impl From<Problem> for InputRefusal {
    fn from(problem: Problem) -> Self {
        Self { problem, attempts: Vec::new(), denials: Vec::new() }
    }
}

impl fmt::Display for InputRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl ResponseError for InputRefusal {
    fn status_code(&self) -> StatusCode {
        self.problem.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.problem.respond()
    }
}
