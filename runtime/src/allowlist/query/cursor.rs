//! Cursors: where the next page begins, signed so that a client can only hand it back.

use core::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac};
use secrecy::{ExposeSecret as _, SecretSlice};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::resource::Value;

/// The longest cursor, in characters. Most servers and proxies take no longer addresses.
const MOST_CHARACTERS: usize = 6 * 1024;
/// RFC 2104 section 3: a key shorter than the hash weakens it.
const LEAST_KEY: usize = 32;
const TAG: usize = 32;

/// What cursors are signed with.
#[derive(Clone)]
pub(crate) struct CursorKey(Arc<SecretSlice<u8>>);

/// What a cursor belongs to: the type of the query, its order and its filters. Another question has
/// other bytes.
pub(super) struct Question(Vec<u8>);

/// A value, as it stands in a cursor.
#[derive(Serialize, Deserialize)]
enum Part {
    #[serde(rename = "i")]
    Integer(i64),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "b")]
    Boolean(bool),
    #[cfg(feature = "uuid")]
    #[serde(rename = "u")]
    Uuid(u128),
}

impl CursorKey {
    /// A key of at least 32 bytes.
    pub(crate) fn new(key: SecretSlice<u8>) -> Option<Self> {
        (key.expose_secret().len() >= LEAST_KEY).then(|| Self(Arc::new(key)))
    }

    /// A key that nobody knows; `None` when the system gives no random bytes.
    pub(crate) fn random() -> Option<Self> {
        let mut key = vec![0; LEAST_KEY];
        getrandom::fill(&mut key).ok()?;
        Self::new(key.into())
    }

    /// A cursor for the objects behind one with these `values`; `None` when they cannot be said in
    /// a cursor, or not in one that is short enough.
    pub(super) fn sign(&self, question: &Question, values: &[Value]) -> Option<String> {
        let parts: Option<Vec<Part>> = values.iter().map(Part::of).collect();
        let payload = serde_json::to_vec(&parts?).ok()?;
        let mut cursor = self.mac(question, &payload)?.finalize().into_bytes().to_vec();
        cursor.extend(payload);
        let cursor = URL_SAFE_NO_PAD.encode(cursor);
        (cursor.len() <= MOST_CHARACTERS).then_some(cursor)
    }

    /// The values that [`sign`](Self::sign) was given for the same question.
    pub(super) fn open(&self, question: &Question, cursor: &str) -> Option<Vec<Value>> {
        if cursor.len() > MOST_CHARACTERS {
            return None;
        }
        let cursor = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (tag, payload) = cursor.split_at_checked(TAG)?;
        self.mac(question, payload)?.verify_slice(tag).ok()?;
        let parts: Vec<Part> = serde_json::from_slice(payload).ok()?;
        Some(parts.into_iter().map(Part::into_value).collect())
    }

    fn mac(&self, question: &Question, payload: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()).ok()?;
        // The length keeps the question and the payload apart.
        mac.update(&u64::try_from(question.0.len()).ok()?.to_be_bytes());
        mac.update(&question.0);
        mac.update(payload);
        Some(mac)
    }
}

impl Question {
    /// The question that a query of the type `path` asks: columns in order with whether they
    /// descend, and columns with the values that are looked for.
    pub(super) fn new(
        path: &str,
        order: &[(&str, bool)],
        filters: &[(&str, Value)],
    ) -> Option<Self> {
        const DOMAIN: &str = "portcullis: cursor of a list, version 1";
        let filters: Vec<(&str, Option<Part>)> =
            filters.iter().map(|(column, value)| (*column, Part::of(value))).collect();
        serde_json::to_vec(&(DOMAIN, path, order, filters)).ok().map(Self)
    }
}

impl Part {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null | Value::Impossible => None,
            Value::Integer(value) => Some(Self::Integer(*value)),
            Value::Text(value) => Some(Self::Text(value.clone())),
            Value::Boolean(value) => Some(Self::Boolean(*value)),
            #[cfg(feature = "uuid")]
            Value::Uuid(value) => Some(Self::Uuid(value.as_u128())),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Integer(value) => Value::Integer(value),
            Self::Text(value) => Value::Text(value),
            Self::Boolean(value) => Value::Boolean(value),
            #[cfg(feature = "uuid")]
            Self::Uuid(value) => Value::Uuid(uuid::Uuid::from_u128(value)),
        }
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey")
    }
}

#[cfg(test)]
mod tests {
    use super::{CursorKey, MOST_CHARACTERS, Question};
    use crate::resource::Value;

    fn key(byte: u8) -> CursorKey {
        CursorKey::new(vec![byte; 32].into()).unwrap()
    }

    fn values() -> Vec<Value> {
        let mut values = vec![
            Value::Integer(i64::MIN),
            Value::Text("\"O'Hara\0 \u{1f600}".to_owned()),
            Value::Boolean(true),
        ];
        #[cfg(feature = "uuid")]
        values.push(Value::Uuid(uuid::Uuid::from_u128(u128::MAX)));
        values.push(Value::Text(String::new()));
        values
    }

    #[test]
    fn a_cursor_gives_back_what_was_signed() {
        let question = Question::new("a::Query", &[("id", false)], &[]).unwrap();
        let cursor = key(1).sign(&question, &values()).unwrap();
        assert_eq!(key(1).open(&question, &cursor), Some(values()));
        assert_eq!(key(2).open(&question, &cursor), None);
    }

    #[test]
    fn another_question_has_other_cursors() {
        let text = |text: &str| Value::Text(text.to_owned());
        let questions = [
            Question::new("a::Query", &[("id", false)], &[]),
            Question::new("b::Query", &[("id", false)], &[]),
            Question::new("a::Query", &[("id", true)], &[]),
            Question::new("a::Query", &[("title", false), ("id", false)], &[]),
            Question::new("a::Query", &[("id", false), ("title", false)], &[]),
            Question::new("a::Query", &[("id", false)], &[("title", text(""))]),
            Question::new("a::Query", &[("id", false)], &[("title", text("a"))]),
            Question::new("a::Query", &[("id", false)], &[("title", Value::Integer(1))]),
            Question::new("a::Query", &[("id", false)], &[("title", text("1"))]),
            Question::new("a::Query", &[("id", false)], &[("title", Value::Impossible)]),
        ];
        let questions = questions.map(Option::unwrap);
        for (at, signed) in questions.iter().enumerate() {
            let cursor = key(1).sign(signed, &[Value::Integer(7)]).unwrap();
            for (other, question) in questions.iter().enumerate() {
                assert_eq!(key(1).open(question, &cursor).is_some(), at == other, "{at} {other}");
            }
        }
    }

    #[test]
    fn no_byte_can_be_changed_added_or_left_out() {
        let question = Question::new("a::Query", &[("id", false)], &[]).unwrap();
        let cursor = key(1).sign(&question, &values()).unwrap();
        for at in 0..cursor.len() {
            assert_eq!(key(1).open(&question, &cursor[..at]), None, "{at}");
            let mut changed = cursor.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(key(1).open(&question, &changed), None, "{at}");
        }
        for more in ["A", "=", "AAAA", " ", "\n", "%00"] {
            assert_eq!(key(1).open(&question, &format!("{cursor}{more}")), None, "{more:?}");
        }
    }

    #[test]
    fn what_a_cursor_cannot_say_has_none() {
        let question = Question::new("a::Query", &[], &[]).unwrap();
        assert_eq!(key(1).sign(&question, &[Value::Null]), None);
        assert_eq!(key(1).sign(&question, &[Value::Impossible]), None);
        let long = Value::Text("a".repeat(MOST_CHARACTERS));
        assert_eq!(key(1).sign(&question, &[long]), None);
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(CursorKey::new(vec![1; 31].into()).is_none());
        assert!(CursorKey::random().is_some());
    }
}
