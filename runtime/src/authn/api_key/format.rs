//! `Format`: how a key looks, so that what cannot be one is refused before anything is asked.

use secrecy::SecretString;

use crate::checksum::crc32;
use crate::outage::Outage;
use crate::store::Environment;

/// Digits, then capital letters, then small ones.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// 30 characters of base62 are 178.6 bits.
const SECRET: usize = 30;

/// 62 to the power of 6 is more than 2 to the power of 32.
const CHECKSUM: usize = 6;

/// The form of all keys of an app: `acme_live_`, 30 random characters of base62, and the CRC-32 of
/// what stands before as 6 more.
#[derive(Clone, Debug)]
pub(super) struct Format {
    prefix: String,
}

impl Format {
    /// `None` unless `prefix` is 2 to 16 small letters and digits, the first a letter.
    pub(super) fn new(prefix: String) -> Option<Self> {
        let is_fit = (2..=16).contains(&prefix.len())
            && prefix.starts_with(|first: char| first.is_ascii_lowercase())
            && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        is_fit.then_some(Self { prefix })
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A new key.
    pub(super) fn make(&self, environment: Environment) -> Result<SecretString, Outage> {
        // Of its final size at once, so that no copy is left behind.
        let length = self.head_length(environment) + SECRET + CHECKSUM;
        let mut key = String::with_capacity(length);
        key.extend([&self.prefix, "_", environment.as_str(), "_"]);
        push_random(&mut key)?;
        push_checksum(&mut key);
        Ok(SecretString::from(key))
    }

    /// Where `key` is good, if it has the form of a key; else what is wrong.
    pub(super) fn environment_of(&self, key: &str) -> Result<Environment, &'static str> {
        let tail = key
            .strip_prefix(self.prefix.as_str())
            .and_then(|rest| rest.strip_prefix('_'))
            .ok_or("it does not begin with the prefix of this app's keys")?;
        let (environment, tail) = tail.split_once('_').ok_or("it names no environment")?;
        let environment = Environment::named(environment).ok_or("there is no such environment")?;
        if tail.len() != SECRET + CHECKSUM {
            return Err("it has the wrong length");
        }
        if !is_base62(tail) {
            return Err("it has a character that no key has");
        }
        let (body, checksum) = key.split_at_checked(key.len() - CHECKSUM).unwrap_or((key, ""));
        if !spell(crc32(body.as_bytes())).eq(checksum.chars()) {
            return Err("its checksum does not fit");
        }
        Ok(environment)
    }

    /// The first thing in `text` that has the shape of a key, whatever its checksum.
    pub(super) fn find_in<'a>(&self, text: &'a str) -> Option<&'a str> {
        text.match_indices(self.prefix.as_str()).find_map(|(at, _)| {
            [Environment::Live, Environment::Test].into_iter().find_map(|environment| {
                let head = self.head_length(environment);
                let key = text.get(at..at + head + SECRET + CHECKSUM)?;
                let (start, tail) = key.split_at_checked(head)?;
                let named = start.get(self.prefix.len()..)?.strip_prefix('_')?.strip_suffix('_')?;
                (named == environment.as_str() && is_base62(tail)).then_some(key)
            })
        })
    }

    /// The bytes of `acme_live_`.
    fn head_length(&self, environment: Environment) -> usize {
        self.prefix.len() + environment.as_str().len() + 2
    }
}

fn is_base62(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Each character is as likely as any other: of 256 bytes the last 8, which would favour the first
/// characters of the alphabet, are drawn anew.
fn push_random(key: &mut String) -> Result<(), Outage> {
    const FAIR: u8 = 248;
    let mut missing = SECRET;
    while missing > 0 {
        let mut drawn = [0; 2 * SECRET];
        getrandom::fill(&mut drawn).map_err(|_| Outage::of("the source of randomness"))?;
        for byte in drawn.into_iter().filter(|byte| *byte < FAIR).take(missing) {
            key.extend(digit(byte.into()));
            missing -= 1;
        }
    }
    Ok(())
}

fn push_checksum(key: &mut String) {
    let checksum = crc32(key.as_bytes());
    key.extend(spell(checksum));
}

/// `number` as six characters of base62, the highest first. 62 to the power of 5 fits into 32 bits.
fn spell(number: u32) -> impl Iterator<Item = char> {
    (0..6).rev().filter_map(move |position| digit(number / 62_u32.pow(position)))
}

fn digit(number: u32) -> Option<char> {
    let at = usize::try_from(number % 62).ok()?;
    BASE62.get(at).copied().map(char::from)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn format() -> Format {
        Format::new("acme".to_owned()).unwrap()
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
        assert_eq!(spell(u32::MAX).collect::<String>(), "4gfFC3");
        assert_eq!(spell(61).collect::<String>(), "00000z");
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let format = format();
        let key = format.make(Environment::Live).unwrap();
        let key = key.expose_secret();
        assert_eq!(key.len(), "acme_live_".len() + 36);
        assert_eq!(format.environment_of(key), Ok(Environment::Live));
        for at in 0..key.len() {
            for other in
                (b' '..=b'~').map(char::from).filter(|other| !key[at..].starts_with(*other))
            {
                let changed = format!("{}{other}{}", &key[..at], &key[at + 1..]);
                assert!(format.environment_of(&changed).is_err(), "{at} {other}");
            }
        }
    }

    #[test]
    fn what_is_no_key_is_not_taken_for_one() {
        let format = format();
        let key = format.make(Environment::Test).unwrap();
        let key = key.expose_secret();
        let live = key.replace("_test_", "_live_");
        let shorter = &key[..key.len() - 1];
        let (double, accents) = (format!("{key}{key}"), "acme_live_".to_owned() + &"é".repeat(18));
        for wrong in ["", "acme", "acme_", "acme_live_", &live, shorter, &double, &accents] {
            assert!(format.environment_of(wrong).is_err(), "{wrong}");
        }
        assert!(Format::new("other".to_owned()).unwrap().environment_of(key).is_err());
    }

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        let format = format();
        let key = format.make(Environment::Test).unwrap();
        let key = key.expose_secret();
        for text in [key.to_owned(), format!("é acme_live_ acme{key}é"), format!("Bearer {key}0")]
        {
            assert_eq!(format.find_in(&text), Some(key), "{text}");
        }
        for text in ["", "acme_live_", &key[1..], &key[..key.len() - 1], &key.replace('_', "-")] {
            assert_eq!(format.find_in(text), None, "{text}");
        }
    }

    #[test]
    fn characters_of_keys_are_equally_likely() {
        let format = format();
        let mut counts = std::collections::BTreeMap::<u8, u32>::new();
        for _ in 0..2000 {
            let key = format.make(Environment::Live).unwrap();
            for byte in key.expose_secret().bytes().skip("acme_live_".len()).take(SECRET) {
                *counts.entry(byte).or_default() += 1;
            }
        }
        // 60,000 characters: 968 of each, give or take five standard deviations of 31.
        assert_eq!(counts.len(), 62);
        assert!(counts.values().all(|count| (813..=1123).contains(count)), "{counts:?}");
    }

    #[test]
    fn prefixes_are_plain() {
        for wrong in ["", "a", "1acme", "Acme", "ac_me", "ac-me", "acmé", "a2345678901234567"] {
            assert!(Format::new(wrong.to_owned()).is_none(), "{wrong}");
        }
        assert!(Format::new("a234567890123456".to_owned()).is_some());
    }
}
