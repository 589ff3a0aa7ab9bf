//! `Claims`: what an answer says, by name: absent, well-formed, or an error.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

/// A claim of the wrong type; its name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed(pub(super) String);

#[derive(Clone, Copy)]
pub(super) struct Claims<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Claims<'a> {
    pub(super) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A string that is not empty.
    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>, Malformed> {
        self.read(name, |value| value.as_str().filter(|text| !text.is_empty()))
    }

    /// An array of strings.
    pub(super) fn strings(self, name: &str) -> Result<Vec<&'a str>, Malformed> {
        Ok(self.read(name, strings)?.unwrap_or_default())
    }

    /// A string of words with spaces between (RFC 7662 section 2.2), or an array of strings.
    pub(super) fn words(self, name: &str) -> Result<Option<Vec<&'a str>>, Malformed> {
        self.read(name, |value| match value {
            Value::String(text) => Some(text.split(' ').filter(|word| !word.is_empty()).collect()),
            _ => strings(value),
        })
    }

    /// One audience or several, but not none.
    pub(super) fn audiences(self) -> Result<Vec<&'a str>, Malformed> {
        let audiences = self.read("aud", |value| match value {
            Value::String(audience) => Some(vec![audience.as_str()]),
            _ => strings(value).filter(|audiences| !audiences.is_empty()),
        })?;
        Ok(audiences.unwrap_or_default())
    }

    /// Seconds since 1970; JSON has no NaN.
    pub(super) fn seconds(self, name: &str) -> Result<Option<f64>, Malformed> {
        self.read(name, |value| value.as_f64().filter(|seconds| seconds.is_finite()))
    }

    /// A time that the system clock can express.
    pub(super) fn instant(self, name: &str) -> Result<Option<SystemTime>, Malformed> {
        self.read(name, |value| {
            let since = Duration::try_from_secs_f64(value.as_f64()?).ok()?;
            UNIX_EPOCH.checked_add(since)
        })
    }

    fn read<T>(
        self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Malformed> {
        let malformed = || Malformed(name.to_owned());
        self.0.get(name).map(|value| read(value).ok_or_else(malformed)).transpose()
    }
}

fn strings(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}
