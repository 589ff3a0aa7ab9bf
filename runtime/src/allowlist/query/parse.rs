//! Reading a query string: everything that is wrong with it, or what it asks.

use actix_web::HttpRequest;

use super::order::Direction;
use super::parameters::{Kind, Parameter, filter_key, hidden_field, parameters};
use super::shape::SafeQuery;
use crate::allowlist::input::{Findings, InputRefusal, folded};
use crate::allowlist::output::Selection;
use crate::problem::{FieldError, FieldErrorCode, Place};

/// What a query string asks.
pub(super) struct Asked<Q: SafeQuery> {
    pub(super) filters: Q,
    /// What to sort by, by position.
    pub(super) order: Vec<(usize, Direction)>,
    pub(super) limit: u32,
    pub(super) cursor: Option<String>,
    pub(super) selection: Selection<Q::View>,
}

/// Reads the query string of `request`. `findings` get everything that is wrong with it.
pub(super) fn parse<Q: SafeQuery>(
    request: &HttpRequest,
    findings: &mut Findings,
) -> Result<Asked<Q>, InputRefusal> {
    let parameters = parameters::<Q>(request)?;
    let mut reading = Reading {
        request,
        findings,
        asked: Asked {
            filters: Q::unfiltered(),
            order: Vec::new(),
            limit: Q::SHAPE.limits.default,
            cursor: None,
            selection: Selection::all(),
        },
    };
    let mut seen: Vec<Kind> = Vec::new();
    let known = parameters.iter().filter(|parameter| parameter.kind != Kind::Unknown);
    let words: Vec<String> = known.map(|parameter| folded(&parameter.name)).collect();
    for parameter in &parameters {
        match parameter.kind {
            Kind::Unknown => reading.unknown(parameter, &words),
            kind if seen.contains(&kind) => {
                reading.error(&parameter.name, FieldErrorCode::Duplicate, None);
            }
            kind => {
                seen.push(kind);
                reading.read(parameter);
            }
        }
    }
    if !seen.contains(&Kind::Sort) {
        // The order in which rows come tells of their values: it begins with what the caller sees.
        let first = Q::SHAPE.sorts.iter().position(|sort| sort.on.is_usable(request));
        reading.asked.order.extend(first.map(|position| (position, Direction::Ascending)));
    }
    Ok(reading.asked)
}

struct Reading<'a, Q: SafeQuery> {
    request: &'a HttpRequest,
    findings: &'a mut Findings,
    asked: Asked<Q>,
}

impl<Q: SafeQuery> Reading<'_, Q> {
    fn read(&mut self, parameter: &Parameter<'_>) {
        let text = &*parameter.text;
        match parameter.kind {
            Kind::Unknown => {}
            Kind::Filter(position) => self.filter(position, parameter),
            Kind::Sort => self.sort(text),
            Kind::Limit => self.limit(text),
            Kind::Cursor => self.asked.cursor = Some(text.to_owned()),
            Kind::Fields => match Selection::parse(self.request, text) {
                Ok(selection) => self.asked.selection = selection,
                Err(errors) => errors.into_iter().for_each(|error| self.findings.push(error)),
            },
        }
    }

    fn filter(&mut self, position: usize, parameter: &Parameter<'_>) {
        let Some(filter) = Q::SHAPE.filters.get(position) else { return };
        if !(filter.read)(&mut self.asked.filters, &parameter.text) {
            let detail = format!("expected {}", filter.expected);
            self.error(&parameter.name, FieldErrorCode::WrongType, Some(detail));
        }
    }

    /// `-title,id`.
    fn sort(&mut self, text: &str) {
        // With more items than keys one is there twice, or is none.
        for item in text.split(',').take(Q::SHAPE.sorts.len() + 1) {
            let (key, direction) = match item.strip_prefix('-') {
                Some(key) => (key, Direction::Descending),
                None => (item, Direction::Ascending),
            };
            let mut sorts = Q::SHAPE.sorts.iter();
            let position =
                sorts.position(|sort| sort.on.has_key(key) && sort.on.is_usable(self.request));
            match position {
                None => {
                    self.attempt(key);
                    self.error("sort", FieldErrorCode::NotAllowed, None);
                }
                Some(position) if self.asked.order.iter().any(|(known, _)| *known == position) => {
                    self.error("sort", FieldErrorCode::Duplicate, None);
                }
                Some(position) => self.asked.order.push((position, direction)),
            }
        }
    }

    fn limit(&mut self, text: &str) {
        let most = Q::SHAPE.limits.most;
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(limit) if is_number && (1..=most).contains(&limit) => self.asked.limit = limit,
            _ => {
                let code =
                    if is_number { FieldErrorCode::Invalid } else { FieldErrorCode::WrongType };
                self.error("limit", code, Some(format!("expected an integer from 1 to {most}")));
            }
        }
    }

    /// Another spelling of a parameter that is there as well, or something that nobody, or not this
    /// caller, may ask.
    fn unknown(&mut self, parameter: &Parameter<'_>, words: &[String]) {
        let word = folded(&parameter.name);
        if let Some(key) = filter_key(&word) {
            self.attempt(key);
        }
        let is_twin = words.contains(&word);
        let code = if is_twin { FieldErrorCode::Duplicate } else { FieldErrorCode::NotAllowed };
        self.error(&parameter.name, code, None);
    }

    fn attempt(&mut self, key: &str) {
        if let Some(field) = hidden_field::<Q>(self.request, key) {
            self.findings.attempt(Q::SHAPE.name, field);
        }
    }

    fn error(&mut self, name: &str, code: FieldErrorCode, detail: Option<String>) {
        let error = FieldError::new(Place::Parameter(name.to_owned()), code);
        self.findings.push(match detail {
            Some(detail) => error.with_detail(detail),
            None => error,
        });
    }
}
