//! An unknown permission in a named policy suggests the nearest one.
include!("../../vocabulary.rs");
portcullis::policy!(READERS: Permission = any(permission("reports:raed"), role(Admin)));

fn main() {}
