//! A check answers with a decision.
include!("../../vocabulary.rs");
async fn in_office_hours(
    _: &portcullis::Principal<Permission>,
    _: portcullis::Environment<'_>,
) -> bool {
    true
}

#[portcullis::authorize(check(in_office_hours))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
