//! A policy goes on a function with a body.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports() -> String;

fn main() {}
