//! What clients may write into a text column.

const MOST_BYTES: usize = 20_000;

/// The rule of texts: neither empty nor endless, and without the NUL that no column on the server
/// holds.
pub(crate) fn text<C>(text: &str, _: &C) -> garde::Result {
    let wrong = if text.trim().is_empty() {
        "is empty"
    } else if text.len() > MOST_BYTES {
        "is longer than 20,000 bytes"
    } else if text.contains('\0') {
        "contains NUL"
    } else {
        return Ok(());
    };
    Err(garde::Error::new(wrong))
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, text};

    #[test]
    fn what_no_column_should_hold_is_refused() {
        for wrong in ["", " \n", "a\0b", &"a".repeat(MOST_BYTES + 1)] {
            assert!(text(wrong, &()).is_err(), "{wrong:?}");
        }
        assert!(text(&"a".repeat(MOST_BYTES), &()).is_ok());
    }
}
