//! The answer that a view becomes: whole, or a problem document in its place.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use serde::Serialize;

use crate::problem::Problem;

/// An answer with `body` as JSON. What cannot be written whole is not written at all.
pub(crate) fn json(
    view: &'static str,
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: &impl Serialize,
) -> HttpResponse {
    let body = match serde_json::to_vec(body) {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(view, %error, "a view cannot be written");
            return HttpResponse::from_error(Problem::Internal);
        }
    };
    let mut response = HttpResponse::build(status);
    response.insert_header(header::ContentType::json());
    for (name, value) in headers {
        if name == header::CONTENT_TYPE {
            response.insert_header((name, value));
        } else {
            response.append_header((name, value));
        }
    }
    response.body(body)
}
