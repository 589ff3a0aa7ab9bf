//! `Takes`: what a handler's parameter lets in.

use core::marker::PhantomData;

use actix_web::web;

use super::unlisted_type;
use crate::allowlist::input::{Changes, New, SafeCreate, SafeUpdate};
use crate::allowlist::query::{Query, SafeQuery};
use crate::inventory::FieldList;

/// A parameter that reads the body or the query part of the address.
pub trait Takes {
    /// What it reads.
    fn lists() -> Vec<FieldList>;
}

/// Has the constant `__LISTS` of a parameter's type `T`: its own where `T` is known to read something,
/// and otherwise the one of [`TakesNothing`].
#[derive(Debug)]
pub struct Taken<T>(PhantomData<T>);

impl<T: Takes> Taken<T> {
    /// What the parameter reads.
    pub const __LISTS: fn() -> Vec<FieldList> = T::lists;
}

/// What is said of all other types.
pub trait TakesNothing {
    /// Nothing.
    const __LISTS: fn() -> Vec<FieldList> = Vec::new;
}

impl<T> TakesNothing for Taken<T> {}

impl<U: SafeUpdate> Takes for Changes<U> {
    fn lists() -> Vec<FieldList> {
        vec![U::SHAPE.list()]
    }
}

impl<C: SafeCreate> Takes for New<C> {
    fn lists() -> Vec<FieldList> {
        vec![C::SHAPE.list()]
    }
}

impl<Q: SafeQuery> Takes for Query<Q> {
    fn lists() -> Vec<FieldList> {
        vec![Q::SHAPE.list()]
    }
}

impl<T: Takes> Takes for Option<T> {
    fn lists() -> Vec<FieldList> {
        T::lists()
    }
}

impl<T: Takes, E> Takes for Result<T, E> {
    fn lists() -> Vec<FieldList> {
        T::lists()
    }
}

impl<L: Takes, R: Takes> Takes for web::Either<L, R> {
    fn lists() -> Vec<FieldList> {
        [L::lists(), R::lists()].concat()
    }
}

/// Types of actix-web that read whatever the client sends.
macro_rules! unlisted {
    ($($({$parameter:ident})? $ty:ty;)*) => {$(
        impl$(<$parameter>)? Takes for $ty {
            fn lists() -> Vec<FieldList> {
                vec![unlisted_type::<Self>()]
            }
        }
    )*};
}

unlisted! {
    {T} web::Json<T>;
    {T} web::Form<T>;
    {T} web::Query<T>;
    String;
    web::Bytes;
    web::Payload;
}
