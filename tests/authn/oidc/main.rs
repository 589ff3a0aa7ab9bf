//! Login at OpenID providers: at a certified one on Node.js (`tests/oidc`), and at one of our own
//! that signs whatever a test wants, since a certified one would not misbehave.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
#![allow(clippy::indexing_slicing, reason = "tests")]

mod app;
mod browser;
mod certified;
mod fake;
mod keys;

mod callbacks;
mod configuration;
mod id_tokens;
mod logins;
mod logout_tokens;
mod logouts;
mod outages;
mod rotation;
mod secrets;

use portcullis_tests::Permission;
