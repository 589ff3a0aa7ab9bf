//! The outermost layer of an app: checks it at the start, and turns panics into answers.

use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::cell::RefCell;
use std::panic::catch_unwind;
use std::rc::Rc;

use actix_http::Request;
use actix_web::Error;
use actix_web::dev::{AppConfig, Service, ServiceFactory, ServiceResponse};
use actix_web::error::InternalError;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use super::defects::Defects;
use super::table::Table;
use crate::problem::Problem;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// Wraps the factory that actix-web makes of an app.
#[doc(hidden)]
pub struct Enclosure<V: Vocabulary, F> {
    pub(super) inner: F,
    pub(super) table: Rc<RefCell<Table<V>>>,
    pub(super) security: Security<V>,
}

impl<V, F, B> ServiceFactory<Request> for Enclosure<V, F>
where
    V: Vocabulary,
    F: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>, Error = Error>,
    F::InitError: core::fmt::Debug,
    F::Future: 'static,
    F::Service: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Config = AppConfig;
    type Service = EnclosureService<V, F::Service>;
    type InitError = StartError<F::InitError>;
    type Future = LocalBoxFuture<'static, Result<Self::Service, Self::InitError>>;

    fn new_service(&self, config: AppConfig) -> Self::Future {
        let checked = self.table.borrow().defects().into_result();
        if let Err(defects) = &checked {
            tracing::error!("{defects}");
        }
        let inner = self.inner.new_service(config);
        let security = self.security.clone();
        async move {
            checked.map_err(StartError::Defects)?;
            let inner = inner.await.map_err(StartError::Inner)?;
            Ok(EnclosureService { inner, security })
        }
        .boxed_local()
    }
}

/// Why an app did not start.
#[derive(Debug)]
pub enum StartError<E> {
    /// Its routes contradict each other.
    Defects(Defects),
    /// A part of it did not start.
    Inner(E),
}

/// The running form of [`Enclosure`].
#[doc(hidden)]
pub struct EnclosureService<V: Vocabulary, S> {
    inner: S,
    security: Security<V>,
}

impl<V, S, B> Service<Request> for EnclosureService<V, S>
where
    V: Vocabulary,
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = EnclosureFuture<V, S::Future>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&self, request: Request) -> Self::Future {
        let future = catch_unwind(AssertUnwindSafe(|| self.inner.call(request))).ok();
        EnclosureFuture { future, security: self.security.clone() }
    }
}

pin_project! {
    /// The future of [`EnclosureService`].
    pub struct EnclosureFuture<V: Vocabulary, F> {
        #[pin]
        future: Option<F>,
        security: Security<V>,
    }
}

impl<V, F, B> Future for EnclosureFuture<V, F>
where
    V: Vocabulary,
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Some(future) = this.future.as_pin_mut()
            && let Ok(poll) = catch_unwind(AssertUnwindSafe(|| future.poll(cx)))
        {
            return poll;
        }
        tracing::error!("a handler or middleware panicked");
        let answers = AssertUnwindSafe(this.security.answers());
        // The app's own answers may be what panicked.
        let response = catch_unwind(|| answers.answer(&Problem::Internal, None))
            .unwrap_or_else(|_| Problem::Internal.respond());
        Poll::Ready(Err(InternalError::from_response("panic", response).into()))
    }
}
