//! `RefreshToken`: what a refresh token looks like, so that anything else is refused unseen.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::checksum::crc32;
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

/// Who issues, for which API and which client. Issuers that share a store do not know each other's
/// tokens, since a token is bound to its client (RFC 6749 section 6).
pub(super) struct Binding(String);

impl Binding {
    pub(super) fn new(issuer: &str, audience: &str, client_id: &str) -> Self {
        // Of an array, so that no two bindings read alike.
        Self(Value::from([issuer, audience, client_id].as_slice()).to_string())
    }

    fn digest(&self, text: &SecretString) -> Digest {
        let bound = SecretString::from(format!("{}{}", self.0, text.expose_secret()));
        Digest::of(bound.expose_secret())
    }
}

impl RefreshToken {
    /// Of 256 random bits.
    pub(super) fn new(binding: &Binding) -> Result<Self, Outage> {
        let secret = random::secret()?;
        let secret = secret.expose_secret();
        let text = SecretString::from(format!("{PREFIX}{secret}{}", check(secret)));
        let digest = binding.digest(&text);
        Ok(Self { text, digest })
    }

    /// The digest of a token that was presented; none when it cannot be one of ours.
    pub(super) fn read(presented: &SecretString, binding: &Binding) -> Option<Digest> {
        let (secret, end) =
            presented.expose_secret().strip_prefix(PREFIX)?.split_at_checked(SECRET)?;
        let is_ours = end.len() == CHECK && end == check(secret);
        is_ours.then(|| binding.digest(presented))
    }
}

/// Not a protection: it tells typing and cutting errors from tokens before a store is asked.
fn check(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(crc32(secret.as_bytes()).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Binding, RefreshToken, crc32};
    use crate::store::Digest;
    use secrecy::{ExposeSecret as _, SecretString};

    fn binding() -> Binding {
        Binding::new("https://issuer.example", "api", "app")
    }

    fn new() -> RefreshToken {
        RefreshToken::new(&binding()).unwrap()
    }

    fn read(text: &str) -> Option<Digest> {
        RefreshToken::read(&SecretString::from(text), &binding())
    }

    #[test]
    fn the_crc_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn a_new_token_is_read_back_and_no_two_are_alike() {
        let (one, other) = (new(), new());
        assert_eq!(one.text.expose_secret().len(), 53);
        assert_eq!(read(one.text.expose_secret()), Some(one.digest));
        assert_ne!(one.digest, other.digest);
    }

    #[test]
    fn another_issuer_audience_or_client_reads_another_digest() {
        let token = new();
        for other in [
            Binding::new("https://issuer.example", "api", "other"),
            Binding::new("https://issuer.example", "other", "app"),
            Binding::new("https://other.example", "api", "app"),
            Binding::new("https://issuer.example\",\"api", "", "app"),
            Binding::new("https://issuer.example", "apiapp", ""),
        ] {
            let digest = RefreshToken::read(&token.text, &other);
            assert!(digest.is_some_and(|digest| digest != token.digest), "{}", other.0);
        }
    }

    #[test]
    fn every_change_of_one_character_is_seen() {
        let text = new().text.expose_secret().to_owned();
        for position in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[position] = if changed[position] == b'x' { b'y' } else { b'x' };
            assert_eq!(read(&String::from_utf8(changed).unwrap()), None, "{position}");
        }
    }

    #[test]
    fn what_is_cut_or_longer_or_split_in_a_character_is_none() {
        let text = new().text.expose_secret().to_owned();
        let odd = format!("prt_{}ä{}", "a".repeat(42), "b".repeat(6));
        let upper = text.replacen("prt_", "PRT_", 1);
        let (longer, moved) = (format!("{text}A"), format!(" {text}"));
        for wrong in [&text[..52], &longer, &moved, "", "prt_", &odd, &upper] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
