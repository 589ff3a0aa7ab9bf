//! `Yields`: what a handler's answer lets out.

use core::marker::PhantomData;

use actix_web::http::StatusCode;
use actix_web::{CustomizeResponder, HttpResponse, Responder, web};

use super::{unlisted, unlisted_type};
use crate::allowlist::output::{Lines, SafeResponse, View};
use crate::allowlist::query::Page;
use crate::inventory::{FieldList, Frame};

/// An answer of which it is known what is in it, or that nobody can know it.
pub trait Yields {
    /// What it shows.
    fn lists() -> Vec<FieldList>;
}

/// Has the constant `__LISTS` of an answer's type `T`: its own where `T` is known, and otherwise the one
/// of [`YieldsUnlisted`].
#[derive(Debug)]
pub struct Yielded<T>(PhantomData<T>);

impl<T: Yields> Yielded<T> {
    /// What the answer shows.
    pub const __LISTS: fn() -> Vec<FieldList> = T::lists;
}

/// What is said of all other types.
pub trait YieldsUnlisted {
    /// Nobody lists what is in it.
    const __LISTS: fn() -> Vec<FieldList>;
}

impl<T> YieldsUnlisted for Yielded<T> {
    const __LISTS: fn() -> Vec<FieldList> = || vec![unlisted_type::<T>()];
}

impl<V: SafeResponse> Yields for View<V> {
    fn lists() -> Vec<FieldList> {
        vec![V::SHAPE.list(Frame::None)]
    }
}

impl<V: SafeResponse> Yields for Page<V> {
    fn lists() -> Vec<FieldList> {
        vec![V::SHAPE.list(Frame::Page)]
    }
}

impl<V: SafeResponse, S> Yields for Lines<V, S> {
    fn lists() -> Vec<FieldList> {
        vec![V::SHAPE.list(Frame::Lines)]
    }
}

impl Yields for () {
    fn lists() -> Vec<FieldList> {
        Vec::new()
    }
}

impl<B> Yields for HttpResponse<B> {
    fn lists() -> Vec<FieldList> {
        vec![unlisted("HttpResponse")]
    }
}

impl<T: Yields> Yields for Option<T> {
    fn lists() -> Vec<FieldList> {
        T::lists()
    }
}

/// What an error says is the app's own affair, as it is for every handler.
impl<T: Yields, E> Yields for Result<T, E> {
    fn lists() -> Vec<FieldList> {
        T::lists()
    }
}

impl<T: Yields> Yields for (T, StatusCode) {
    fn lists() -> Vec<FieldList> {
        T::lists()
    }
}

impl<T: Yields + Responder> Yields for CustomizeResponder<T> {
    fn lists() -> Vec<FieldList> {
        T::lists()
    }
}

impl<L: Yields, R: Yields> Yields for web::Either<L, R> {
    fn lists() -> Vec<FieldList> {
        let mut lists = L::lists();
        for list in R::lists() {
            // Two ways to show the same are one.
            if !lists.contains(&list) {
                lists.push(list);
            }
        }
        lists
    }
}

/// Types of which an answer often consists, so that `Result` and its like find them inside.
macro_rules! unlisted {
    ($($({$parameter:ident})? $ty:ty;)*) => {$(
        impl$(<$parameter>)? Yields for $ty {
            fn lists() -> Vec<FieldList> {
                vec![unlisted_type::<Self>()]
            }
        }
    )*};
}

unlisted! {
    {T} web::Json<T>;
    {T} web::Form<T>;
    String;
    &'static str;
    web::Bytes;
}
