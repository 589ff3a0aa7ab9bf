//! `App`: an actix-web application that accepts only routes whose policy is decided.

use core::future::Future;

use actix_http::Request;
use actix_service::IntoServiceFactory;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::Method;

mod answers;
mod config;
mod defects;
mod enclosure;
mod fallback;
mod hidden;
mod mount;
mod objects;
mod place;
mod resource;
mod route;
mod scope;
mod served;
mod table;

pub use config::ServiceConfig;
pub use defects::{Defect, Defects};
pub use enclosure::{Enclosure, EnclosureFuture, EnclosureService, StartError};
pub use mount::{Guarded, Mount};
pub use resource::{PathRoutes, resource};
pub use route::{Route, RouteBuilder, delete, get, head, options, patch, post, put, route};
pub use scope::{Scope, scope};

pub(crate) use table::Entry;

use crate::authn::Authenticator;
use crate::inventory::{Around, Inventory, Served};
use crate::policy::Explanation;
use crate::principal::Principal;
use crate::security::Security;
use crate::vocabulary::Vocabulary;
use place::Place;

/// An actix-web application whose every route has a decided policy.
///
/// Takes the place of `actix_web::App`: `HttpServer::new` and `actix_web::test::init_service`
/// accept it as it is. On top of actix-web's routing it answers 405 with `Allow` for a known path
/// (RFC 9110), lets `HEAD` follow `GET`, turns panics into a 500 document, and refuses to start
/// when an earlier registration with the same pattern, or a scope, would hide a route.
///
/// Where patterns overlap (`/users/me` and `/users/{id}`), the first one registered that matches
/// path *and* method takes the request. Each has its own policy; none is skipped, because a
/// decision is part of the handler that runs.
#[must_use]
pub struct App<V: Vocabulary, T> {
    inner: actix_web::App<T>,
    place: Place<V>,
    default: Option<Route<V>>,
    middleware: Vec<&'static str>,
}

impl<V: Vocabulary> App<V, ()> {
    /// An app without routes, under `security`.
    pub fn new(
        security: Security<V>,
    ) -> App<
        V,
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        >,
    > {
        let place = Place::root(security);
        let table = place.table().clone();
        // Innermost, so that it sees the path as other middleware leaves it.
        let inner = actix_web::App::new().wrap_fn(move |mut request, service| {
            if *request.method() == Method::HEAD {
                let path = request.match_info().get_ref().path();
                if table.borrow().head_follows_get(path) {
                    // The codec remembers that the client sent HEAD and leaves the body out.
                    request.head_mut().method = Method::GET;
                }
            }
            answers::in_the_apps_words::<V>(service.call(request))
        });
        App { inner, place, default: None, middleware: Vec::new() }
    }
}

impl<V, T> App<V, T>
where
    V: Vocabulary,
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
{
    /// Adds a guarded route, resource or scope.
    pub fn service(mut self, guarded: impl Guarded<Vocabulary = V>) -> Self {
        let place = &self.place;
        self.inner = self.inner.configure(|config| guarded.mount(&mut Mount::new(config, place)));
        self
    }

    /// Adds a route to a guarded handler at `path`.
    pub fn route(self, path: &str, route: Route<V>) -> Self {
        self.service(resource(path).route(route))
    }

    /// Adds what `configure` registers.
    pub fn configure(self, configure: impl FnOnce(&mut ServiceConfig<V>)) -> Self {
        self.service(ServiceConfig::of(configure))
    }

    /// What answers paths that no route has. It needs a policy as well; its method and guards are
    /// not looked at.
    pub fn default_service(mut self, route: Route<V>) -> Self {
        self.place.enter_default(&route);
        self.default = Some(route);
        self
    }

    /// Adds data for all handlers.
    pub fn app_data<U: 'static>(mut self, data: U) -> Self {
        self.place.note_data::<U>();
        self.inner = self.inner.app_data(data);
        self
    }

    /// Adds data that is made asynchronously when a worker starts.
    pub fn data_factory<F, Out, D, E>(mut self, data: F) -> Self
    where
        F: Fn() -> Out + 'static,
        Out: Future<Output = Result<D, E>> + 'static,
        D: 'static,
        E: core::fmt::Debug,
    {
        self.place.note_data::<actix_web::web::Data<D>>();
        self.inner = self.inner.data_factory(data);
        self
    }

    /// Names an address outside the app, for generating links.
    pub fn external_resource(mut self, name: &str, url: &str) -> Self {
        self.inner = self.inner.external_resource(name, url);
        self
    }

    /// Wraps the app in a middleware. It runs before the gate and may answer by itself, so the
    /// inventory lists it.
    pub fn wrap<M, B>(
        self,
        middleware: M,
    ) -> App<
        V,
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        >,
    >
    where
        M: Transform<
                T::Service,
                ServiceRequest,
                Response = ServiceResponse<B>,
                Error = Error,
                InitError = (),
            > + 'static,
        B: MessageBody,
    {
        let mut names = self.middleware;
        names.insert(0, core::any::type_name::<M>());
        App {
            inner: self.inner.wrap(middleware),
            place: self.place,
            default: self.default,
            middleware: names,
        }
    }

    /// Wraps the app in a function, like [`wrap`](Self::wrap).
    pub fn wrap_fn<F, R, B>(
        self,
        middleware: F,
    ) -> App<
        V,
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        >,
    >
    where
        F: Fn(ServiceRequest, &T::Service) -> R + Clone + 'static,
        R: Future<Output = Result<ServiceResponse<B>, Error>>,
        B: MessageBody,
    {
        let mut names = self.middleware;
        names.insert(0, core::any::type_name::<F>());
        App {
            inner: self.inner.wrap_fn(middleware),
            place: self.place,
            default: self.default,
            middleware: names,
        }
    }

    /// Every registered route with its policy, its fields and who may. Its `Display` is a table.
    pub fn inventory(&self) -> Inventory {
        let around = around(self.place.security(), &self.middleware);
        Inventory::of(self.place.table().borrow().entries(), &around)
    }

    /// How the policies of the route with this method and whole path pattern come out for
    /// `principal`, as far as that can be told without a request: what an object or a check decides
    /// is not evaluated. Of several routes that guards tell apart, the one registered first; `HEAD`
    /// is for `GET` where no route takes it. `None` where there is no such route.
    pub fn explain(
        &self,
        method: &Method,
        path: &str,
        principal: &Principal<V>,
    ) -> Option<Explanation> {
        let table = self.place.table().borrow();
        let with = |method: &Method| {
            table.entries().find(|entry| entry.path == path && entry.takes(method))
        };
        let entry = with(method)
            .or_else(|| if *method == Method::HEAD { with(&Method::GET) } else { None });
        Some(entry?.explain(principal))
    }

    /// Checks that no route is hidden by an earlier one of the same pattern or by a scope, that
    /// nothing among the data undoes a scope, that routes about objects find their parameters
    /// and stores, and that the services of route attributes serve what they declare. Starting a
    /// server checks the same. Regular expressions in patterns are compared as text.
    ///
    /// With the feature `introspection` it is also checked that these services serve nothing else.
    /// Every other route is built by this crate from what is in the inventory. A route attribute
    /// whose middleware cannot be made at once is not compared, which is logged.
    ///
    /// # Errors
    /// Lists every defect.
    pub fn verify(&self) -> Result<(), Defects> {
        self.place.table().borrow().defects().into_result()
    }
}

impl<V, T, F> IntoServiceFactory<Enclosure<V, F>, Request> for App<V, T>
where
    V: Vocabulary,
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
    T::Service: Service<ServiceRequest>,
    F: ServiceFactory<Request>,
    Enclosure<V, F>: ServiceFactory<Request>,
    actix_web::App<T>: IntoServiceFactory<F, Request>,
{
    fn into_factory(self) -> Enclosure<V, F> {
        let inner = match self.place.security().cursor_key() {
            Some(key) => self.inner.app_data(key.clone()),
            None => self.inner,
        };
        let around = around(self.place.security(), &self.middleware);
        let table = self.place.table().clone();
        let served = Served::new(move || Inventory::of(table.borrow().entries(), &around));
        let inner = inner
            .app_data(self.place.gate())
            .app_data(served)
            .default_service(self.place.fallback(self.default))
            .into_factory();
        Enclosure {
            inner,
            table: self.place.table().clone(),
            security: self.place.security().clone(),
        }
    }
}

fn around<V: Vocabulary>(security: &Security<V>, middleware: &[&'static str]) -> Around {
    Around {
        middleware: middleware.to_vec(),
        authenticators: security.authenticators().map(Authenticator::describe).collect(),
    }
}
