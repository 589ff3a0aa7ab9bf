//! `Names`: which names of members were there before, without a copy of each.

use std::borrow::Cow;
use std::collections::HashSet;

/// So many names are compared one by one, more by hash: a header is read before its signature is.
pub(super) const FEW: usize = 16;

/// The names of the objects that are being read, the innermost last.
#[derive(Default)]
pub(super) struct Names<'de> {
    open: Vec<Cow<'de, str>>,
    /// Whether an object had a member twice.
    pub(super) is_twice: bool,
}

/// The names of one object: those of `open` from `start` on, or `many`.
pub(super) struct Object<'de> {
    start: usize,
    many: Option<HashSet<Cow<'de, str>>>,
}

impl<'de> Names<'de> {
    pub(super) fn enter(&self) -> Object<'de> {
        Object { start: self.open.len(), many: None }
    }

    pub(super) fn add(&mut self, object: &mut Object<'de>, name: Cow<'de, str>) {
        if let Some(many) = &mut object.many {
            self.is_twice |= !many.insert(name);
            return;
        }
        let own = self.open.get(object.start..).unwrap_or_default();
        self.is_twice |= own.contains(&name);
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
