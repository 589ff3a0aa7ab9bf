//! A check is asynchronous.
include!("../../vocabulary.rs");
fn in_office_hours(
    _: &portcullis::Principal<Permission>,
    _: portcullis::Environment<'_>,
) -> portcullis::Decision {
    portcullis::Decision::Allow
}

#[portcullis::authorize(check(in_office_hours))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
