//! What the tests share: a served app, a client, tokens.

#![forbid(unsafe_code)]
