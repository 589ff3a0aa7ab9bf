//! Values on their way into statements and out of rows.

use std::time::SystemTime;

use sqlx::{ColumnIndex, Decode, Row, Type};

use crate::clock::{of_millis, to_millis};
use crate::store::Digest;

/// A parameter of a statement.
pub enum Value {
    Integer(Option<i64>),
    Text(Option<String>),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<SystemTime> for Value {
    fn from(at: SystemTime) -> Self {
        to_millis(at).into()
    }
}

impl From<Option<SystemTime>> for Value {
    fn from(at: Option<SystemTime>) -> Self {
        Self::Integer(at.map(to_millis))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

/// A list is kept as JSON.
impl From<Vec<String>> for Value {
    fn from(list: Vec<String>) -> Self {
        serde_json::Value::from(list).to_string().into()
    }
}

impl From<Digest> for Value {
    fn from(digest: Digest) -> Self {
        Self::Bytes(digest.as_bytes().to_vec())
    }
}

/// The columns of a row, by name. What a column holds that it should not is an error.
pub trait Fields: Row {
    fn integer(&self, column: &'static str) -> Result<Option<i64>, sqlx::Error>;
    fn text(&self, column: &'static str) -> Result<Option<String>, sqlx::Error>;
    fn bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, sqlx::Error>;

    /// A value of a column that is never null.
    fn required<T>(value: Result<Option<T>, sqlx::Error>) -> Result<T, sqlx::Error> {
        value?.ok_or(sqlx::Error::RowNotFound)
    }

    fn number(&self, column: &'static str) -> Result<i64, sqlx::Error> {
        Self::required(self.integer(column))
    }

    fn string(&self, column: &'static str) -> Result<String, sqlx::Error> {
        Self::required(self.text(column))
    }

    fn time(&self, column: &'static str) -> Result<SystemTime, sqlx::Error> {
        self.number(column).map(of_millis)
    }

    fn time_if_any(&self, column: &'static str) -> Result<Option<SystemTime>, sqlx::Error> {
        Ok(self.integer(column)?.map(of_millis))
    }

    fn list(&self, column: &'static str) -> Result<Vec<String>, sqlx::Error> {
        serde_json::from_str(&self.string(column)?)
            .map_err(|error| sqlx::Error::Decode(Box::new(error)))
    }

    fn digest(&self, column: &'static str) -> Result<Digest, sqlx::Error> {
        Self::required(self.digest_if_any(column))
    }

    fn digest_if_any(&self, column: &'static str) -> Result<Option<Digest>, sqlx::Error> {
        let Some(bytes) = self.bytes(column)? else { return Ok(None) };
        let bytes = <[u8; 32]>::try_from(bytes);
        bytes.map(|bytes| Some(bytes.into())).map_err(|_| sqlx::Error::RowNotFound)
    }
}

impl<R: Row> Fields for R
where
    &'static str: ColumnIndex<R>,
    Option<i64>: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    Option<String>: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    Option<Vec<u8>>: Type<R::Database> + for<'r> Decode<'r, R::Database>,
{
    fn integer(&self, column: &'static str) -> Result<Option<i64>, sqlx::Error> {
        self.try_get(column)
    }

    fn text(&self, column: &'static str) -> Result<Option<String>, sqlx::Error> {
        self.try_get(column)
    }

    fn bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, sqlx::Error> {
        self.try_get(column)
    }
}
