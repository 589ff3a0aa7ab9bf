//! `Findings`: what is wrong with a body, and which refused fields it tried to set.

use crate::problem::FieldError;

/// As many errors as one answer lists. A body can name more fields than anybody would read, and the
/// answer must not be many times as long as the request.
const MOST_ERRORS: usize = 256;

/// What is wrong with a body.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    errors: Vec<FieldError>,
    attempts: Vec<Attempt>,
}

/// Refused fields of one DTO that a body tried to set.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) dto: &'static str,
    pub(crate) fields: Vec<&'static str>,
}

impl Findings {
    pub(crate) fn push(&mut self, error: FieldError) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(error);
        }
    }

    /// Adds an error unless it is there already.
    pub(super) fn push_new(&mut self, error: FieldError) {
        // What is beyond the last that is listed is not even compared.
        if self.errors.len() < MOST_ERRORS && !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Notes that the body tried to set a refused field.
    pub(crate) fn attempt(&mut self, dto: &'static str, field: &'static str) {
        match self.attempts.iter_mut().find(|attempt| attempt.dto == dto) {
            Some(attempt) if attempt.fields.contains(&field) => {}
            Some(attempt) => attempt.fields.push(field),
            None => self.attempts.push(Attempt { dto, fields: vec![field] }),
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    pub(super) fn into_parts(self) -> (Vec<FieldError>, Vec<Attempt>) {
        (self.errors, self.attempts)
    }
}

/// A word without case, `_` and `-`: what one name looks like in every convention.
pub(crate) fn folded(word: &str) -> String {
    word.chars()
        .filter(|letter| !matches!(letter, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether `name` is the same word as `folded`, which is folded already.
pub(crate) fn is_same_word(name: &str, folded: &str) -> bool {
    self::folded(name) == folded
}

/// A segment of a JSON pointer (RFC 6901 section 3).
pub(super) fn escaped(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
