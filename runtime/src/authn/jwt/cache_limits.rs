//! `CacheLimits`: how much a verifier remembers, and for how long.

use std::time::Duration;

use super::config_error::ConfigProblem;

/// What is less than this could not hold a single long token.
const LEAST_BYTES: usize = 64 * 1024;

/// The limits of what a verifier remembers of tokens.
///
/// | | by default |
/// |---|---|
/// | verified tokens | at most 65,536 and at most 64 MiB, each for at most 5 minutes |
/// | refused tokens | at most 8,192 and at most 8 MiB, each for at most 5 minutes |
///
/// Both bounds hold at any time. So that they do, a token counts for at least its share of the bytes
/// (bytes / entries), by default 1 KiB; one of 500 bytes takes about 1,000 with its principal. Give
/// more of both to an API with more users than that within five minutes.
#[derive(Clone, Debug)]
#[must_use]
pub struct CacheLimits {
    pub(super) accepted: Bounds,
    pub(super) refused: Bounds,
    pub(super) max_age: Duration,
}

/// How much a cache holds.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) entries: usize,
    pub(super) bytes: usize,
}

impl Default for CacheLimits {
    fn default() -> Self {
        const MEBIBYTE: usize = 1024 * 1024;
        Self {
            accepted: Bounds { entries: 65_536, bytes: 64 * MEBIBYTE },
            refused: Bounds { entries: 8192, bytes: 8 * MEBIBYTE },
            max_age: Duration::from_mins(5),
        }
    }
}

impl CacheLimits {
    /// So many verified tokens at most.
    pub fn entries(mut self, entries: usize) -> Self {
        self.accepted.entries = entries;
        self
    }

    /// So many bytes at most for verified tokens, their principals and the table itself; at least
    /// 64 KiB.
    pub fn bytes(mut self, bytes: usize) -> Self {
        self.accepted.bytes = bytes;
        self
    }

    /// So many refused tokens at most; zero remembers none.
    pub fn refused_entries(mut self, entries: usize) -> Self {
        self.refused.entries = entries;
        self
    }

    /// So many bytes at most for refused tokens; at least 64 KiB.
    pub fn refused_bytes(mut self, bytes: usize) -> Self {
        self.refused.bytes = bytes;
        self
    }

    /// For how long a token is remembered at most. One that expires earlier is not remembered any
    /// longer than it lives.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    pub(super) fn validate(&self, problems: &mut Vec<ConfigProblem>) {
        if self.accepted.entries == 0 {
            problems.push(ConfigProblem::CacheLimit("no entries"));
        }
        if self.accepted.bytes < LEAST_BYTES || self.refused.bytes < LEAST_BYTES {
            problems.push(ConfigProblem::CacheLimit("less than 64 KiB"));
        }
        if self.max_age.is_zero() {
            problems.push(ConfigProblem::CacheLimit("a maximum age of zero"));
        }
    }
}

/// What a verifier remembers at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheUsage {
    /// Verified tokens.
    pub entries: usize,
    /// The bytes that they count for.
    pub bytes: u64,
    /// Refused tokens.
    pub refused_entries: usize,
    /// The bytes that they count for.
    pub refused_bytes: u64,
}
