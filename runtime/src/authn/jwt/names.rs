//! `Names`: which names of members were there before, without a copy of each.

use std::borrow::Cow;
use std::collections::HashSet;

/// So many names are compared one by one, more by hash: a header is read before its signature is.
pub(super) const FEW: usize = 16;

/// The names of the objects that are being read, the innermost last.
pub(super) struct Names<'de> {
    open: Vec<Cow<'de, str>>,
    is_twice: bool,
}

/// The names of one object: those of `open` from `start` on, or `many`.
pub(super) struct Object<'de> {
    start: usize,
    /// A bit for each name: one whose bit is not set was not there before.
    bits: u64,
    many: Option<HashSet<Cow<'de, str>>>,
}

impl<'de> Names<'de> {
    pub(super) fn new() -> Self {
        Self { open: Vec::with_capacity(FEW), is_twice: false }
    }

    /// Whether an object had a member twice.
    pub(super) fn is_any_twice(&self) -> bool {
        self.is_twice
    }

    pub(super) fn enter(&self) -> Object<'de> {
        Object { start: self.open.len(), bits: 0, many: None }
    }

    pub(super) fn add(&mut self, object: &mut Object<'de>, name: Cow<'de, str>) {
        if let Some(many) = &mut object.many {
            self.is_twice |= !many.insert(name);
            return;
        }
        let own = self.open.get(object.start..).unwrap_or_default();
        let bit = bit(&name);
        self.is_twice |= object.bits & bit != 0 && own.contains(&name);
        object.bits |= bit;
        if own.len() < FEW {
            self.open.push(name);
        } else {
            object.many = Some(self.open.drain(object.start..).chain([name]).collect());
        }
    }

    pub(super) fn leave(&mut self, object: &Object<'de>) {
        self.open.truncate(object.start);
    }
}

/// One of 64 bits, by the length and the ends of `name`.
fn bit(name: &str) -> u64 {
    let (first, last) = (name.bytes().next(), name.bytes().next_back());
    let ends = first.zip(last).map_or(0, |(first, last)| u32::from(first) * 7 + u32::from(last));
    let length = u32::try_from(name.len()).unwrap_or_default();
    1 << (ends.wrapping_add(length.wrapping_mul(13)) % 64)
}
