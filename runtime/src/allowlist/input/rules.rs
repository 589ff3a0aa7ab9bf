//! `Walk`: visits a DTO and the DTOs in it, for the rules of fields and for validation.

use std::any::Any;

use actix_web::HttpRequest;

use super::dto::Dto;
use super::findings::{Findings, escaped};
use super::refusal::{DeniedField, InputRefusal};
use super::shape::Shape;
use super::validity::Invalid;
use crate::gate::{FieldPolicy, Rejection};
use crate::policy::StepUp;
use crate::problem::{FieldError, FieldErrorCode, Place, Problem};

/// Goes through a DTO and all that is in it.
#[doc(hidden)]
pub struct Walk<'a> {
    pointer: String,
    visitor: &'a mut dyn Visit,
}

/// What is done at each DTO.
trait Visit {
    fn visit(&mut self, pointer: &str, dto: &dyn Visited);
}

/// What of a DTO does not depend on its type.
trait Visited {
    fn shape(&self) -> &'static Shape;
    fn has(&self, position: u32) -> bool;
    fn validity(&self) -> Result<(), Invalid>;
}

impl<T: Dto> Visited for T {
    fn shape(&self) -> &'static Shape {
        T::SHAPE
    }

    fn has(&self, position: u32) -> bool {
        self.is_set(position)
    }

    fn validity(&self) -> Result<(), Invalid> {
        self.validate()
    }
}

impl Walk<'_> {
    /// Goes on at the member or item `key`.
    pub fn below(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        let len = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escaped(key));
        walk(self);
        self.pointer.truncate(len);
    }

    /// A DTO, and then what is in it.
    pub fn dto<T: Dto>(&mut self, dto: &T) {
        self.visitor.visit(&self.pointer, dto);
        dto.walk_below(self);
    }
}

impl core::fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Walk").field("pointer", &self.pointer).finish_non_exhaustive()
    }
}

fn walk<T: Dto>(dto: &T, visitor: &mut dyn Visit) {
    Walk { pointer: String::new(), visitor }.dto(dto);
}

/// A field that was set and has a rule.
pub(super) struct RuledField {
    dto: &'static str,
    field: &'static str,
    pointer: String,
    policy: &'static dyn FieldPolicy,
}

/// The fields of `dto` that were set and have a rule.
pub(super) fn ruled_fields<T: Dto>(dto: &T) -> Vec<RuledField> {
    struct Rules(Vec<RuledField>);

    impl Visit for Rules {
        fn visit(&mut self, pointer: &str, dto: &dyn Visited) {
            for (field, position) in dto.shape().fields.iter().zip(0..) {
                if let Some(policy) = field.rule.filter(|_| dto.has(position)) {
                    let pointer = format!("{pointer}/{}", escaped(field.key));
                    let (dto, field) = (dto.shape().name, field.name);
                    self.0.push(RuledField { dto, field, pointer, policy });
                }
            }
        }
    }

    let mut rules = Rules(Vec::new());
    walk(dto, &mut rules);
    rules.0
}

/// Decides the rules, all of them, so that one answer names every field.
pub(super) async fn decide(
    rules: &[RuledField],
    request: &HttpRequest,
    object: Option<&dyn Any>,
) -> Result<(), InputRefusal> {
    let mut verdict = Verdict::default();
    for rule in rules {
        let decided = match rule.policy.now(request, object) {
            Some(decided) => decided,
            None => rule.policy.later(request, object).await,
        };
        verdict.note(rule, decided)?;
    }
    verdict.finish()
}

/// All fields that the principal may not set.
#[derive(Default)]
struct Verdict {
    errors: Vec<FieldError>,
    denials: Vec<DeniedField>,
}

impl Verdict {
    fn note(&mut self, rule: &RuledField, decided: Result<(), Rejection>) -> Result<(), Problem> {
        match decided {
            Ok(()) => {}
            Err(Rejection::Denied(denial)) => {
                tracing::debug!(field = rule.pointer, %denial, "a field may not be set");
                let place = Place::Pointer(rule.pointer.clone());
                self.errors.push(FieldError::new(place, FieldErrorCode::Forbidden));
                let RuledField { dto, field, .. } = *rule;
                self.denials.push(DeniedField { dto, field, denial });
            }
            // An outage, or no principal where a field asks for one.
            Err(rejection) => return Err(rejection.problem()),
        }
        Ok(())
    }

    /// What would let the principal set every one of them.
    fn step_up(&self) -> Option<StepUp> {
        let mut each = self.denials.iter().map(|denied| denied.denial.step_up());
        let first = each.next()??;
        each.try_fold(first, |all, one| one.map(|one| all.and(one)))
    }

    fn finish(self) -> Result<(), InputRefusal> {
        if self.errors.is_empty() {
            return Ok(());
        }
        let refusal = InputRefusal::from(match self.step_up() {
            Some(step_up) => Problem::StepUp(step_up),
            None => Problem::ForbiddenFields(self.errors),
        });
        Err(InputRefusal { denials: self.denials, ..refusal })
    }
}

/// What the app's own rules say about `dto` and all that is in it.
pub(super) fn validate<T: Dto>(dto: &T) -> Result<(), InputRefusal> {
    struct Validity(Findings);

    impl Visit for Validity {
        fn visit(&mut self, pointer: &str, dto: &dyn Visited) {
            if let Err(invalid) = dto.validity() {
                for error in invalid.into_errors(pointer, dto.shape()) {
                    self.0.push_new(error);
                }
            }
        }
    }

    let mut validity = Validity(Findings::default());
    walk(dto, &mut validity);
    if validity.0.is_empty() { Ok(()) } else { Err(InputRefusal::of(validity.0)) }
}
