//! Words that need a feature of the crate: without it, their use does not compile.

use crate::allowlist::input::Sanitizer;

/// Stands in for the sanitizer of markup.
///
/// # Panics
/// Always; in const position that is a compile error at the word.
#[track_caller]
pub const fn sanitize_html() -> Sanitizer {
    panic!(
        "the sanitizer `html` is not there: enable the feature `sanitize-html` of portcullis, for \
         example `portcullis = {{ version = \"0.1\", features = [\"sanitize-html\"] }}`"
    )
}
