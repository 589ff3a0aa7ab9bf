//! What answers when no route does: 405 with `Allow` on a known path, 404 on an unknown one.

use std::cell::RefCell;
use std::rc::Rc;

use actix_web::Error;
use actix_web::dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse, always_ready};
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, ready};

use super::route::Route;
use super::table::Table;
use crate::problem::Problem;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// The default service of an app or scope, in front of the one that the app names itself.
pub(super) struct Fallback<V: Vocabulary> {
    table: Rc<RefCell<Table<V>>>,
    security: Security<V>,
    default: Option<actix_web::Route>,
}

impl<V: Vocabulary> Fallback<V> {
    pub(super) fn new(
        table: Rc<RefCell<Table<V>>>,
        security: Security<V>,
        default: Option<Route<V>>,
    ) -> Self {
        Self { table, security, default: default.map(Route::into_inner) }
    }
}

impl<V: Vocabulary> ServiceFactory<ServiceRequest> for Fallback<V> {
    type Response = ServiceResponse;
    type Error = Error;
    type Config = ();
    type Service = FallbackService<V>;
    type InitError = ();
    type Future = LocalBoxFuture<'static, Result<Self::Service, ()>>;

    fn new_service(&self, (): ()) -> Self::Future {
        let table = Rc::clone(&self.table);
        let security = self.security.clone();
        let default = self.default.as_ref().map(|route| route.new_service(()));
        async move {
            let default = match default {
                Some(service) => Some(service.await?),
                None => None,
            };
            Ok(FallbackService { table, security, default })
        }
        .boxed_local()
    }
}

pub(super) struct FallbackService<V: Vocabulary> {
    table: Rc<RefCell<Table<V>>>,
    security: Security<V>,
    default: Option<<actix_web::Route as ServiceFactory<ServiceRequest>>::Service>,
}

impl<V: Vocabulary> Service<ServiceRequest> for FallbackService<V> {
    type Response = ServiceResponse;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<ServiceResponse, Error>>;

    always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        // The router matches the decoded path; so must this.
        let allowed = self.table.borrow().allowed(request.match_info().get_ref().path());
        let problem = match (allowed, &self.default) {
            (Some(allow), _) if !allow.contains(request.method()) => {
                Problem::MethodNotAllowed { allow }
            }
            (_, Some(default)) => return default.call(request),
            (_, None) => Problem::NotFound,
        };
        let response = self.security.answers().answer(&problem, Some(request.request()));
        ready(Ok(request.into_response(response))).boxed_local()
    }
}
