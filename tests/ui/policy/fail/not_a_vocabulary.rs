//! The vocabulary is an enum of permissions.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS: Role = mfa);

fn main() {}
