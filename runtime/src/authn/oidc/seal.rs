//! `Seal`: what the browser keeps for us, encrypted and authenticated.

use core::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretSlice};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::random;

/// Seals with AES-256-GCM-SIV, which random nonces do not wear out however many cookies are made.
pub(super) struct Seal(RandomizedNonceKey);

impl Seal {
    /// Seals with what is derived from `key`, so that the same key elsewhere does no harm.
    pub(super) fn new(key: &SecretSlice<u8>) -> Option<Self> {
        let mut bytes = [0; 32];
        let derived = Salt::new(HKDF_SHA256, b"portcullis").extract(key.expose_secret());
        derived.expand(&[b"oidc cookies"], HKDF_SHA256).ok()?.fill(&mut bytes).ok()?;
        RandomizedNonceKey::new(&AES_256_GCM_SIV, &bytes).ok().map(Self)
    }

    /// Seals with a key that ends with the process.
    pub(super) fn random() -> Option<Self> {
        let secret = random::secret().ok()?;
        Self::new(&secret.expose_secret().as_bytes().to_vec().into())
    }

    /// `value` as it can be handed out; `purpose` is asked for again when it is opened.
    pub(super) fn close(&self, purpose: &str, value: &impl Serialize) -> Option<String> {
        let mut text = serde_json::to_vec(value).ok()?;
        let nonce = self.0.seal_in_place_append_tag(Aad::from(purpose), &mut text).ok()?;
        let sealed = [nonce.as_ref().as_slice(), &text].concat();
        Some(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// What was sealed for this purpose, if it was.
    pub(super) fn open<T: DeserializeOwned>(&self, purpose: &str, sealed: &str) -> Option<T> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let text = self.0.open_in_place(nonce, Aad::from(purpose), &mut text).ok()?;
        serde_json::from_slice(text).ok()
    }
}

/// Nothing of the key.
impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(byte: u8) -> Seal {
        Seal::new(&vec![byte; 32].into()).unwrap()
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_same_key_for_the_same_purpose_alone() {
        let sealed = seal(1).close("login", &"a secret").unwrap();
        assert_eq!(seal(1).open::<String>("login", &sealed).as_deref(), Some("a secret"));
        assert_eq!(seal(2).open::<String>("login", &sealed), None);
        assert_eq!(seal(1).open::<String>("logout", &sealed), None);
        assert_eq!(Seal::random().unwrap().open::<String>("login", &sealed), None);
        assert_ne!(seal(1).close("login", &"a secret").unwrap(), sealed);
    }

    #[test]
    fn every_changed_byte_and_every_shorter_text_is_refused() {
        let sealed = seal(1).close("login", &"a secret").unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        for position in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 1;
            let changed = URL_SAFE_NO_PAD.encode(changed);
            assert_eq!(seal(1).open::<String>("login", &changed), None, "{position}");
            let short = URL_SAFE_NO_PAD.encode(&bytes[..position]);
            assert_eq!(seal(1).open::<String>("login", &short), None, "{position}");
        }
        assert!(!URL_SAFE_NO_PAD.decode(&sealed).unwrap().windows(6).any(|six| six == b"secret"));
    }
}
