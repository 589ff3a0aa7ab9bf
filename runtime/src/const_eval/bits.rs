//! `BitSet`: a fixed-width set of permission or role indices.

/// A set of small integers in `N` 64-bit words.
///
/// One bit stands for one permission or role, at its position in the enum. All operations are
/// branch-light word operations; set algebra is available in const evaluation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct BitSet<const N: usize>([u64; N]);

impl<const N: usize> BitSet<N> {
    /// The set without members.
    pub const EMPTY: Self = Self([0; N]);

    /// This set and `index`. An index beyond the width is left out, so it is never held.
    #[must_use]
    pub const fn with(mut self, index: u16) -> Self {
        let word = index as usize / 64;
        if word < N {
            self.0[word] |= 1 << (index % 64);
        }
        self
    }

    /// The members of either set.
    #[must_use]
    pub const fn union(mut self, other: &Self) -> Self {
        let mut word = 0;
        while word < N {
            self.0[word] |= other.0[word];
            word += 1;
        }
        self
    }

    /// Whether `index` is a member.
    #[inline]
    pub const fn has(&self, index: u16) -> bool {
        let word = index as usize / 64;
        word < N && self.0[word] & (1 << (index % 64)) != 0
    }

    /// Whether every member of `other` is a member of this set.
    #[inline]
    pub const fn contains_all(&self, other: &Self) -> bool {
        let mut word = 0;
        while word < N {
            if self.0[word] & other.0[word] != other.0[word] {
                return false;
            }
            word += 1;
        }
        true
    }

    /// Whether the two sets share no member.
    #[inline]
    pub const fn is_disjoint(&self, other: &Self) -> bool {
        let mut word = 0;
        while word < N {
            if self.0[word] & other.0[word] != 0 {
                return false;
            }
            word += 1;
        }
        true
    }

    /// The set of the first `count` indices.
    pub const fn first(count: usize) -> Self {
        let mut set = Self::EMPTY;
        let mut index: u16 = 0;
        while (index as usize) < count {
            set = set.with(index);
            index += 1;
        }
        set
    }
}

/// How many 64-bit words `count` bits need; at least one.
pub const fn words(count: usize) -> usize {
    if count == 0 { 1 } else { count.div_ceil(64) }
}

/// What run-time code needs of a bit set of any width. Implemented by [`BitSet`] alone.
pub trait Set:
    Copy + Eq + core::fmt::Debug + Send + Sync + Unpin + sealed::Sealed + 'static
{
    /// The set without members.
    const EMPTY: Self;
    /// This set and `index`.
    #[must_use]
    fn with(self, index: u16) -> Self;
    /// The members of either set.
    #[must_use]
    fn union(self, other: &Self) -> Self;
    /// Whether `index` is a member.
    fn has(&self, index: u16) -> bool;
    /// Whether every member of `other` is a member of this set.
    fn contains_all(&self, other: &Self) -> bool;
    /// Whether the two sets share no member.
    fn is_disjoint(&self, other: &Self) -> bool;
}

impl<const N: usize> Set for BitSet<N> {
    const EMPTY: Self = Self::EMPTY;
    fn with(self, index: u16) -> Self {
        self.with(index)
    }
    fn union(self, other: &Self) -> Self {
        self.union(other)
    }
    #[inline]
    fn has(&self, index: u16) -> bool {
        self.has(index)
    }
    #[inline]
    fn contains_all(&self, other: &Self) -> bool {
        self.contains_all(other)
    }
    #[inline]
    fn is_disjoint(&self, other: &Self) -> bool {
        self.is_disjoint(other)
    }
}

mod sealed {
    pub trait Sealed {}
    impl<const N: usize> Sealed for super::BitSet<N> {}
}

#[cfg(test)]
mod tests {
    use super::BitSet;

    #[test]
    fn members_lie_on_both_sides_of_a_word_boundary() {
        let set = BitSet::<2>::EMPTY.with(63).with(64);
        assert!(set.has(63) && set.has(64));
        assert!(!set.has(62) && !set.has(65) && !set.has(500));
        assert!(set.contains_all(&BitSet::EMPTY.with(64)));
        assert!(!set.contains_all(&BitSet::EMPTY.with(64).with(65)));
        assert!(set.is_disjoint(&BitSet::EMPTY.with(0)));
    }

    #[test]
    fn an_index_beyond_the_width_is_never_held() {
        assert_eq!(BitSet::<1>::EMPTY.with(64), BitSet::EMPTY);
    }

    #[test]
    fn first_is_a_prefix() {
        let set = BitSet::<2>::first(65);
        assert!(set.has(0) && set.has(64) && !set.has(65));
    }
}
