//! `FieldError`: one field of a request that was not accepted, and why.

use std::borrow::Cow;

use serde_json::{Value, json};

/// One field that was not accepted. It names the field and never shows its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// Where it is.
    pub place: Place,
    /// What is wrong, for programs.
    pub code: FieldErrorCode,
    /// What is wrong, for people.
    pub detail: Cow<'static, str>,
}

/// Where a field is in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A JSON pointer into the body (RFC 6901); empty for the whole body. A form is an object.
    Pointer(String),
    /// The name of a parameter in the query string.
    Parameter(String),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldErrorCode {
    /// No field of this name can be set, or asked about. What does not exist and what exists but is
    /// refused look alike.
    NotAllowed,
    /// The field is there twice, perhaps in another case or under an escaped spelling.
    Duplicate,
    /// The value is not of the field's type.
    WrongType,
    /// The value is nested deeper than any body may be.
    TooDeep,
    /// The field is missing.
    Required,
    /// The value is of the type, and not valid.
    Invalid,
    /// The principal may not set the field.
    Forbidden,
}

impl FieldErrorCode {
    /// The code as the problem document has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::Duplicate => "duplicate",
            Self::WrongType => "wrong_type",
            Self::TooDeep => "too_deep",
            Self::Required => "required",
            Self::Invalid => "invalid",
            Self::Forbidden => "forbidden",
        }
    }
}

impl FieldError {
    /// An error at `place` in the usual words.
    pub fn new(place: Place, code: FieldErrorCode) -> Self {
        let detail = match code {
            FieldErrorCode::NotAllowed => "there is no such field",
            FieldErrorCode::Duplicate => "the field is given more than once",
            FieldErrorCode::WrongType => "the value has the wrong type",
            FieldErrorCode::TooDeep => "the value is nested too deeply",
            FieldErrorCode::Required => "the field is required",
            FieldErrorCode::Invalid => "the value is not valid",
            FieldErrorCode::Forbidden => "you may not set this field",
        };
        Self { place, code, detail: Cow::Borrowed(detail) }
    }

    /// The same in other words.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(super) fn to_json(&self) -> Value {
        let (member, place) = match &self.place {
            Place::Pointer(pointer) => ("pointer", pointer),
            Place::Parameter(name) => ("parameter", name),
        };
        json!({ member: place, "code": self.code.as_str(), "detail": self.detail })
    }
}
