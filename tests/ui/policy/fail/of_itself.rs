//! A policy does not contain itself.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS: Permission = any(role(Editor), EDITORS));

fn main() {}
