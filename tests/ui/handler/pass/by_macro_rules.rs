//! Handlers that a declarative macro writes have the policy that it was given.
include!("../../vocabulary.rs");
use portcullis::Rule as _;

macro_rules! handler {
    ($name:ident, $path:literal, $permission:expr) => {
        #[portcullis::require_permission($permission)]
        #[actix_web::get($path)]
        async fn $name() -> &'static str {
            stringify!($name)
        }
    };
    ($name:ident, $permission:path) => {
        #[portcullis::require_permission($permission)]
        async fn $name() -> &'static str { "" }
    };
    ($name:ident: $($policy:meta),* => $path:expr) => {
        $(#[$policy])*
        #[actix_web::get($path)]
        async fn $name() -> &'static str { "" }
    };
    ($name:ident, role $role:ident) => {
        #[portcullis::authorize(any(role($role), permission("users:delete")))]
        async fn $name() -> &'static str { "" }
    };
}

handler!(read, "/read", "reports:read");
handler!(write, Permission::WriteReports);
handler!(both: portcullis::require_permission("reports:read"), portcullis::require_role(Admin) => "/both");
handler!(either, role Editor);

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(read)
        .service(both)
        .route("/write", portcullis::get().to(write))
        .route("/either", portcullis::get().to(either));
}

fn main() {
    assert_eq!(read::POLICY.to_string(), "permission(\"reports:read\")");
    assert_eq!(write::POLICY.to_string(), "permission(\"reports:write\")");
    assert_eq!(both::POLICY.to_string(), "all(permission(\"reports:read\"), role(admin))");
    assert_eq!(
        either::POLICY.to_string(),
        "any(role(editor), permission(\"users:delete\"))"
    );
    let _ = app;
}
