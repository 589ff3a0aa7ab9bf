//! `Lines`: a streamed answer with one object on each line.

use core::fmt;
use core::marker::PhantomData;

use actix_web::body::BoxBody;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, Responder};
use futures_util::{Stream, StreamExt as _};

use super::caller::Caller;
use super::fields::Root;
use super::selection::Selection;
use super::shape::SafeResponse;
use super::view::IntoEntity;

/// A streamed answer, made by [`View::lines`](super::View::lines). What the caller sees is found out
/// before the stream starts.
///
/// The status is sent before the end is known: when the stream fails, or an object cannot be written,
/// the connection is cut at the end of a line, and the client sees that the answer is not whole.
#[must_use = "a stream of lines is an answer: return it"]
pub struct Lines<V, S> {
    entities: S,
    selection: Selection<V>,
    view: PhantomData<fn() -> V>,
}

impl<V, S> Lines<V, S> {
    pub(super) fn new(entities: S) -> Self {
        Self { entities, selection: Selection::all(), view: PhantomData }
    }

    /// The same with these fields alone.
    pub fn only(mut self, selection: Selection<V>) -> Self {
        self.selection = selection;
        self
    }
}

impl<V, S, T, E> Responder for Lines<V, S>
where
    V: SafeResponse,
    S: Stream<Item = Result<T, E>> + 'static,
    T: IntoEntity<V::Entity>,
    E: Into<Box<dyn core::error::Error>> + 'static,
{
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let (caller, selected) = (Caller::of::<V>(request), self.selection.bits());
        let lines = self.entities.map(move |entity| {
            let entity = entity.map_err(Into::into)?.into_entity();
            line(&Root::<V> { entity: &entity, selected, caller: &caller })
        });
        HttpResponse::Ok().content_type("application/x-ndjson").streaming(lines)
    }
}

/// One whole line.
fn line<V: SafeResponse>(root: &Root<'_, V>) -> Result<Bytes, Box<dyn core::error::Error>> {
    let mut line = serde_json::to_vec(root).inspect_err(|error| {
        tracing::error!(view = V::SHAPE.name, %error, "a view cannot be written");
    })?;
    line.push(b'\n');
    Ok(line.into())
}

/// Shows no value.
impl<V: SafeResponse, S> fmt::Debug for Lines<V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lines<{}>(..)", V::SHAPE.name)
    }
}
