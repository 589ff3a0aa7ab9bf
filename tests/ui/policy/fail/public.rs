//! Public is for single routes.
include!("../../vocabulary.rs");
portcullis::policy!(ANYBODY: Permission = public(reason = "why not"));

fn main() {}
