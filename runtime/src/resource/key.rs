//! `Key`: owners, tenants and parents, compared with what a credential or a path says.

use core::str::FromStr;

use super::value::{Column, Value};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// Names an owner, a tenant or a parent: a string, an integer, a UUID, or a newtype of one.
///
/// Texts are compared with the canonical form, without allocation: the integer 7 is named by `7`
/// and not by `007` or `+7`, since subjects are opaque (RFC 7519 section 4.1.2) and two of them must
/// never be one owner. UUIDs are compared in the hyphenated form, whatever the case (RFC 9562). The
/// empty text names nobody.
///
/// In the database, integers are `BIGINT` or narrower, texts `TEXT` or `VARCHAR` with a collation that
/// tells all letters apart, and UUIDs `UUID`, or `BLOB` in SQLite: a column of another form compares
/// otherwise than memory does, so that a list would.
///
/// A newtype hands on to what it holds:
///
/// ```
/// use portcullis::resource::{Column, Key, Value};
///
/// struct UserId(i64);
///
/// impl Column for UserId {
///     fn to_value(&self) -> Value { self.0.to_value() }
/// }
///
/// impl Key for UserId {
///     fn matches(&self, text: &str) -> bool { self.0.matches(text) }
///     fn value_of(text: &str) -> Option<Value> { i64::value_of(text) }
/// }
///
/// assert!(UserId(7).matches("7") && !UserId(7).matches("07"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot name an owner, a tenant or a parent",
    note = "strings, integers of up to 64 bits, `Uuid` and `Option` of them can; implement `portcullis::resource::{{Column, Key}}` for a newtype"
)]
pub trait Key: Column {
    /// Whether the column can be null, in which case it names nobody.
    const NULLABLE: bool = false;

    /// Whether `text` names this key.
    fn matches(&self, text: &str) -> bool;

    /// The value that a database compares: that of the key which `text` names, or `None` when
    /// `text` names none.
    fn value_of(text: &str) -> Option<Value>;
}

impl<V: Vocabulary> Principal<V> {
    /// The key that the subject names, for writing it as an owner: `None` when it names none. A
    /// subject that is not in the canonical form of a key names none, as it owns nothing.
    pub fn subject_as<K: Key + FromStr>(&self) -> Option<K> {
        self.subject().parse().ok().filter(|key: &K| key.matches(self.subject()))
    }
}

/// The decimal digits of an integer, on the stack.
struct Decimal {
    digits: [u8; 20],
    start: usize,
    is_negative: bool,
}

impl Decimal {
    fn of(mut magnitude: u64, is_negative: bool) -> Self {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        for (at, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0' + u8::try_from(magnitude % 10).unwrap_or_default();
            start = at;
            magnitude /= 10;
            if magnitude == 0 {
                break;
            }
        }
        Self { digits, start, is_negative }
    }

    fn is(&self, text: &str) -> bool {
        let digits = if self.is_negative { text.strip_prefix('-') } else { Some(text) };
        digits.map(str::as_bytes) == self.digits.get(self.start..)
    }
}

macro_rules! integer_keys {
    ($($integer:ident)*) => {$(
        impl Key for $integer {
            #[inline]
            #[allow(unused_comparisons, reason = "one body for signed and unsigned integers")]
            fn matches(&self, text: &str) -> bool {
                let Ok(wide) = i128::from(*self).unsigned_abs().try_into() else { return false };
                Decimal::of(wide, *self < 0).is(text)
            }

            fn value_of(text: &str) -> Option<Value> {
                let key: Self = text.parse().ok()?;
                key.matches(text).then(|| key.to_value())
            }
        }
    )*};
}

integer_keys! { i8 i16 i32 i64 u8 u16 u32 u64 }

macro_rules! text_keys {
    ($($text:ty)*) => {$(
        impl Key for $text {
            #[inline]
            fn matches(&self, text: &str) -> bool {
                !text.is_empty() && **self == *text
            }

            fn value_of(text: &str) -> Option<Value> {
                if text.is_empty() {
                    return None;
                }
                // PostgreSQL has no text with a null character.
                let is_possible = !text.contains('\0');
                Some(if is_possible { Value::Text(text.to_owned()) } else { Value::Impossible })
            }
        }
    )*};
}

text_keys! { String Box<str> std::sync::Arc<str> std::rc::Rc<str> &'static str }

/// None names nobody.
impl<K: Key> Key for Option<K> {
    const NULLABLE: bool = true;

    #[inline]
    fn matches(&self, text: &str) -> bool {
        self.as_ref().is_some_and(|key| key.matches(text))
    }

    fn value_of(text: &str) -> Option<Value> {
        K::value_of(text)
    }
}

#[cfg(feature = "uuid")]
impl Key for uuid::Uuid {
    #[inline]
    fn matches(&self, text: &str) -> bool {
        let mut buffer = uuid::Uuid::encode_buffer();
        self.as_hyphenated().encode_lower(&mut buffer).eq_ignore_ascii_case(text)
    }

    fn value_of(text: &str) -> Option<Value> {
        let key = Self::parse_str(text).ok()?;
        key.matches(text).then(|| key.to_value())
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Value};

    #[test]
    fn integers_are_named_by_their_canonical_form_alone() {
        for text in ["007", "+7", " 7", "7 ", "7.0", "", "-7", "٧", "0x7"] {
            assert!(!7_i64.matches(text), "{text:?}");
            assert_ne!(i64::value_of(text), Some(Value::Integer(7)), "{text:?}");
        }
        assert!(7_i64.matches("7") && 0_u8.matches("0") && !0_i8.matches("-0"));
        assert!(
            i64::MIN.matches("-9223372036854775808") && u64::MAX.matches("18446744073709551615")
        );
        assert!(!i64::MIN.matches("9223372036854775808"));
    }

    #[test]
    fn every_integer_is_named_by_what_it_prints() {
        for key in [0, 1, 9, 10, 99, 100, -1, -10, i64::MAX, i64::MIN, 1 << 40] {
            assert!(key.matches(&key.to_string()), "{key}");
            assert_eq!(i64::value_of(&key.to_string()), Some(Value::Integer(key)));
        }
    }

    #[test]
    fn nobody_is_named_by_nothing() {
        assert!(!None::<String>.matches(""));
        assert!(Some("a".to_owned()).matches("a") && !Some("a".to_owned()).matches("A"));
        assert_eq!(String::value_of("a\0"), Some(Value::Impossible));
        assert!(!String::new().matches("") && String::value_of("").is_none());
    }

    #[cfg(feature = "uuid")]
    #[test]
    fn uuids_are_named_by_their_hyphenated_form() {
        let key = uuid::Uuid::from_u128(0xa1a2_a3a4_b1b2_c1c2_d1d2_d3d4_d5d6_d7d8);
        assert!(key.matches("a1a2a3a4-b1b2-c1c2-d1d2-d3d4d5d6d7d8"));
        assert!(key.matches("A1A2A3A4-B1B2-C1C2-D1D2-D3D4D5D6D7D8"));
        for text in ["a1a2a3a4b1b2c1c2d1d2d3d4d5d6d7d8", "{a1a2a3a4-b1b2-c1c2-d1d2-d3d4d5d6d7d8}"] {
            assert!(!key.matches(text) && uuid::Uuid::value_of(text).is_none(), "{text}");
        }
    }
}
