//! `Value`: what a column holds, on the way to a bound parameter.

/// The value of a column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Null, which equals itself here.
    Null,
    /// What no column can hold: it equals nothing, and differs from nothing.
    Impossible,
    /// An integer of any width.
    Integer(i64),
    /// A text.
    Text(String),
    /// A truth value.
    Boolean(bool),
    /// A UUID.
    #[cfg(feature = "uuid")]
    Uuid(uuid::Uuid),
}

/// A field whose value can be compared in the database: an identifier, a key, a version.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared in the database",
    note = "integers of up to 64 bits, strings, `bool`, `Uuid` and `Option` of them can; implement `portcullis::resource::Column` for a newtype"
)]
pub trait Column {
    /// Whether the value may be null. A type that says `false` never gives [`Value::Null`].
    const IS_NULLABLE: bool = false;

    /// The value that a database compares.
    fn to_value(&self) -> Value;
}

macro_rules! integer_columns {
    ($($integer:ident)*) => {$(
        impl Column for $integer {
            fn to_value(&self) -> Value {
                i64::try_from(*self).map_or(Value::Impossible, Value::Integer)
            }
        }
    )*};
}

integer_columns! { i8 i16 i32 i64 u8 u16 u32 u64 }

macro_rules! text_columns {
    ($($text:ty)*) => {$(
        impl Column for $text {
            fn to_value(&self) -> Value {
                Value::Text((**self).to_owned())
            }
        }
    )*};
}

text_columns! { String Box<str> std::sync::Arc<str> std::rc::Rc<str> &'static str }

impl Column for bool {
    fn to_value(&self) -> Value {
        Value::Boolean(*self)
    }
}

impl<C: Column> Column for Option<C> {
    const IS_NULLABLE: bool = true;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::to_value)
    }
}

#[cfg(feature = "uuid")]
impl Column for uuid::Uuid {
    fn to_value(&self) -> Value {
        Value::Uuid(*self)
    }
}
