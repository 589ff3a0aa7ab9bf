//! `Visible`: a field that not everybody sees who sees the object.

use core::fmt;

/// A field of a view with a rule of its own. For whom the rule does not hold, the field is absent,
/// which is another thing than null.
///
/// ```
/// use portcullis::allowlist::Visible;
///
/// assert_eq!(Visible::shown(7).as_option(), Some(&7));
/// assert_eq!(Visible::<i32>::hidden().as_option(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Visible<T>(Option<T>);

impl<T> Visible<T> {
    /// Not to be seen.
    pub const fn hidden() -> Self {
        Self(None)
    }

    /// To be seen.
    pub const fn shown(value: T) -> Self {
        Self(Some(value))
    }

    /// The value, if it is to be seen.
    pub const fn as_option(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// The value, if it is to be seen.
    pub fn into_option(self) -> Option<T> {
        self.0
    }
}

/// Hidden.
impl<T> Default for Visible<T> {
    fn default() -> Self {
        Self::hidden()
    }
}

/// Shows no value: who reads a log need not be who may see the field.
impl<T> fmt::Debug for Visible<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Visible(..)" } else { "Hidden" })
    }
}

/// The type of a field with a rule.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a field of a view with a rule is absent for some, and `{Self}` cannot be absent",
    label = "has a rule",
    note = "write `Visible<{Self}>`, or remove the rule"
)]
pub trait Ruled {
    /// What is shown to those who see it.
    type Inner;

    /// What those see who do not.
    fn hidden() -> Self;

    /// What is to be seen.
    fn seen(&self) -> Option<&Self::Inner>;
}

impl<T> Ruled for Visible<T> {
    type Inner = T;

    fn hidden() -> Self {
        Self::hidden()
    }

    fn seen(&self) -> Option<&T> {
        self.as_option()
    }
}
