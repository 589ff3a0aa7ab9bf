//! garde's rules about a `Patch` and a `Nested`, which hold for the value if there is one, as they do
//! for an `Option`.

use garde::error::NoKey;
use garde::rules::inner::Inner;
use garde::rules::ip::IpKind;
use garde::rules::length::{bytes, chars, simple, utf16};
use garde::rules::pattern::Matcher;
use garde::rules::range::OutOfBounds;
use garde::rules::{alphanumeric, ascii, contains, ip, pattern, prefix, range, required, suffix};
use garde::{Error, Path, Report, Validate};

use super::nested::Nested;
use super::patch::Patch;

/// Lengths: within bounds, or not there.
macro_rules! lengths {
    ($($rule:path, $method:ident;)*) => {$(
        impl<T: $rule> $rule for Patch<T> {
            fn $method(&self, min: usize, max: usize) -> Result<(), Error> {
                self.value().map_or(Ok(()), |value| value.$method(min, max))
            }
        }
    )*};
}

lengths! {
    simple::Simple, validate_length;
    bytes::Bytes, validate_num_bytes;
    chars::Chars, validate_num_chars;
    utf16::Utf16CodeUnits, validate_num_code_units;
}

/// Texts: as the rule wants them, or not there.
macro_rules! texts {
    ($($rule:path, $method:ident($($argument:ident)?);)*) => {$(
        impl<T: $rule> $rule for Patch<T> {
            fn $method(&self $(, $argument: &str)?) -> bool {
                self.value().is_none_or(|value| value.$method($($argument)?))
            }
        }
    )*};
}

texts! {
    alphanumeric::Alphanumeric, validate_alphanumeric();
    ascii::Ascii, validate_ascii();
    contains::Contains, validate_contains(part);
    prefix::Prefix, validate_prefix(part);
    suffix::Suffix, validate_suffix(part);
}

impl<T: pattern::Pattern> pattern::Pattern for Patch<T> {
    fn validate_pattern<M: Matcher>(&self, matcher: &M) -> bool {
        self.value().is_none_or(|value| value.validate_pattern(matcher))
    }
}

impl<T: ip::Ip> ip::Ip for Patch<T> {
    type Error = T::Error;

    fn validate_ip(&self, kind: IpKind) -> Result<(), T::Error> {
        self.value().map_or(Ok(()), |value| value.validate_ip(kind))
    }
}

impl<T: range::Bounds> range::Bounds for Patch<T> {
    type Size = T::Size;

    const MIN: T::Size = T::MIN;
    const MAX: T::Size = T::MAX;

    fn validate_bounds(&self, lower: T::Size, upper: T::Size) -> Result<(), OutOfBounds> {
        self.value().map_or(Ok(()), |value| value.validate_bounds(lower, upper))
    }
}

/// Set to a value: neither absent nor null.
impl<T> required::Required for Patch<T> {
    fn is_set(&self) -> bool {
        self.value().is_some()
    }
}

/// `inner(..)`, for every other rule.
impl<T> Inner<T> for Patch<T> {
    type Key = NoKey;

    fn validate_inner<F: FnMut(&T, &NoKey)>(&self, mut rule: F) {
        if let Self::Value(value) = self {
            rule(value, &NoKey::default());
        }
    }
}

/// `dive`.
impl<T: Validate> Validate for Patch<T> {
    type Context = T::Context;

    fn validate_into(
        &self,
        context: &T::Context,
        parent: &mut dyn FnMut() -> Path,
        report: &mut Report,
    ) {
        if let Self::Value(value) = self {
            value.validate_into(context, parent, report);
        }
    }
}

/// `dive`, which is not needed: a change of an object inside the object is asked about by itself.
impl<U: Validate> Validate for Nested<U> {
    type Context = U::Context;

    fn validate_into(
        &self,
        context: &U::Context,
        parent: &mut dyn FnMut() -> Path,
        report: &mut Report,
    ) {
        (**self).validate_into(context, parent, report);
    }
}
