//! The sides that are compared: the same handler, with a guard and with a check by hand.

use std::hint::black_box;

use actix_web::dev::{Service, ServiceResponse};
use actix_web::{Error, HttpRequest, HttpResponse, get, test, web};
use futures_util::FutureExt as _;
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::{
    App, Permissions, Principal, Roles, Security, authorize, policy, public, require_permission,
    scope,
};

use crate::objects::{self, Store};

#[derive(Permissions, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    #[permission("reports:read")]
    ReadReports,
    #[permission("reports:write")]
    WriteReports,
    #[permission("users:delete")]
    DeleteUsers,
}

#[derive(Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
pub(crate) enum Role {
    #[role(grants(ReadReports, WriteReports))]
    Editor,
    #[role(grants(all))]
    Admin,
}

policy!(READERS: Permission = permission("reports:read"));

/// One side a module: the same path in an app of its own, so that routing costs the same.
mod by_hand {
    use super::{HttpResponse, Permission, Principal, answer, get, public};

    #[public(reason = "checks by hand")]
    #[get("/report")]
    pub(super) async fn report(principal: Principal<Permission>) -> HttpResponse {
        if !principal.has_permission(Permission::WriteReports) {
            return HttpResponse::Forbidden().finish();
        }
        answer(&principal)
    }
}

mod guarded {
    use super::{HttpResponse, Permission, Principal, answer, get, require_permission};

    #[require_permission("reports:write")]
    #[get("/report")]
    pub(super) async fn report(principal: Principal<Permission>) -> HttpResponse {
        answer(&principal)
    }
}

mod nested {
    use super::{HttpResponse, Permission, Principal, answer, authorize, get};

    #[authorize(all(permission("reports:write"), any(role(Editor), role(Admin))))]
    #[get("/report")]
    pub(super) async fn report(principal: Principal<Permission>) -> HttpResponse {
        answer(&principal)
    }
}

pub(crate) fn answer(principal: &Principal<Permission>) -> HttpResponse {
    black_box(principal.subject());
    HttpResponse::Ok().finish()
}

/// Authenticates at once, as a token cache would: the measured path is synchronous.
struct Cached(Principal<Permission>);

impl Authenticator<Permission> for Cached {
    fn authenticate(&self, _: &HttpRequest) -> Authentication<Permission> {
        Outcome::Principal(self.0.clone()).into()
    }
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Building requests only.
    Build,
    /// A check by hand in the handler.
    Hand,
    /// `#[require_permission]`.
    Guard,
    /// `#[authorize]` with a nested policy.
    Policy,
    /// A check by hand, inside a scope.
    ScopedHand,
    /// `#[require_permission]` inside a scope with a policy of its own.
    ScopedGuard,
    /// A handler that loads an object and checks the owner by hand.
    ObjectHand,
    /// An object that the gate loads, and the owner checked by hand.
    LoadedHand,
    /// `#[owner_or_admin]`.
    ObjectGuard,
}

impl Side {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Build, "build"),
        (Self::Hand, "hand"),
        (Self::Guard, "guard"),
        (Self::Policy, "policy"),
        (Self::ScopedHand, "scoped-hand"),
        (Self::ScopedGuard, "scoped-guard"),
        (Self::ObjectHand, "object-hand"),
        (Self::LoadedHand, "loaded-hand"),
        (Self::ObjectGuard, "object-guard"),
    ];

    /// The sides with a call to measure.
    pub(crate) fn measured() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().map(|(side, _)| side).filter(|side| *side != Self::Build)
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find_map(|(side, name)| (side == self).then_some(name)).unwrap_or("?")
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find_map(|(side, known)| (known == name).then_some(side))
    }
}

/// Calls the app of `side` `count` times.
pub(crate) fn run(side: Side, count: u32) {
    let principal = Principal::builder("42").role(Role::Editor).build();
    let security = Security::builder().authenticator(Cached(principal)).build().expect("complete");
    let app = App::new(security).app_data(web::Data::new(Store(42)));
    let (app, path) = match side {
        Side::Build | Side::Hand => (app.service(by_hand::report), "/report"),
        Side::Guard => (app.service(guarded::report), "/report"),
        Side::Policy => (app.service(nested::report), "/report"),
        Side::ScopedHand => {
            (app.service(scope("/scope").service(by_hand::report)), "/scope/report")
        }
        Side::ScopedGuard => {
            let scope = scope("/scope").authorize(READERS).service(guarded::report);
            (app.service(scope), "/scope/report")
        }
        Side::ObjectHand => (app.service(objects::by_hand), "/posts/7"),
        Side::LoadedHand => (app.service(objects::loaded), "/posts/7"),
        Side::ObjectGuard => (app.service(objects::guarded), "/posts/7"),
    };
    actix_web::rt::System::new().block_on(async move {
        let app = test::init_service(app).await;
        for _ in 0..count {
            let request = test::TestRequest::get().uri(path).to_request();
            if side != Side::Build {
                let reply = measured_call(&app, request);
                assert!(reply.is_some_and(|reply| reply.is_ok_and(|reply| reply.status() == 200)));
            }
        }
    });
}

#[inline(never)]
fn measured_call<S, R, B>(app: &S, request: R) -> Option<Result<ServiceResponse<B>, Error>>
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
{
    app.call(request).now_or_never()
}
