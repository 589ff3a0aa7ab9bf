//! The vocabulary is named once, after the colon.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS: Permission = role(Editor), vocabulary = Permission);

fn main() {}
