//! Unknown keys are refused.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS: Permission = role(Editor), name = "editors");

fn main() {}
