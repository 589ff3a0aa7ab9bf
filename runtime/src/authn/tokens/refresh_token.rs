//! `RefreshToken`: what a refresh token looks like, so that anything else is refused unseen.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};

use crate::outage::Outage;
use crate::random;
use crate::store::Digest;

/// By which people and scanners of leaked secrets know it.
const PREFIX: &str = "prt_";

/// The characters of 256 bits in base64url.
const SECRET: usize = 43;

/// The characters of a CRC-32 in base64url.
const CHECK: usize = 6;

/// A new refresh token and what a store has of it.
pub(super) struct RefreshToken {
    pub(super) text: SecretString,
    pub(super) digest: Digest,
}

impl RefreshToken {
    /// Of 256 random bits.
    pub(super) fn new() -> Result<Self, Outage> {
        let secret = random::secret()?;
        let secret = secret.expose_secret();
        let text = SecretString::from(format!("{PREFIX}{secret}{}", check(secret)));
        let digest = Digest::of(text.expose_secret());
        Ok(Self { text, digest })
    }

    /// The digest of a token that was presented; none when it cannot be one of ours.
    pub(super) fn read(presented: &SecretString) -> Option<Digest> {
        let text = presented.expose_secret();
        let (secret, end) = text.strip_prefix(PREFIX)?.split_at_checked(SECRET)?;
        let is_ours = end.len() == CHECK && end == check(secret);
        is_ours.then(|| Digest::of(text))
    }
}

/// Not a protection: it tells typing and cutting errors from tokens before a store is asked.
fn check(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(crc32(secret.as_bytes()).to_be_bytes())
}

/// CRC-32 as in IEEE 802.3.
fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
    let add = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(u32::MAX, add)
}

#[cfg(test)]
mod tests {
    use super::{RefreshToken, check, crc32};
    use crate::store::Digest;
    use secrecy::{ExposeSecret as _, SecretString};

    #[test]
    fn the_crc_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn a_new_token_is_read_back_and_no_two_are_alike() {
        let (one, other) = (RefreshToken::new().unwrap(), RefreshToken::new().unwrap());
        assert_eq!(one.text.expose_secret().len(), 53);
        assert_eq!(RefreshToken::read(&one.text), Some(one.digest));
        assert_eq!(one.digest, Digest::of(one.text.expose_secret()));
        assert_ne!(one.digest, other.digest);
    }

    #[test]
    fn every_change_of_one_character_is_seen() {
        let text = RefreshToken::new().unwrap().text.expose_secret().to_owned();
        for position in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[position] = if changed[position] == b'x' { b'y' } else { b'x' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(RefreshToken::read(&SecretString::from(changed)), None, "{position}");
        }
    }

    #[test]
    fn what_is_cut_or_longer_or_split_in_a_character_is_none() {
        let text = RefreshToken::new().unwrap().text.expose_secret().to_owned();
        let odd = format!("prt_{}ä{}", "a".repeat(42), "b".repeat(6));
        for wrong in
            [&text[..52], &format!("{text}A"), &format!(" {text}"), "", "prt_", odd.as_str()]
        {
            assert_eq!(RefreshToken::read(&SecretString::from(wrong)), None, "{wrong}");
        }
        let upper = text.replacen("prt_", "PRT_", 1);
        assert_eq!(RefreshToken::read(&SecretString::from(upper)), None);
        assert_eq!(check("").len(), 6);
    }
}
