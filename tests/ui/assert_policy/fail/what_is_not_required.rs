//! Every requirement, of a policy that has none of them.

use actix_web::get;
use portcullis::{Decision, Environment, Principal, assert_policy, authorize};

include!("../../vocabulary.rs");

#[authorize(any(
    permission("reports:write"),
    role(Reader),
    scope("reports"),
    fresh(minutes = 10),
    mfa,
    check(rule)
))]
#[get("/reports")]
async fn reports() -> &'static str {
    "x"
}

async fn rule(_: &Principal<Permission>, _: Environment<'_>) -> Decision {
    Decision::Allow
}

assert_policy!(
    reports:
    requires permission("reports:write"),
    requires permission(Permission::WriteReports),
    requires role(Role::Reader),
    requires scope("reports"),
    requires fresh(seconds = 30),
    requires mfa,
    requires owner,
    requires tenant,
);

fn main() {}
