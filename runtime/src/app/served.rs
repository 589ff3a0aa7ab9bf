//! What the service of a route attribute serves, compared with what its rule declares.

use core::panic::AssertUnwindSafe;
use std::cell::RefCell;
use std::panic::catch_unwind;
use std::rc::Rc;

use actix_http::Request;
use actix_service::IntoServiceFactory;
use actix_web::body::MessageBody;
use actix_web::dev::{
    AppConfig, HttpServiceFactory, ResourceDef, Service as _, ServiceFactory, ServiceRequest,
    ServiceResponse,
};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use futures_util::FutureExt as _;
use futures_util::future::ready;

use super::defects::Defect;
use super::place::with_leading_slash;
use crate::const_eval::pattern::with_parameters;
use crate::gate::{Declared, HandlerInfo};

/// A service that can be made once more, to see what it serves.
pub(super) struct Served {
    /// The path around it.
    prefix: String,
    declared: &'static [Declared],
    handler: HandlerInfo,
    register: Box<dyn Fn(&mut web::ServiceConfig)>,
}

impl Served {
    pub(super) fn new<S: HttpServiceFactory + 'static>(
        prefix: &str,
        declared: &'static [Declared],
        handler: HandlerInfo,
        service: fn() -> S,
    ) -> Self {
        let register = Box::new(move |config: &mut web::ServiceConfig| {
            config.service(service());
        });
        Self { prefix: prefix.to_owned(), declared, handler, register }
    }

    /// What is declared and not served, and the other way round as far as actix-web tells.
    pub(super) fn defects(&self) -> Vec<Defect> {
        let app = actix_web::App::new().configure(|config| (self.register)(config));
        let served = observe(app, |request| {
            let map = request.resource_map();
            let is_lost = |declared: &&Declared| {
                example(declared.path).is_some_and(|path| !map.has_resource(&path))
            };
            let lost = self.declared.iter().filter(is_lost);
            let lost = lost.map(|declared| self.not_served(declared.methods, declared.path));
            let lost: Vec<_> = lost.collect();
            (lost, tree::of(request))
        });
        // Middleware that waits for something is not made here, and so nothing is known.
        let Some((mut defects, tree)) = served else {
            let handler = self.handler.name;
            tracing::warn!(handler, "what it serves could not be compared with what it declares");
            return Vec::new();
        };
        tree::compare(self, &tree, &mut defects);
        defects
    }

    fn route<M: AsRef<str>>(&self, methods: &[M], path: &str) -> String {
        let mut methods: Vec<_> = methods.iter().map(AsRef::as_ref).collect();
        methods.sort_unstable();
        let methods = if methods.is_empty() { "any".to_owned() } else { methods.join(",") };
        format!("{methods} {}{}", self.prefix, with_leading_slash(path))
    }

    fn not_served<M: AsRef<str>>(&self, methods: &[M], path: &str) -> Defect {
        Defect::NotServed { route: self.route(methods, path), handler: self.handler }
    }
}

/// A path that the pattern matches; `None` where its expressions take no such path, and for the path
/// of a scope itself, which means another one here.
fn example(pattern: &str) -> Option<String> {
    if pattern.is_empty() {
        return None;
    }
    let pattern = with_leading_slash(pattern);
    let path = with_parameters(&pattern, |_, _| "1".to_owned());
    ResourceDef::new(pattern).is_match(&path).then_some(path)
}

/// What `look` sees of `app` in a request that reaches none of its handlers. `None` where its parts
/// cannot be made at once.
fn observe<T, O: 'static>(app: actix_web::App<T>, look: impl Fn(&HttpRequest) -> O) -> Option<O>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        > + 'static,
{
    let seen = Rc::new(RefCell::new(None));
    let request_seen = Rc::clone(&seen);
    let app = app.wrap_fn(move |request, _| {
        *request_seen.borrow_mut() = Some(request.request().clone());
        ready(Ok::<_, Error>(request.into_response(HttpResponse::NoContent().finish())))
    });
    // Parts of an app may expect a running server, which need not be there yet.
    let answered = catch_unwind(AssertUnwindSafe(|| answer(app).now_or_never().flatten()));
    answered.ok().flatten()?;
    let request = seen.borrow_mut().take()?;
    Some(look(&request))
}

async fn answer<A, S, B>(app: A) -> Option<()>
where
    A: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let service = app.into_factory().new_service(AppConfig::default()).await.ok()?;
    service.call(Request::new()).await.ok().map(drop)
}

/// Without actix-web's own report nobody can say what else is served.
#[cfg(not(feature = "introspection"))]
mod tree {
    use actix_web::HttpRequest;

    use super::{Defect, Served};

    pub(super) struct Tree;

    pub(super) fn of(_: &HttpRequest) -> Tree {
        Tree
    }

    pub(super) fn compare(_: &Served, _: &Tree, _: &mut Vec<Defect>) {}
}

/// actix-web's own report of paths and methods.
#[cfg(feature = "introspection")]
mod tree {
    use std::collections::{BTreeMap, BTreeSet};

    use actix_web::guard::{Any, AnyGuard, Method};
    use actix_web::introspection::{IntrospectionNode, IntrospectionTree};
    use actix_web::{HttpRequest, HttpResponse, web};

    use super::{Declared, Defect, Served, observe};

    /// The methods of each path; none for what takes every method.
    pub(super) type Tree = BTreeMap<String, BTreeSet<String>>;

    pub(super) fn of(request: &HttpRequest) -> Tree {
        let mut tree = Tree::new();
        if let Some(found) = request.app_data::<web::Data<IntrospectionTree>>() {
            collect(&found.root, &mut tree);
        }
        tree
    }

    fn collect(node: &IntrospectionNode, tree: &mut Tree) {
        // Only what was registered has patterns; what merely lies on the way has none.
        if !node.patterns.is_empty() {
            let methods = node.methods.iter().map(ToString::to_string);
            tree.entry(node.full_path.clone()).or_default().extend(methods);
        }
        for child in &node.children {
            collect(child, tree);
        }
    }

    /// Compares with the report of an app that serves what is declared and nothing else.
    pub(super) fn compare(served: &Served, found: &Tree, defects: &mut Vec<Defect>) {
        let app = actix_web::App::new().configure(|config| {
            for declared in served.declared {
                config.service(plain(declared));
            }
        });
        let Some(declared) = observe(app, of) else { return };
        for (path, methods) in missing(found, &declared) {
            let (route, handler) = (served.route(&methods, path), served.handler);
            defects.push(Defect::Unlisted { route, handler });
        }
        for (path, methods) in missing(&declared, found) {
            let defect = served.not_served(&methods, path);
            if !defects.contains(&defect) {
                defects.push(defect);
            }
        }
    }

    /// What is in `one` and not in `other`.
    fn missing<'a>(one: &'a Tree, other: &Tree) -> Vec<(&'a str, Vec<String>)> {
        let missing = one.iter().filter_map(|(path, methods)| {
            let Some(known) = other.get(path) else {
                return Some((path.as_str(), methods.iter().cloned().collect()));
            };
            // No method is every method.
            if known.is_empty() {
                return None;
            }
            let more: Vec<_> = methods.difference(known).cloned().collect();
            (methods.is_empty() || !more.is_empty()).then_some((path.as_str(), more))
        });
        missing.collect()
    }

    fn plain(declared: &Declared) -> actix_web::Resource {
        let resource = web::resource(declared.path);
        let methods = declared.methods.iter().filter_map(|method| method.parse().ok());
        let mut methods = methods.map(Method);
        let resource = match methods.next() {
            Some(first) => resource.guard(methods.fold(Any(first), AnyGuard::or)),
            None => resource,
        };
        resource.to(async || HttpResponse::NoContent())
    }
}
