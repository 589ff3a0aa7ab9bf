//! `Environment`: what a check may know of the request besides the principal.

use std::any::Any;
use std::borrow::Cow;

use actix_web::HttpRequest;
use actix_web::web::Data;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::path::parameter;
use crate::policy::{Decision, Node, Parameter};
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

/// What a `check(..)` function may know of the request besides the principal: the app's data, the
/// path parameters, the headers. Never the body, which is not read before the decision.
#[derive(Clone, Copy)]
pub struct Environment<'a>(&'a HttpRequest);

impl<'a> Environment<'a> {
    /// The app data that was registered as `web::Data<T>`.
    pub fn data<T: ?Sized + 'static>(&self) -> Option<&'a T> {
        self.0.app_data::<Data<T>>().map(|data| &***data)
    }

    /// The path parameter called `name`, decoded as `web::Path` decodes it.
    pub fn parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        parameter(self.0, name)
    }

    /// The request header called `name`, if it is there once and is visible ASCII.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let mut values = self.0.headers().get_all(name);
        let value = values.next()?;
        if values.next().is_some() {
            return None;
        }
        value.to_str().ok()
    }

    /// The request method.
    pub fn method(&self) -> &'a str {
        self.0.method().as_str()
    }
}

/// Calls a check with the request that the gate passed through the policy.
pub fn ask<'a, V, F>(
    principal: &'a Principal<V>,
    surroundings: &'a dyn Any,
    check: F,
) -> LocalBoxFuture<'a, Decision>
where
    V: Vocabulary,
    F: AsyncFn(&'a Principal<V>, Environment<'a>) -> Decision + 'a,
{
    match surroundings.downcast_ref::<HttpRequest>() {
        Some(request) => async move { check(principal, Environment(request)).await }.boxed_local(),
        None => async { Decision::unavailable("the request of this check") }.boxed_local(),
    }
}

/// `owner(id = "..")`: the path parameter `name` is the subject.
pub const fn parameter_is_subject<V: Vocabulary>(name: &'static str) -> Node<V> {
    Node::Parameter(Parameter { name, holds: names_subject })
}

fn names_subject<V: Vocabulary>(
    principal: &Principal<V>,
    surroundings: &dyn Any,
    name: &str,
) -> Option<bool> {
    let request = surroundings.downcast_ref::<HttpRequest>()?;
    Some(parameter(request, name)? == principal.subject())
}
