//! `Arg` and `Arguments`: what a handler may take, and how it is made once the gate has decided.

use core::any::Any;
use core::future::{Future, Ready, ready};
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::future::{LocalBoxFuture, TryMaybeDone};
use pin_project_lite::pin_project;

use super::Rejection;
use super::object::{Listed, Loaded, Object};
use crate::resource::{Action, Authorized, Listing, Load, Resource};

/// A parameter of a handler whose rule is about `O`: any extractor, or what the guard provides.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of this handler",
    label = "neither an extractor nor what the guard provides",
    note = "the guard of this handler provides: `{O}`",
    note = "`Authorized<T, A>` needs a guard that loads a `T` for `A`, such as `#[owner_or_admin(T)]`; the action follows from the method (GET reads, PUT and PATCH update, DELETE deletes) or from `action = ..`",
    note = "`Listing<T>` needs a guard that says `list`, such as `#[owner_or_admin(T, list)]`",
    note = "`Changes<U>` needs a guard that loads the entity of `U`; an entity itself is never read from a body: take `Changes` or `New` of a safe DTO"
)]
pub trait Arg<O: Object>: Sized + 'static {
    /// Makes the parameter.
    type Future: Future<Output = Result<Self, Error>>;

    /// Begins to make it; `witness` is there once.
    #[doc(hidden)]
    fn begin(
        witness: &mut Option<O::Witness>,
        request: &HttpRequest,
        payload: &mut Payload,
    ) -> Self::Future;

    /// Whether the parameter has rules of its own, which may be about the object.
    #[doc(hidden)]
    const IS_REVIEWED: bool = false;

    /// The object, if this parameter is what got it.
    #[doc(hidden)]
    fn object(&self) -> Option<&dyn Any> {
        None
    }

    /// Decides the parameter's own rules, once all parameters are there.
    #[doc(hidden)]
    fn review<'a>(
        &'a self,
        _: &'a HttpRequest,
        _: Option<&'a dyn Any>,
    ) -> LocalBoxFuture<'a, Result<(), Error>> {
        Box::pin(ready(Ok(())))
    }
}

#[diagnostic::do_not_recommend]
impl<O: Object, T: FromRequest + 'static> Arg<O> for T {
    type Future = Extraction<T>;

    #[inline]
    fn begin(
        _: &mut Option<O::Witness>,
        request: &HttpRequest,
        payload: &mut Payload,
    ) -> Self::Future {
        Extraction { extractor: T::from_request(request, payload), of: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Load, A: Action> Arg<Loaded<T, A>> for Authorized<T, A> {
    type Future = Ready<Result<Self, Error>>;

    fn begin(witness: &mut Option<Self>, request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(take(witness, request))
    }

    fn object(&self) -> Option<&dyn Any> {
        Some(&**self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Resource> Arg<Listed<T>> for Listing<T> {
    type Future = Ready<Result<Self, Error>>;

    fn begin(witness: &mut Option<Self>, request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(take(witness, request))
    }
}

/// A handler that takes the same witness twice is put together wrongly.
fn take<W>(witness: &mut Option<W>, request: &HttpRequest) -> Result<W, Error> {
    witness.take().ok_or_else(|| {
        tracing::error!(path = request.path(), "a handler takes what its guard provides twice");
        Rejection::NoObject.into()
    })
}

pin_project! {
    /// The future of an extractor.
    pub struct Extraction<T: FromRequest> {
        #[pin]
        extractor: T::Future,
        of: PhantomData<fn() -> T>,
    }
}

impl<T: FromRequest> Future for Extraction<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().extractor.poll(cx).map_err(Into::into)
    }
}

/// All parameters of a handler.
pub trait Arguments<O: Object>: Sized + 'static {
    /// Makes the parameters, one beside the other.
    type Future: Future<Output = Result<Self, Error>>;

    /// Begins to make them. What none of them takes of the witness stays.
    #[doc(hidden)]
    fn begin(
        witness: &mut Option<O::Witness>,
        request: &HttpRequest,
        payload: &mut Payload,
    ) -> Self::Future;

    /// Whether one of them has rules of its own.
    #[doc(hidden)]
    const IS_REVIEWED: bool = false;

    /// Decides those rules.
    #[doc(hidden)]
    fn review(
        &self,
        _: Option<&O::Witness>,
        _: &HttpRequest,
    ) -> impl Future<Output = Result<(), Error>> {
        ready(Ok(()))
    }
}

impl<O: Object> Arguments<O> for () {
    type Future = Ready<Result<(), Error>>;

    #[inline]
    fn begin(_: &mut Option<O::Witness>, _: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(()))
    }
}

#[allow(non_snake_case, reason = "a field is called like the type of its parameter")]
mod tuples {
    use super::{
        Arg, Arguments, Context, Error, Future, HttpRequest, Object, Payload, PhantomData, Pin,
        Poll, Rejection, TryMaybeDone, pin_project,
    };

    macro_rules! arguments {
    ($($all:ident: $($parameter:ident)+;)*) => {$(
        pin_project! {
            /// Makes parameters side by side; the first that fails ends them all.
            pub struct $all<O: Object, $($parameter: Arg<O>),+> {
                $(#[pin] $parameter: TryMaybeDone<$parameter::Future>,)+
                of: PhantomData<fn() -> O>,
            }
        }

        impl<O: Object, $($parameter: Arg<O>),+> Arguments<O> for ($($parameter,)+) {
            type Future = $all<O, $($parameter),+>;

            #[inline]
            fn begin(
                witness: &mut Option<O::Witness>,
                request: &HttpRequest,
                payload: &mut Payload,
            ) -> Self::Future {
                $all {
                    $($parameter: TryMaybeDone::Future(
                        $parameter::begin(witness, request, payload),
                    ),)+
                    of: PhantomData,
                }
            }

            const IS_REVIEWED: bool = $($parameter::IS_REVIEWED)||+;

            async fn review(
                &self,
                witness: Option<&O::Witness>,
                request: &HttpRequest,
            ) -> Result<(), Error> {
                let ($($parameter,)+) = self;
                let object = witness.and_then(O::object);
                let object = object$(.or_else(|| $parameter.object()))+;
                $($parameter.review(request, object).await?;)+
                Ok(())
            }
        }

        impl<O: Object, $($parameter: Arg<O>),+> Future for $all<O, $($parameter),+> {
            type Output = Result<($($parameter,)+), Error>;

            #[inline]
            fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                let mut this = self.project();
                let mut all_done = true;
                $(all_done &= this.$parameter.as_mut().poll(cx)?.is_ready();)+
                if !all_done {
                    return Poll::Pending;
                }
                let arguments = ($(match this.$parameter.take_output() {
                    Some(argument) => argument,
                    None => return Poll::Ready(Err(Rejection::NoObject.into())),
                },)+);
                Poll::Ready(Ok(arguments))
            }
        }
    )*};
}

    arguments! {
        Arguments1: A;
        Arguments2: A B;
        Arguments3: A B C;
        Arguments4: A B C D;
        Arguments5: A B C D E;
        Arguments6: A B C D E F;
        Arguments7: A B C D E F G;
        Arguments8: A B C D E F G H;
        Arguments9: A B C D E F G H I;
        Arguments10: A B C D E F G H I J;
        Arguments11: A B C D E F G H I J K;
        Arguments12: A B C D E F G H I J K L;
        Arguments13: A B C D E F G H I J K L M;
        Arguments14: A B C D E F G H I J K L M N;
        Arguments15: A B C D E F G H I J K L M N P;
        Arguments16: A B C D E F G H I J K L M N P Q;
    }
}
