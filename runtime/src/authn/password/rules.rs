//! Which passwords may be chosen, and the form in which they are hashed (NIST SP 800-63B-4 section
//! 3.1.1.2, ASVS 5.0 V6.2).

use core::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use secrecy::{ExposeSecret as _, SecretString};

/// The shortest password, unless configured: eight characters (ASVS 6.2.1).
pub(super) const LEAST: usize = 8;
/// The longest: long enough for any passphrase, short enough to hash.
pub(super) const MOST: usize = 256;

/// Whether a password is known to others, for example from a list of breached ones (ASVS 6.2.12).
pub(super) type IsKnown = dyn Fn(&str) -> bool + Send + Sync;

/// Why a password cannot be chosen. It holds nothing of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnfitPassword {
    /// Too few characters.
    #[error("the password has fewer than {0} characters")]
    TooShort(usize),
    /// Too many characters.
    #[error("the password has more than {0} characters")]
    TooLong(usize),
    /// A control character, which few keyboards can type again.
    #[error("the password has a control character")]
    Control,
    /// Others know it.
    #[error("the password is a known one")]
    Known,
}

/// What is asked of a new password. There are no rules of composition (ASVS 6.2.5).
pub(super) struct Rules {
    pub(super) least: usize,
    pub(super) is_known: Option<Box<IsKnown>>,
}

impl Rules {
    pub(super) fn check(&self, password: &SecretString) -> Result<(), UnfitPassword> {
        let form = normalized(password).ok_or(UnfitPassword::TooLong(MOST))?;
        let form = form.expose_secret();
        if form.chars().count() < self.least {
            return Err(UnfitPassword::TooShort(self.least));
        }
        if form.chars().any(char::is_control) {
            return Err(UnfitPassword::Control);
        }
        if self.is_known.as_ref().is_some_and(|is_known| is_known(form)) {
            return Err(UnfitPassword::Known);
        }
        Ok(())
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules").field("least", &self.least).finish_non_exhaustive()
    }
}

/// The same for every way of typing the same characters; `None` for what is longer than any password
/// may be.
pub(super) fn normalized(password: &SecretString) -> Option<SecretString> {
    let text = password.expose_secret();
    // Compatibility forms grow by a bounded factor, so the length is looked at before and after.
    if text.chars().count() > MOST {
        return None;
    }
    let form = ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned();
    (form.chars().count() <= MOST).then(|| SecretString::from(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), UnfitPassword> {
        let is_known = |password: &str| password == "password1234";
        Rules { least: LEAST, is_known: Some(Box::new(is_known)) }.check(&password.into())
    }

    #[test]
    fn length_and_knowledge_decide() {
        for (password, expected) in [
            ("eight888".to_owned(), Ok(())),
            ("seven77".to_owned(), Err(UnfitPassword::TooShort(8))),
            ("ääääääää".to_owned(), Ok(())),
            ("a".repeat(256), Ok(())),
            ("a".repeat(257), Err(UnfitPassword::TooLong(256))),
            ("password1234".to_owned(), Err(UnfitPassword::Known)),
            // The same after normalization.
            ("ｐａｓｓｗｏｒｄ1234".to_owned(), Err(UnfitPassword::Known)),
            ("with\u{0}a nul".to_owned(), Err(UnfitPassword::Control)),
            ("correct horse battery staple".to_owned(), Ok(())),
            ("        ".to_owned(), Ok(())),
            (String::new(), Err(UnfitPassword::TooShort(8))),
        ] {
            assert_eq!(check(&password), expected, "{password:?}");
        }
    }

    #[test]
    fn what_is_typed_in_two_ways_is_one_password() {
        let form = |text: &str| normalized(&text.into()).unwrap().expose_secret().to_owned();
        assert_eq!(form("e\u{301}tude"), form("\u{e9}tude"));
        assert_ne!(form("etude"), form("\u{e9}tude"));
    }
}
