//! `Sanitizer`: cleans a text before anybody's rules see it.

use core::fmt;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use email_address::{EmailAddress, Options};
use icu_normalizer::ComposingNormalizerBorrowed;
use idna::AsciiDenyList;

use super::patch::Patch;

/// One word of `sanitize(..)`: cleans a text, and never refuses one. A clean text stays as it is.
#[derive(Clone, Copy)]
pub struct Sanitizer {
    name: &'static str,
    clean: fn(&str) -> Cow<'_, str>,
}

impl Sanitizer {
    /// The text, cleaned.
    pub fn clean(self, text: &str) -> Cow<'_, str> {
        (self.clean)(text)
    }
}

impl fmt::Debug for Sanitizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// White space at both ends goes (Unicode's `White_Space`).
#[doc(hidden)]
pub const fn sanitize_trim() -> Sanitizer {
    Sanitizer { name: "trim", clean: |text| Cow::Borrowed(text.trim()) }
}

/// Lower case, by Unicode, in no particular language.
#[doc(hidden)]
pub const fn sanitize_lowercase() -> Sanitizer {
    Sanitizer { name: "lowercase", clean: |text| Cow::Owned(text.to_lowercase()) }
}

/// Letters and their marks as one character where there is one: NFC (Unicode Standard Annex 15).
#[doc(hidden)]
pub const fn sanitize_nfc() -> Sanitizer {
    Sanitizer { name: "nfc", clean: nfc }
}

/// An address of email in the one form in which two of them can be compared.
#[doc(hidden)]
pub const fn sanitize_email() -> Sanitizer {
    Sanitizer { name: "email", clean: email }
}

/// Markup without anything that acts.
#[cfg(feature = "sanitize-html")]
#[doc(hidden)]
pub const fn sanitize_html() -> Sanitizer {
    Sanitizer { name: "html", clean: html }
}

fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The domain in lower-case ASCII (UTS 46), the local part in NFC and otherwise as it is: only its
/// own server knows whether case means anything there (RFC 5321 section 2.4). What is no address
/// stays as it is, so that a rule can refuse it.
fn email(text: &str) -> Cow<'_, str> {
    let options = Options::default().without_display_text().without_domain_literal();
    let parse = |text: &str| EmailAddress::parse_with_options(text, options).ok();
    let Some(address) = parse(text) else { return Cow::Borrowed(text) };
    let domain = address.domain().as_bytes();
    let Ok(domain) = idna::domain_to_ascii_cow(domain, AsciiDenyList::STD3) else {
        return Cow::Borrowed(text);
    };
    let clean = format!("{}@{domain}", nfc(address.local_part()));
    // Both parts may have become longer than an address can be.
    if parse(&clean).is_some() { Cow::Owned(clean) } else { Cow::Borrowed(text) }
}

/// Characters that are markup, or become an entity.
#[cfg(feature = "sanitize-html")]
const MARKS: [char; 4] = ['<', '>', '&', '\u{a0}'];

/// As many marks as a text may have. The parser's time grows with the square of the depth, and this
/// bounds the depth: 4096 elements.
#[cfg(feature = "sanitize-html")]
const MOST_MARKS: usize = 8192;

/// As often as a text is cleaned. What one pass decodes or moves, the next may change again
/// (ammonia issue 185); more than a few passes are needed for nothing that means anything.
#[cfg(feature = "sanitize-html")]
const MOST_PASSES: usize = 4;

/// What ammonia leaves. A text with more marks than anybody would write loses them all.
#[cfg(feature = "sanitize-html")]
fn html(text: &str) -> Cow<'_, str> {
    let mut clean = text.to_owned();
    for _ in 0..MOST_PASSES {
        if clean.matches(MARKS).count() > MOST_MARKS {
            clean.retain(|letter| !MARKS.contains(&letter));
        }
        let next = ammonia::clean(&clean);
        if next == clean {
            break;
        }
        clean = next;
    }
    Cow::Owned(clean)
}

/// What `sanitize(..)` can clean: texts, and what holds texts. A newtype hands it on:
///
/// ```
/// use portcullis::allowlist::{Sanitize, Sanitizer};
///
/// struct Name(String);
///
/// impl Sanitize for Name {
///     fn sanitize(&mut self, with: &[Sanitizer]) {
///         self.0.sanitize(with);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no text that could be sanitized",
    label = "`sanitize(..)` is for texts",
    note = "it cleans `String`, `Box<str>`, `Arc<str>`, `Rc<str>`, and `Option`, `Patch` and `Vec` of them; for a newtype of your own, implement `portcullis::allowlist::Sanitize`"
)]
pub trait Sanitize {
    /// Cleans the text, in this order.
    fn sanitize(&mut self, with: &[Sanitizer]);
}

/// Cleans a field.
#[doc(hidden)]
pub fn sanitize<T: Sanitize>(field: &mut T, with: &[Sanitizer]) {
    field.sanitize(with);
}

/// The text in a box of some kind, made anew where it changed.
macro_rules! texts {
    ($($text:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Sanitize for $text {
            fn sanitize(&mut self, with: &[Sanitizer]) {
                for sanitizer in with {
                    let clean = sanitizer.clean(self);
                    if clean != **self {
                        *self = <$text>::from(clean.into_owned());
                    }
                }
            }
        }
    )*};
}

texts!(String Box<str> Arc<str> Rc<str>);

#[diagnostic::do_not_recommend]
impl<S: Sanitize> Sanitize for Option<S> {
    fn sanitize(&mut self, with: &[Sanitizer]) {
        if let Some(value) = self {
            value.sanitize(with);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S: Sanitize> Sanitize for Patch<S> {
    fn sanitize(&mut self, with: &[Sanitizer]) {
        if let Self::Value(value) = self {
            value.sanitize(with);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S: Sanitize> Sanitize for Vec<S> {
    fn sanitize(&mut self, with: &[Sanitizer]) {
        for item in self {
            item.sanitize(with);
        }
    }
}

#[cfg(test)]
mod tests;
