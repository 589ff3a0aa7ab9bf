//! `Scope`: routes under one path prefix, with a policy of their own if they like.

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse, Transform};
use actix_web::guard::Guard;
use actix_web::{Error, web};

use super::config::ServiceConfig;
use super::mount::{Child, Guarded, Mount};
use super::place::Entrance;
use super::resource::resource;
use super::route::Route;
use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// Routes under one path prefix. Made by [`scope`].
///
/// A policy given with [`authorize`](Scope::authorize) holds for every route inside, nested scopes
/// included, *and* each route's own policy holds too: a scope can only tighten.
#[must_use]
pub struct Scope<V: Vocabulary, T> {
    prefix: String,
    policies: Vec<&'static Policy<V>>,
    children: Vec<Child<V>>,
    default: Option<Route<V>>,
    conditional: bool,
    middleware: Vec<&'static str>,
    inner: actix_web::Scope<T>,
}

/// Starts a scope for the routes below `prefix`.
pub fn scope<V: Vocabulary>(
    prefix: &str,
) -> Scope<
    V,
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse,
        Error = Error,
        InitError = (),
    > + use<V>,
> {
    Scope {
        prefix: prefix.to_owned(),
        policies: Vec::new(),
        children: Vec::new(),
        default: None,
        conditional: false,
        middleware: Vec::new(),
        inner: web::scope(prefix),
    }
}

impl<V, T> Scope<V, T>
where
    V: Vocabulary,
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
{
    /// Requires `policy` for every route inside, on top of the route's own. Policies are named
    /// with [`policy!`](crate::policy!).
    pub fn authorize(mut self, policy: &'static Policy<V>) -> Self {
        self.policies.push(policy);
        self
    }

    /// Adds a guarded route, resource or scope.
    pub fn service(mut self, guarded: impl Guarded<Vocabulary = V>) -> Self {
        self.children.push(Box::new(move |mount| guarded.mount(mount)));
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

    /// What answers paths below the prefix that no route has, instead of the app's. It needs a
    /// policy as well; its method and guards are not looked at.
    pub fn default_service(mut self, route: Route<V>) -> Self {
        self.default = Some(route);
        self
    }

    /// Matches only where `guard` agrees. A guard selects; it never authorizes.
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.inner = self.inner.guard(guard);
        self.conditional = true;
        self
    }

    /// Adds data for the routes inside.
    pub fn app_data<U: 'static>(mut self, data: U) -> Self {
        self.children.push(Box::new(|mount| mount.place().note_data::<U>()));
        self.inner = self.inner.app_data(data);
        self
    }

    /// Wraps the scope in a middleware, which runs before the gate.
    pub fn wrap<M, B>(
        self,
        middleware: M,
    ) -> Scope<
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
        Scope {
            prefix: self.prefix,
            policies: self.policies,
            children: self.children,
            default: self.default,
            conditional: self.conditional,
            middleware: names,
            inner: self.inner.wrap(middleware),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<V, T, B> Guarded for Scope<V, T>
where
    V: Vocabulary,
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    T::Service: Service<ServiceRequest>,
    B: MessageBody + 'static,
{
    type Vocabulary = V;

    fn mount(self, mount: &mut Mount<'_, V>) {
        let place = mount.place().within(&Entrance {
            prefix: &self.prefix,
            policies: &self.policies,
            middleware: &self.middleware,
            conditional: self.conditional,
        });
        let mut inner = self.inner;
        // Without one of its own, actix-web asks the default service around the scope.
        if let Some(default) = self.default {
            place.enter_default(&default);
            inner = inner.default_service(place.fallback(Some(default)));
        }
        if !self.policies.is_empty() {
            inner = inner.app_data(place.gate());
        }
        let children = self.children;
        mount.service(inner.configure(|config| {
            let mut mount = Mount::new(config, &place);
            for child in children {
                child(&mut mount);
            }
        }));
    }
}
