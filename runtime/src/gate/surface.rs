//! `Surface`: which fields a handler takes and shows, as functions that list them.

use core::fmt;

use crate::inventory::FieldList;

/// Lists fields.
type Lists = fn() -> Vec<FieldList>;

/// The fields that a handler takes and shows, as far as the types of its parameters and of its answer
/// tell. The attributes state it; reports read it, and nothing is decided by it.
#[derive(Clone, Copy)]
pub struct Surface {
    input: &'static [Lists],
    output: &'static [Lists],
}

impl Surface {
    /// Nobody knows.
    pub const UNKNOWN: Self = Self::new(&[], &[]);

    /// What generated code states: a function for each parameter, and one for the answer.
    #[doc(hidden)]
    pub const fn new(input: &'static [Lists], output: &'static [Lists]) -> Self {
        Self { input, output }
    }

    /// What the parameters take, in their order.
    pub fn input(&self) -> Vec<FieldList> {
        self.input.iter().flat_map(|lists| lists()).collect()
    }

    /// What the answer shows.
    pub fn output(&self) -> Vec<FieldList> {
        self.output.iter().flat_map(|lists| lists()).collect()
    }
}

impl fmt::Debug for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surface")
            .field("input", &self.input())
            .field("output", &self.output())
            .finish()
    }
}
