//! Mounting: how guarded routes, resources and scopes get into an app.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;

use super::config::ServiceConfig;
use super::place::{Place, Registration};
use super::scope::scope;
use super::served::Served;
use crate::gate::{Routed, Rule};
use crate::policy::Policy;
use crate::vocabulary::Vocabulary;

/// What [`App`](super::App) accepts: something whose every route has a decided policy.
///
/// The attributes implement it for the struct that actix-web's route attribute emits; scopes and
/// resources of this crate implement it too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no policy",
    label = "no policy was decided for this route",
    note = "put a policy above the route attribute: `#[require_permission(\"..\")]`, `#[require_role(..)]`, `#[authorize(..)]`, `#[authenticated]`, or `#[public(reason = \"..\")]`",
    note = "a policy below `#[get(..)]` and its like still guards, but cannot see the route: move it up",
    note = "scopes and resources come from `portcullis::{{scope, resource}}`, not from `actix_web::web`"
)]
pub trait Guarded: 'static {
    /// The permissions and roles that its policies speak about.
    type Vocabulary: Vocabulary;

    /// Registers the routes at `mount`.
    #[doc(hidden)]
    fn mount(self, mount: &mut Mount<'_, Self::Vocabulary>);
}

/// A registration that waits until its surroundings are known.
pub(super) type Child<V> = Box<dyn FnOnce(&mut Mount<'_, V>)>;

/// Where routes are being registered: the path and the policies around them.
#[doc(hidden)]
pub struct Mount<'a, V: Vocabulary> {
    config: &'a mut web::ServiceConfig,
    place: &'a Place<V>,
}

impl<'a, V: Vocabulary> Mount<'a, V> {
    pub(super) fn new(config: &'a mut web::ServiceConfig, place: &'a Place<V>) -> Self {
        Self { config, place }
    }

    pub(super) fn place(&self) -> &'a Place<V> {
        self.place
    }

    /// Registers the service that a route attribute emitted, under the policy of `R`. `again` makes
    /// one more, whose routes are compared with the declared ones.
    pub fn route_attribute<R>(&mut self, service: R, again: fn() -> R)
    where
        R: Rule<Vocabulary = V> + Routed + HttpServiceFactory,
    {
        for declared in R::ROUTES {
            self.place.enter(Registration {
                path: declared.path,
                methods: declared.methods.iter().filter_map(|name| name.parse().ok()).collect(),
                policy: R::POLICY,
                handler: R::HANDLER,
                surface: R::SURFACE,
                middleware: declared.middleware.to_vec(),
                conditional: declared.conditional,
                data: Vec::new(),
            });
        }
        self.place.note_served(Served::new(self.place.path(), R::ROUTES, R::HANDLER, again));
        self.config.service(service);
    }

    /// Registers the routes of a table below `prefix`, under `policies` as well as their own.
    pub fn table(
        &mut self,
        prefix: &'static str,
        policies: &[&'static Policy<V>],
        configure: impl FnOnce(&mut ServiceConfig<V>),
    ) {
        if prefix.is_empty() {
            // A scope of everything would hide what is registered after it.
            return ServiceConfig::of(configure).mount(self);
        }
        let mut routes = scope(prefix).configure(configure);
        for policy in policies {
            routes = routes.authorize(policy);
        }
        routes.mount(self);
    }

    pub(super) fn app_data<U: 'static>(&mut self, data: U) {
        self.place.note_data::<U>();
        self.config.app_data(data);
    }

    pub(super) fn service(&mut self, service: impl HttpServiceFactory + 'static) {
        self.config.service(service);
    }
}
