//! Only the gate's own extractor counts as guarded arguments.
include!("../../vocabulary.rs");
use std::future::{Ready, ready};

struct Unchecked;

impl actix_web::FromRequest for Unchecked {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(_: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        ready(Ok(Self))
    }
}

#[portcullis::authenticated]
async fn lender() -> &'static str {
    "lender"
}

impl portcullis::GuardedArguments for Unchecked {
    type Rule = lender;
}

fn main() {}
