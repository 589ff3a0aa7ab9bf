//! A type parameter would stand in for the policy.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports<reports: Default + 'static>() -> &'static str {
    "reports"
}

fn main() {}
