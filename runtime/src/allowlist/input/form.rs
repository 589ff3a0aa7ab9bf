//! Forms as documents: one level of text values.

use super::document::Document;

/// `application/x-www-form-urlencoded`; `None` when a key or a value is not UTF-8.
pub(super) fn parse(body: &[u8]) -> Option<Document> {
    let mut members = Vec::new();
    for (key, value) in form_urlencoded::parse(body) {
        // What is not UTF-8 was replaced.
        if key.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return None;
        }
        members.push((key.into_owned(), Document::Typeless(value.into_owned())));
    }
    Some(Document::Object(members))
}
