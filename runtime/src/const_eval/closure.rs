//! The transitive closure of a role hierarchy.

use super::bits::BitSet;

/// For each of `R` roles, the set of itself and everything it inherits, directly or not.
///
/// `inherits[r]` lists the direct parents of role `r`. Cycles, which the derive refuses with a
/// span, would only make the members of the cycle equal.
pub const fn includes<const R: usize, const W: usize>(inherits: [BitSet<W>; R]) -> [BitSet<W>; R] {
    let mut closed = inherits;
    let mut role: u16 = 0;
    while (role as usize) < R {
        closed[role as usize] = closed[role as usize].with(role);
        role += 1;
    }
    // Warshall: a path through `via` becomes a direct edge.
    let mut via: u16 = 0;
    while (via as usize) < R {
        let reached = closed[via as usize];
        let mut from = 0;
        while from < R {
            if closed[from].has(via) {
                closed[from] = closed[from].union(&reached);
            }
            from += 1;
        }
        via += 1;
    }
    closed
}

/// For each role, the permissions granted to it or to a role that it includes.
pub const fn grants<const R: usize, const W: usize, const N: usize>(
    includes: &[BitSet<W>],
    direct: [BitSet<N>; R],
) -> [BitSet<N>; R] {
    let mut effective = direct;
    let mut role = 0;
    while role < R {
        let mut other: u16 = 0;
        while (other as usize) < R {
            if includes[role].has(other) {
                effective[role] = effective[role].union(&direct[other as usize]);
            }
            other += 1;
        }
        role += 1;
    }
    effective
}

#[cfg(test)]
mod tests {
    use super::{BitSet, grants, includes};

    const NONE: BitSet<1> = BitSet::EMPTY;

    #[test]
    fn inheritance_is_transitive_whatever_the_order() {
        // 0 inherits 2, 2 inherits 1, 3 stands alone.
        let closed = includes::<4, 1>([NONE.with(2), NONE, NONE.with(1), NONE]);
        assert_eq!(closed[0], NONE.with(0).with(1).with(2));
        assert_eq!(closed[1], NONE.with(1));
        assert_eq!(closed[2], NONE.with(1).with(2));
        assert_eq!(closed[3], NONE.with(3));

        let effective = grants(&closed, [NONE.with(10), NONE.with(11), NONE, NONE.with(13)]);
        assert_eq!(effective[0], NONE.with(10).with(11));
        assert_eq!(effective[2], NONE.with(11));
        assert_eq!(effective[3], NONE.with(13));
    }
}
