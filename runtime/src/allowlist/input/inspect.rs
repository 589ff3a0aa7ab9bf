//! `Inspector`: finds everything that is wrong with a body that could not be read.

use super::document::Document;
use super::dto::Dto;
use super::findings::{Findings, escaped, folded, is_same_word};
use super::shape::Shape;
use crate::problem::{FieldError, FieldErrorCode, Place};

/// Walks through a document and notes what is wrong, with the place of each finding.
#[derive(Debug)]
#[doc(hidden)]
pub struct Inspector<'a> {
    pointer: String,
    findings: &'a mut Findings,
}

/// Everything that is wrong with `document` as a `T`.
pub(super) fn inspect<T: Dto>(document: &Document) -> Findings {
    let mut findings = Findings::default();
    let mut inspector = Inspector { pointer: String::new(), findings: &mut findings };
    inspect_dto::<T>(document, &mut inspector);
    findings
}

/// What is wrong with `document` as a `T`.
#[doc(hidden)]
pub fn inspect_dto<T: Dto>(document: &Document, inspector: &mut Inspector<'_>) {
    inspect_object(T::SHAPE, document, inspector);
}

fn inspect_object(shape: &Shape, document: &Document, inspector: &mut Inspector<'_>) {
    let Document::Object(members) = document else {
        inspector.wrong_type(document, "an object");
        return;
    };
    let mut seen = Vec::new();
    for (key, value) in members {
        inspector.below(key, |inspector| {
            let field = shape.fields.iter().find(|field| field.key == key.as_str());
            match field {
                Some(field) if seen.contains(&field.key) => {
                    inspector.error(value, FieldErrorCode::Duplicate, None);
                }
                Some(field) => {
                    seen.push(field.key);
                    (field.inspect)(value, inspector);
                }
                None => inspector.unknown(shape, key, members),
            }
        });
    }
    let missing = shape.fields.iter().filter(|field| field.is_required);
    for field in missing.filter(|field| !seen.contains(&field.key)) {
        inspector.below(field.key, |inspector| {
            inspector.push(FieldErrorCode::Required, None);
        });
    }
}

impl Inspector<'_> {
    /// Goes on at the member or item `key`.
    pub(super) fn below(&mut self, key: &str, inspect: impl FnOnce(&mut Self)) {
        let len = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escaped(key));
        inspect(self);
        self.pointer.truncate(len);
    }

    /// Notes that `document` is not what was `expected`.
    pub(super) fn wrong_type(&mut self, document: &Document, expected: &str) {
        self.error(document, FieldErrorCode::WrongType, Some(format!("expected {expected}")));
    }

    /// Notes an error at `document`, or that it is nested too deeply.
    pub(super) fn error(
        &mut self,
        document: &Document,
        code: FieldErrorCode,
        detail: Option<String>,
    ) {
        if document.is_too_deep() {
            self.push(FieldErrorCode::TooDeep, None);
        } else {
            self.push(code, detail);
        }
    }

    /// A key that no field has: another spelling of one that is there as well, or something that
    /// nobody may set.
    fn unknown(&mut self, shape: &Shape, key: &str, members: &[(String, Document)]) {
        let word = folded(key);
        if let Some(denied) = shape.denied.iter().find(|denied| is_same_word(denied, &word)) {
            self.findings.attempt(shape.name, denied);
        }
        let twin = shape.fields.iter().find(|field| is_same_word(field.key, &word));
        let is_twin = twin.is_some_and(|field| members.iter().any(|(key, _)| key == field.key));
        let code = if is_twin { FieldErrorCode::Duplicate } else { FieldErrorCode::NotAllowed };
        self.push(code, None);
    }

    fn push(&mut self, code: FieldErrorCode, detail: Option<String>) {
        let error = FieldError::new(Place::Pointer(self.pointer.clone()), code);
        self.findings.push(match detail {
            Some(detail) => error.with_detail(detail),
            None => error,
        });
    }
}
