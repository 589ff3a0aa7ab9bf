//! An unknown role in a named policy is refused.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS: Permission = role(Edtor));

fn main() {}
