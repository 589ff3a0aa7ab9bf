//! `ServiceConfig`: routes that are registered in another function or crate.

use super::mount::{Child, Guarded, Mount};
use super::resource::resource;
use super::route::Route;
use crate::vocabulary::Vocabulary;

/// Collects guarded routes for `configure`.
pub struct ServiceConfig<V: Vocabulary> {
    children: Vec<Child<V>>,
}

impl<V: Vocabulary> ServiceConfig<V> {
    /// What `configure` registers.
    pub(super) fn of(configure: impl FnOnce(&mut Self)) -> Self {
        let mut config = Self { children: Vec::new() };
        configure(&mut config);
        config
    }

    /// Adds a guarded route, resource or scope.
    pub fn service(&mut self, guarded: impl Guarded<Vocabulary = V>) -> &mut Self {
        self.children.push(Box::new(move |mount| guarded.mount(mount)));
        self
    }

    /// Adds a route to a guarded handler at `path`.
    pub fn route(&mut self, path: &str, route: Route<V>) -> &mut Self {
        self.service(resource(path).route(route))
    }

    /// Adds data for the routes of the app or scope that is being configured.
    pub fn app_data<U: 'static>(&mut self, data: U) -> &mut Self {
        self.children.push(Box::new(move |mount| mount.app_data(data)));
        self
    }
}

/// A set of routes is a route itself, so that `configure` can nest.
#[diagnostic::do_not_recommend]
impl<V: Vocabulary> Guarded for ServiceConfig<V> {
    type Vocabulary = V;

    fn mount(self, mount: &mut Mount<'_, V>) {
        for child in self.children {
            child(mount);
        }
    }
}
