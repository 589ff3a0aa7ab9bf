//! The problems behind errors of actix-web's own extractors.

use actix_web::ResponseError as _;
use actix_web::error::{
    ContentTypeError, Error, InternalError, JsonPayloadError, ParseError, PayloadError,
    QueryPayloadError, ReadlinesError, UrlencodedError,
};

use super::Problem;

impl Problem {
    /// The problem behind an error of actix-web's own extractors; `None` for errors that the app
    /// forms itself.
    pub(crate) fn of_extractor(error: &Error) -> Option<Self> {
        if let Some(error) = error.as_error::<JsonPayloadError>() {
            return Some(match error {
                JsonPayloadError::Overflow { .. }
                | JsonPayloadError::OverflowKnownLength { .. } => Self::BodyTooLarge,
                JsonPayloadError::ContentType => Self::UnsupportedMediaType,
                JsonPayloadError::Payload(error) => Self::of_payload(error),
                JsonPayloadError::Deserialize(_) => Self::MalformedBody,
                _ => return None,
            });
        }
        if let Some(error) = error.as_error::<UrlencodedError>() {
            return Some(match error {
                UrlencodedError::Overflow { .. } => Self::BodyTooLarge,
                UrlencodedError::ContentType => Self::UnsupportedMediaType,
                UrlencodedError::UnknownLength => Self::LengthRequired,
                UrlencodedError::Payload(error) => Self::of_payload(error),
                _ => Self::MalformedBody,
            });
        }
        if let Some(error) = error.as_error::<ReadlinesError>() {
            return Some(match error {
                ReadlinesError::LimitOverflow => Self::BodyTooLarge,
                ReadlinesError::ContentTypeError(_) => Self::UnsupportedMediaType,
                _ => Self::MalformedBody,
            });
        }
        if error.as_error::<ContentTypeError>().is_some() {
            return Some(Self::UnsupportedMediaType);
        }
        if let Some(error) = error.as_error::<PayloadError>() {
            return Some(Self::of_payload(error));
        }
        if error.as_error::<InternalError<serde::de::value::Error>>().is_some() {
            return Some(Self::NotFound);
        }
        if let Some(error) = error.as_error::<InternalError<&'static str>>() {
            return Self::of_text(error);
        }
        if error.as_error::<QueryPayloadError>().is_some() {
            return Some(Self::MalformedQuery);
        }
        error.as_error::<ParseError>().map(|_| Self::MalformedHeader)
    }

    /// The errors that actix-web's extractors state as plain text.
    fn of_text(error: &InternalError<&'static str>) -> Option<Self> {
        match error.to_string().as_str() {
            "Can not decode body" | "too big" => Some(Self::MalformedBody),
            "Unexpected Content-Type" | "Content-Type is expected" => {
                Some(Self::UnsupportedMediaType)
            }
            _ => error.status_code().is_server_error().then_some(Self::Internal),
        }
    }

    pub(crate) fn of_payload(error: &PayloadError) -> Self {
        match error {
            PayloadError::Overflow => Self::BodyTooLarge,
            PayloadError::UnknownLength => Self::LengthRequired,
            _ => Self::MalformedBody,
        }
    }
}
