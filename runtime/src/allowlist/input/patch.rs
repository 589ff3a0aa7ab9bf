//! `Patch`: a field that a change leaves alone, empties, or sets (RFC 7396).

/// A change of a field that may be null: absent, null, or a value. `Option<T>` cannot tell the first
/// two apart.
///
/// ```
/// use portcullis::allowlist::Patch;
///
/// fn describe(nickname: &Patch<String>) -> &str {
///     match nickname {
///         Patch::Absent => "stays",
///         Patch::Null => "is removed",
///         Patch::Value(name) => name,
///     }
/// }
/// # assert_eq!(describe(&Patch::Null), "is removed");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// The field is left alone.
    #[default]
    Absent,
    /// The field becomes null.
    Null,
    /// The field becomes this.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the change says anything about the field.
    pub const fn is_set(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The value, if it is set to one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// What the field becomes; `None` where it is left alone.
    pub fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }
}
