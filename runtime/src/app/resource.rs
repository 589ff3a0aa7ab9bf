//! `PathRoutes`: the routes of one path.

use core::any::TypeId;

use actix_web::body::MessageBody;
use actix_web::dev::{Handler, ServiceFactory, ServiceRequest, ServiceResponse, Transform};
use actix_web::guard::{Guard, fn_guard};
use actix_web::http::Method;
use actix_web::{Error, Responder, web};

use super::mount::{Guarded, Mount};
use super::place::Registration;
use super::route::{self, Route};
use crate::gate::{GuardedArguments, Rule};
use crate::vocabulary::Vocabulary;

/// The routes of one path. Made by [`resource`].
#[must_use]
pub struct PathRoutes<V: Vocabulary, T> {
    path: String,
    routes: Vec<Route<V>>,
    conditional: bool,
    /// The types of its data, checked once the place is known.
    data: Vec<TypeId>,
    middleware: Vec<&'static str>,
    inner: actix_web::Resource<T>,
}

/// Starts a resource at `path`.
pub fn resource<V: Vocabulary>(
    path: &str,
) -> PathRoutes<
    V,
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse,
        Error = Error,
        InitError = (),
    > + use<V>,
> {
    PathRoutes {
        path: path.to_owned(),
        routes: Vec::new(),
        conditional: false,
        data: Vec::new(),
        middleware: Vec::new(),
        inner: web::resource(path),
    }
}

impl<V, T> PathRoutes<V, T>
where
    V: Vocabulary,
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
{
    /// Adds a route.
    pub fn route(mut self, route: Route<V>) -> Self {
        self.routes.push(route);
        self
    }

    /// Adds a route for every method.
    pub fn to<F, A>(self, handler: F) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: GuardedArguments<Rule: Rule<Vocabulary = V>>,
    {
        self.route(route::route().to(handler))
    }

    /// Names the resource, for generating addresses.
    pub fn name(mut self, name: &str) -> Self {
        self.inner = self.inner.name(name);
        self
    }

    /// Matches only where `guard` agrees. A guard selects; it never authorizes.
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.inner = self.inner.guard(guard);
        self.conditional = true;
        self
    }

    /// Adds data for the routes of this resource.
    pub fn app_data<U: 'static>(mut self, data: U) -> Self {
        self.data.push(TypeId::of::<U>());
        self.inner = self.inner.app_data(data);
        self
    }

    /// Wraps the resource in a middleware, which runs before the gate.
    pub fn wrap<M, B>(
        self,
        middleware: M,
    ) -> PathRoutes<
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
        PathRoutes {
            path: self.path,
            routes: self.routes,
            conditional: self.conditional,
            data: self.data,
            middleware: names,
            inner: self.inner.wrap(middleware),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<V, T, B> Guarded for PathRoutes<V, T>
where
    V: Vocabulary,
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    type Vocabulary = V;

    fn mount(self, mount: &mut Mount<'_, V>) {
        let place = mount.place();
        for data in &self.data {
            place.check_data(*data);
        }
        let mut inner = self.inner.default_service(place.fallback(None));
        // Other methods of the path may be registered elsewhere: let them pass by.
        if self.routes.iter().all(|route| !route.methods.is_empty()) {
            let methods: Vec<Method> =
                self.routes.iter().flat_map(|route| route.methods.clone()).collect();
            inner = inner.guard(fn_guard(move |request| methods.contains(&request.head().method)));
        }
        for route in self.routes {
            place.enter(Registration {
                path: &self.path,
                methods: route.methods.clone(),
                policy: route.policy,
                handler: route.handler,
                surface: route.surface,
                middleware: [self.middleware.as_slice(), &route.middleware].concat(),
                conditional: route.conditional || self.conditional,
                data: self.data.clone(),
            });
            inner = inner.route(route.into_inner());
        }
        mount.service(inner);
    }
}
