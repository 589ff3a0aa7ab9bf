//! Reading a body: its type, its size, and then its fields.

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt as _;

use super::document::Document;
use super::dto::{Dto, read_dto};
use super::form;
use super::inspect::inspect;
use super::refusal::InputRefusal;
use crate::problem::Problem;

/// Bounds of bodies that become safe DTOs, as app data:
///
/// ```
/// # use portcullis::allowlist::InputConfig;
/// let data = InputConfig::default().limit(16 * 1024);
/// # drop(data);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct InputConfig {
    limit: usize,
    depth: usize,
}

impl Default for InputConfig {
    fn default() -> Self {
        Self { limit: 256 * 1024, depth: 32 }
    }
}

impl InputConfig {
    /// The greatest length in bytes; 256 KiB unless set. A longer body is answered 413.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// How deeply an error report looks into a body; 32 levels unless set. What is deeper is
    /// reported as too deep. No DTO takes more levels than it has itself.
    #[must_use]
    pub const fn depth(mut self, levels: usize) -> Self {
        // The JSON parser itself goes no deeper than 128.
        self.depth = if levels < 120 { levels } else { 120 };
        self
    }

    fn of(request: &HttpRequest) -> Self {
        request.app_data::<Self>().copied().unwrap_or_default()
    }
}

/// The forms in which a body may come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Form,
}

/// Whether a body of the type `application/merge-patch+json` is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MergePatch {
    Accepted,
    Refused,
}

/// Reads the body of `request` as a `T`.
pub(super) async fn read<T: Dto>(
    request: HttpRequest,
    payload: Payload,
    merge_patch: MergePatch,
) -> Result<T, InputRefusal> {
    let format = format_of(request.headers(), merge_patch)?;
    let config = InputConfig::of(&request);
    let body = collect(request.headers(), payload, config.limit).await?;
    match format {
        Format::Json => from_json(&body, config.depth),
        Format::Form => from_form(&body),
    }
}

/// JSON as a `T`. What cannot be read is looked at again, for a list of everything that is wrong.
pub(super) fn from_json<T: Dto>(body: &[u8], depth: usize) -> Result<T, InputRefusal> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let read = read_dto(&mut deserializer);
    match read.and_then(|dto| deserializer.end().map(|()| dto)) {
        Ok(dto) => Ok(dto),
        Err(_) => Err(match Document::parse(body, depth) {
            Some(document) => InputRefusal::of(inspect::<T>(&document)),
            None => Problem::MalformedBody.into(),
        }),
    }
}

fn from_form<T: Dto>(body: &[u8]) -> Result<T, InputRefusal> {
    let Some(document) = form::parse(body) else { return Err(Problem::MalformedBody.into()) };
    read_dto(&document).map_err(|_| InputRefusal::of(inspect::<T>(&document)))
}

fn format_of(headers: &HeaderMap, merge_patch: MergePatch) -> Result<Format, Problem> {
    const UNSUPPORTED: Problem = Problem::UnsupportedMediaType;
    // Nobody can say what a body in two encodings, or of two types, is.
    let mut encodings = headers.get_all(header::CONTENT_ENCODING);
    if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(UNSUPPORTED);
    }
    let mut types = headers.get_all(header::CONTENT_TYPE);
    let (Some(content_type), None) = (types.next(), types.next()) else { return Err(UNSUPPORTED) };
    // What nearly every client sends needs no parser.
    if content_type == "application/json" {
        return Ok(Format::Json);
    }
    let content_type = content_type.to_str().ok().and_then(|text| text.parse::<mime::Mime>().ok());
    let Some(content_type) = content_type else { return Err(UNSUPPORTED) };
    if content_type.get_param(mime::CHARSET).is_some_and(|charset| charset != mime::UTF_8) {
        return Err(UNSUPPORTED);
    }
    match content_type.essence_str() {
        "application/json" => Ok(Format::Json),
        "application/merge-patch+json" if merge_patch == MergePatch::Accepted => Ok(Format::Json),
        "application/x-www-form-urlencoded" => Ok(Format::Form),
        _ => Err(UNSUPPORTED),
    }
}

async fn collect(
    headers: &HeaderMap,
    mut payload: Payload,
    limit: usize,
) -> Result<Bytes, Problem> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let length = length.and_then(|length| length.parse::<usize>().ok()).unwrap_or_default();
    if length > limit {
        return Err(Problem::BodyTooLarge);
    }
    let first = next_chunk(&mut payload).await?.unwrap_or_default();
    if first.len() > limit {
        return Err(Problem::BodyTooLarge);
    }
    let Some(mut chunk) = next_chunk(&mut payload).await? else { return Ok(first) };
    let mut body = BytesMut::with_capacity(length);
    body.extend_from_slice(&first);
    loop {
        if body.len() + chunk.len() > limit {
            return Err(Problem::BodyTooLarge);
        }
        body.extend_from_slice(&chunk);
        match next_chunk(&mut payload).await? {
            Some(next) => chunk = next,
            None => return Ok(body.freeze()),
        }
    }
}

async fn next_chunk(payload: &mut Payload) -> Result<Option<Bytes>, Problem> {
    payload.next().await.transpose().map_err(|error| Problem::of_payload(&error))
}
