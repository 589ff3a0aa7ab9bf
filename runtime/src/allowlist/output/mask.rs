//! Masks: what is left of a text for those who need not see all of it.

use core::fmt::{self, Display};
use core::marker::PhantomData;

use serde::{Serialize, Serializer};

/// What stands for everything that is left out. Its length says nothing.
const MASK: &str = "***";

/// A type that shows what a mask makes of a field of the type `E`.
#[diagnostic::on_unimplemented(
    message = "a masked field of a view cannot be `{Self}`",
    label = "is masked",
    note = "a mask makes a text: write `String`, or `Option<String>` where the entity has an `Option`"
)]
pub trait Masked<E: ?Sized>: Sized {
    /// What the mask is given.
    type Input: ?Sized + 'static;

    /// Shows what the mask leaves.
    #[doc(hidden)]
    fn show<'f, S: Serializer, D: Display>(
        field: &'f E,
        mask: impl Fn(&'f Self::Input) -> D,
        serializer: S,
    ) -> Result<S::Ok, S::Error>;

    /// What the mask leaves.
    #[doc(hidden)]
    fn of_field<'f, D: Display>(field: &'f E, mask: impl Fn(&'f Self::Input) -> D) -> Self;
}

impl<E: ?Sized + 'static> Masked<E> for String {
    type Input = E;

    fn show<'f, S: Serializer, D: Display>(
        field: &'f E,
        mask: impl Fn(&'f E) -> D,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&mask(field))
    }

    fn of_field<'f, D: Display>(field: &'f E, mask: impl Fn(&'f E) -> D) -> Self {
        mask(field).to_string()
    }
}

impl<T: 'static> Masked<Option<T>> for Option<String> {
    type Input = T;

    fn show<'f, S: Serializer, D: Display>(
        field: &'f Option<T>,
        mask: impl Fn(&'f T) -> D,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match field {
            Some(value) => serializer.collect_str(&mask(value)),
            None => serializer.serialize_none(),
        }
    }

    fn of_field<'f, D: Display>(field: &'f Option<T>, mask: impl Fn(&'f T) -> D) -> Self {
        field.as_ref().map(|value| mask(value).to_string())
    }
}

/// A field under its mask, which a view shows as a `V`.
#[doc(hidden)]
pub trait MaskedField<V>: Serialize {
    /// What the mask leaves.
    fn into_text(self) -> V;
}

/// Puts a field under its mask.
#[inline]
pub fn masked<'f, V, E, D, F>(field: &'f E, mask: F) -> impl MaskedField<V> + use<'f, V, E, D, F>
where
    V: Masked<E>,
    E: ?Sized + 'static,
    D: Display,
    F: Fn(&'f V::Input) -> D,
{
    Mask { field, function: mask, view: PhantomData::<fn() -> V> }
}

struct Mask<'f, V, E: ?Sized, F> {
    field: &'f E,
    function: F,
    view: PhantomData<fn() -> V>,
}

impl<'f, V, E, F, D> MaskedField<V> for Mask<'f, V, E, F>
where
    V: Masked<E>,
    E: ?Sized,
    F: Fn(&'f V::Input) -> D,
    D: Display,
{
    fn into_text(self) -> V {
        V::of_field(self.field, self.function)
    }
}

impl<'f, V, E, F, D> Serialize for Mask<'f, V, E, F>
where
    V: Masked<E>,
    E: ?Sized,
    F: Fn(&'f V::Input) -> D,
    D: Display,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        V::show(self.field, &self.function, serializer)
    }
}

/// A field that the ready masks can read.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text, which `last4`, `email` and `all` mask",
    note = "where the entity has an `Option`, the view has `Option<String>`",
    note = "for another type name a function of your own, for example `mask = initials`"
)]
pub trait Text {
    /// The text.
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str> + ?Sized> Text for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}

/// `mask = last4`: the last four characters, of a text of more than eight.
pub fn mask_last4<T: Text + ?Sized>(field: &T) -> Left<'_> {
    let text = field.text();
    let is_long = text.chars().nth(8).is_some();
    let end = text.char_indices().rev().nth(3).filter(|_| is_long);
    Left { before: "", after: end.and_then(|(at, _)| text.get(at..)).unwrap_or_default() }
}

/// `mask = email`: the first character and the domain.
pub fn mask_email<T: Text + ?Sized>(field: &T) -> Left<'_> {
    let text = field.text();
    let parts = text.rfind('@').and_then(|at| text.split_at_checked(at));
    let (local, domain) = parts.unwrap_or_default();
    let first = local.char_indices().nth(1).map_or(local.len(), |(second, _)| second);
    // Without a local part it is no address, and nobody knows what it is.
    if local.is_empty() {
        return Left { before: "", after: "" };
    }
    Left { before: local.get(..first).unwrap_or_default(), after: domain }
}

/// `mask = all`: nothing, not even the length.
pub fn mask_all<T: Text + ?Sized>(_: &T) -> Left<'static> {
    Left { before: "", after: "" }
}

/// What is left of a text at both ends.
#[derive(Debug)]
pub struct Left<'a> {
    before: &'a str,
    after: &'a str,
}

impl Display for Left<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.before)?;
        f.write_str(MASK)?;
        f.write_str(self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::{mask_all, mask_email, mask_last4};

    #[test]
    fn the_last_four_characters_of_a_long_text() {
        let cases = [
            ("", "***"),
            ("1", "***"),
            ("1234", "***"),
            ("12345678", "***"),
            ("123456789", "***6789"),
            ("4111 1111 1111 1234", "***1234"),
            ("äöüßäöüß", "***"),
            ("äöüßäöüßé", "***öüßé"),
        ];
        for (text, masked) in cases {
            assert_eq!(mask_last4(text).to_string(), masked, "{text}");
        }
    }

    #[test]
    fn the_first_character_and_the_domain() {
        let cases = [
            ("ann@example.org", "a***@example.org"),
            ("a@example.org", "a***@example.org"),
            ("élan@example.org", "é***@example.org"),
            ("\"a@b\"@example.org", "\"***@example.org"),
            ("ann@", "a***@"),
            ("@example.org", "***"),
            ("no address", "***"),
            ("", "***"),
        ];
        for (text, masked) in cases {
            assert_eq!(mask_email(text).to_string(), masked, "{text}");
        }
    }

    #[test]
    fn nothing_at_all() {
        for text in ["", "a", "a long text indeed"] {
            assert_eq!(mask_all(text).to_string(), "***", "{text}");
        }
    }
}
