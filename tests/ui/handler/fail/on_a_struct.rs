//! A policy goes on a function.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
struct Reports;

fn main() {}
