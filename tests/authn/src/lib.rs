//! What the tests of credentials share.

#![forbid(unsafe_code)]
