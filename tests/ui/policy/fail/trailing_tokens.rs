//! Nothing follows the condition.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS: Permission = role(Editor) role(Admin));

fn main() {}
