//! `Page`: the answer with a part of a list, and where the next one begins.

use core::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError as _};
use serde::Serialize;

use crate::allowlist::output::{Caller, Root, SafeResponse, Selection, json};
use crate::problem::Problem;

/// A part of a list, seen through `V`: `{"items": [..], "next": "<cursor>"}`. There is no `next` in
/// the last page.
///
/// Made by [`Query::page`](super::Query::page). `Debug` shows no value.
#[must_use = "a page is an answer: return it"]
pub struct Page<V: SafeResponse> {
    rows: Vec<V::Entity>,
    selection: Selection<V>,
    next: Next,
}

/// Where the next page begins.
pub(super) enum Next {
    /// There is none, or nothing to sign with.
    None,
    Cursor(String),
    /// No cursor can say it: the values are too long, or none that a database holds. An answer
    /// without `next` would claim that the list ends here.
    Lost(&'static str),
}

impl<V: SafeResponse> Page<V> {
    pub(super) fn new(rows: Vec<V::Entity>, selection: Selection<V>, next: Next) -> Self {
        Self { rows, selection, next }
    }

    /// The cursor of the next page; `None` in the last one.
    pub fn next(&self) -> Option<&str> {
        match &self.next {
            Next::Cursor(cursor) => Some(cursor),
            Next::None | Next::Lost(_) => None,
        }
    }
}

impl<V: SafeResponse> Responder for Page<V> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        if let Next::Lost(query) = self.next {
            tracing::error!(query, "the sort keys of a row fit in no cursor");
            return Problem::Internal.error_response();
        }
        let caller = Caller::of::<V>(request);
        let selected = self.selection.bits();
        let items = self.rows.iter();
        let items = items.map(|entity| Root::<V> { entity, selected, caller: &caller }).collect();
        let body = Body { items, next: self.next() };
        json(V::SHAPE.name, StatusCode::OK, Vec::new(), &body)
    }
}

#[derive(Serialize)]
struct Body<'a, I> {
    items: Vec<I>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
}

impl<V: SafeResponse> fmt::Debug for Page<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page<{}>(..)", V::SHAPE.name)
    }
}
