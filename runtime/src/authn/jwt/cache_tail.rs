//! `Tail`: a verified token as a key, which costs little to hash and is compared whole.

use core::hash::{BuildHasher, Hash, Hasher};
use std::hash::RandomState;

use quick_cache::Equivalent;

use super::TokenText;

/// A verified token. Only its length and the end of its signature are hashed: verified ones differ
/// there, and who sends others meets at most one entry, which is then compared whole.
pub(super) struct Tail(pub(super) TokenText);

#[derive(Clone, Copy)]
pub(super) struct TailOf<'a>(pub(super) &'a str);

impl TailOf<'_> {
    /// 96 bits of a signature; of a shorter text nothing, which no signed token is.
    fn end(self) -> Option<u128> {
        self.0.as_bytes().last_chunk().map(|end| u128::from_ne_bytes(*end))
    }
}

impl Hash for TailOf<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.0.len());
        state.write_u128(self.end().unwrap_or_default());
    }
}

/// The end is compared first and at once, so that nobody learns the rest of a token by the time that
/// comparing takes without having the better part of its signature.
impl PartialEq for TailOf<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.end() == other.end() && self.0 == other.0
    }
}

impl Hash for Tail {
    fn hash<H: Hasher>(&self, state: &mut H) {
        TailOf(self.0.as_str()).hash(state);
    }
}

impl PartialEq for Tail {
    fn eq(&self, other: &Self) -> bool {
        TailOf(self.0.as_str()) == TailOf(other.0.as_str())
    }
}

impl Eq for Tail {}

impl Equivalent<Tail> for TailOf<'_> {
    fn equivalent(&self, key: &Tail) -> bool {
        *self == TailOf(key.0.as_str())
    }
}

/// Mixes the length and the end with secrets of its own. Good enough for what is random already: a
/// key is the token that its issuer signed, and nobody can choose the end of a signature.
#[derive(Clone, Copy)]
pub(super) struct TailSeed(u64, u64);

impl Default for TailSeed {
    fn default() -> Self {
        let random = RandomState::new();
        Self(random.hash_one(0), random.hash_one(1))
    }
}

impl BuildHasher for TailSeed {
    type Hasher = TailHasher;

    fn build_hasher(&self) -> TailHasher {
        TailHasher { seed: *self, state: self.1 }
    }
}

pub(super) struct TailHasher {
    seed: TailSeed,
    state: u64,
}

impl TailHasher {
    fn mix(&mut self, low: u64, high: u64) {
        self.state = fold(low ^ self.seed.0, high ^ self.state);
    }
}

/// Both halves of a product together depend on all bits of both factors.
fn fold(one: u64, other: u64) -> u64 {
    let [low, high] = halves(u128::from(one) * u128::from(other));
    low ^ high
}

impl Hasher for TailHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.mix(u64::from(*byte), 0);
        }
    }

    fn write_usize(&mut self, length: usize) {
        self.state ^= length as u64;
    }

    fn write_u128(&mut self, end: u128) {
        let [low, high] = halves(end);
        self.mix(low, high);
    }

    fn finish(&self) -> u64 {
        fold(self.state ^ self.seed.0, GOLDEN)
    }
}

/// The digits of the golden ratio: ones and zeros without a pattern.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

#[expect(clippy::cast_possible_truncation, reason = "the other half is the other element")]
fn halves(value: u128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn tail(text: &str) -> Tail {
        Tail(TokenText::of(text))
    }

    #[test]
    fn texts_with_the_same_end_are_told_apart() {
        let end = "ABCDEFGHIJKLMNOP";
        let kept = tail(&format!("header.payload.{end}"));
        for (other, is_same) in [
            (format!("header.payload.{end}"), true),
            (format!("header.paYload.{end}"), false),
            (format!("Header.payload.{end}"), false),
            (format!("header.payload.x{end}"), false),
            (format!("eader.payload.{end}"), false),
            (format!("header.payload.{}", end.to_lowercase()), false),
            (end.to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(TailOf(&other).equivalent(&kept), is_same, "{other}");
            assert_eq!(kept == tail(&other), is_same, "{other}");
        }
        // Too short to have an end.
        assert!(TailOf("a").equivalent(&tail("a")) && !TailOf("a").equivalent(&tail("b")));
    }

    #[test]
    fn what_is_asked_for_is_hashed_like_what_is_kept() {
        let seed = TailSeed::default();
        for text in ["", "a", "ABCDEFGHIJKLMNOP", "header.payload.ABCDEFGHIJKLMNOP"] {
            assert_eq!(seed.hash_one(TailOf(text)), seed.hash_one(tail(text)), "{text}");
        }
        let other = TailSeed::default();
        let text = "header.payload.ABCDEFGHIJKLMNOP";
        assert_ne!(seed.hash_one(TailOf(text)), other.hash_one(TailOf(text)));
    }

    /// Both ends of the hash choose a place in the table.
    #[test]
    fn hashes_spread_at_both_ends() {
        for _ in 0..100 {
            let seed = TailSeed::default();
            let texts = (0..4096).map(|number| format!("token.{number:016}"));
            let hashes: Vec<_> = texts.map(|text| seed.hash_one(TailOf(&text))).collect();
            let low: HashSet<_> = hashes.iter().map(|hash| hash % 4096).collect();
            let high: HashSet<_> = hashes.iter().map(|hash| hash >> 52).collect();
            let whole: HashSet<_> = hashes.iter().collect();
            assert_eq!(whole.len(), 4096);
            // At random, 63 in a hundred places are taken.
            assert!(low.len() > 2300 && high.len() > 2300, "{} {}", low.len(), high.len());
        }
    }
}
