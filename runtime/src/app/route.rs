//! Routes to guarded handlers: `get().to(handler)` and its like.

use actix_web::body::MessageBody;
use actix_web::dev::{Handler, ServiceRequest, ServiceResponse, Transform};
use actix_web::guard::Guard;
use actix_web::http::Method;
use actix_web::{Error, Responder};

use crate::gate::{GuardedArguments, HandlerInfo, Rule, Surface};
use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// A route without a handler yet; [`to`](RouteBuilder::to) makes it a [`Route`].
#[must_use]
pub struct RouteBuilder {
    inner: actix_web::Route,
    methods: Vec<Method>,
    conditional: bool,
}

/// A route for every method.
pub fn route() -> RouteBuilder {
    RouteBuilder { inner: actix_web::web::route(), methods: Vec::new(), conditional: false }
}

macro_rules! method_routes {
    ($($name:ident $method:ident)*) => {$(
        #[doc = concat!("A route for `", stringify!($method), "`.")]
        pub fn $name() -> RouteBuilder {
            RouteBuilder {
                inner: actix_web::web::method(Method::$method),
                methods: vec![Method::$method],
                conditional: false,
            }
        }
    )*};
}

method_routes! {
    get GET
    post POST
    put PUT
    patch PATCH
    delete DELETE
    head HEAD
    options OPTIONS
}

impl RouteBuilder {
    /// Takes requests only where `guard` agrees. A guard selects a route; it never authorizes:
    /// where it disagrees, the answer is 404.
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.inner = self.inner.guard(guard);
        self.conditional = true;
        self
    }

    /// The handler: a function with a policy attribute.
    pub fn to<F, A>(self, handler: F) -> Route<<A::Rule as Rule>::Vocabulary>
    where
        F: Handler<A, Output: Responder + 'static>,
        A: GuardedArguments,
    {
        Route {
            inner: self.inner.to(handler),
            methods: self.methods,
            policy: A::Rule::POLICY,
            handler: A::Rule::HANDLER,
            surface: A::Rule::SURFACE,
            conditional: self.conditional,
            middleware: Vec::new(),
        }
    }
}

/// A route to a guarded handler.
#[must_use]
pub struct Route<V: Vocabulary> {
    inner: actix_web::Route,
    pub(super) methods: Vec<Method>,
    pub(super) policy: &'static Policy<V>,
    pub(super) handler: HandlerInfo,
    pub(super) surface: Surface,
    pub(super) conditional: bool,
    pub(super) middleware: Vec<&'static str>,
}

impl<V: Vocabulary> Route<V> {
    /// Wraps the handler in a middleware, which runs before the gate.
    pub fn wrap<M, B>(mut self, middleware: M) -> Self
    where
        M: Transform<
                actix_service::boxed::BoxService<ServiceRequest, ServiceResponse, Error>,
                ServiceRequest,
                Response = ServiceResponse<B>,
                Error = Error,
                InitError = (),
            > + 'static,
        B: MessageBody + 'static,
    {
        self.middleware.insert(0, core::any::type_name::<M>());
        self.inner = self.inner.wrap(middleware);
        self
    }

    pub(super) fn into_inner(self) -> actix_web::Route {
        self.inner
    }
}
