//! Every condition, by itself and inside others.
include!("../../vocabulary.rs");
use portcullis::{Decision, Environment, Principal, Rule as _, authorize};

mod rules {
    use super::{Decision, Environment, Permission, Principal};

    pub(crate) async fn in_office_hours(
        principal: &Principal<Permission>,
        environment: Environment<'_>,
    ) -> Decision {
        Decision::allow_if(environment.method() == principal.subject(), "closed")
    }

    portcullis::policy! {
        /// Who may moderate.
        pub(crate) CAN_MODERATE: crate::Permission = any(role(Editor), permission("users:delete"))
    }
}

async fn anybody<'a>(_: &'a Principal<Permission>, _: Environment<'a>) -> Decision {
    Decision::Allow
}

#[authorize(all(
    permission("reports:read"),
    permission(Permission::WriteReports),
    any(role(Editor), role(Role::Admin)),
    not(role(Reader)),
    scope("reports.read"),
    fresh(seconds = 90),
    mfa,
    check(rules::in_office_hours),
    check(anybody),
    rules::CAN_MODERATE,
))]
#[actix_web::get("/everything")]
async fn everything() -> &'static str { "" }

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(everything);
}

fn main() {
    assert_eq!(
        everything::POLICY.to_string(),
        "all(permission(\"reports:read\"), permission(\"reports:write\"), \
         any(role(editor), role(admin)), not(role(reader)), scope(\"reports.read\"), \
         fresh(seconds = 90), mfa, check(rules::in_office_hours), check(anybody), CAN_MODERATE)"
    );
    let _ = app;
}
