//! `Selection`: which routes of tables a rule speaks about.

use super::message::Message;
use super::names::{equal, nearest};
use super::pattern::contains;
use crate::gate::{Declared, RouteTable};
use crate::vocabulary::Vocabulary;

/// The methods that change nothing (RFC 9110 section 9.2.1, and QUERY).
const SAFE: &[&str] = &["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"];

/// The methods that need not occur in a table to be known.
const METHODS: &[&str] =
    &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"];

/// The routes with one method, below one path, or those that change something.
#[derive(Clone, Copy)]
pub struct Selection {
    /// Routes that take it; every route where it is `None`.
    pub method: Option<&'static str>,
    /// Whole segments at the beginning of the whole path.
    pub under: Option<&'static str>,
    /// Routes with a method that is not safe, or for every method.
    pub mutating: bool,
}

impl Selection {
    pub(super) const fn has(&self, prefix: &str, route: &Declared) -> bool {
        (match self.method {
            Some(method) => takes(route, method),
            None => true,
        }) && self.is_above(prefix, route)
            && (!self.mutating || mutates(route))
    }

    const fn is_above(&self, prefix: &str, route: &Declared) -> bool {
        match self.under {
            Some(under) => covers(under, prefix, route.path),
            None => true,
        }
    }

    /// Refuses a path without routes and a method that nobody knows: both are typing errors.
    #[track_caller]
    pub(super) const fn assert_known<V: Vocabulary>(&self, tables: &[&RouteTable<V>]) {
        if let Some(under) = self.under {
            let all = Self { method: None, under: self.under, mutating: false };
            if !all.has_any(tables) {
                let message = Message::new()
                    .push("no route is under `")
                    .push(under)
                    .push("`: name a path of these tables, which begin with ")
                    .push_prefixes(tables);
                panic!("{}", message.as_str())
            }
        }
        if let Some(method) = self.method
            && !contains(METHODS, method)
            && !(Self { method: self.method, under: None, mutating: false }).has_named(tables)
        {
            let message = Message::new().push("no route has the method `").push(method);
            let message = match nearest(method, METHODS) {
                Some(nearest) => message.push("`; did you mean `").push(nearest).push("`?"),
                None => message.push("`: name one that a route takes, for example `DELETE`"),
            };
            panic!("{}", message.as_str())
        }
    }

    /// Refuses a selection of nothing, where a rule about nothing would always hold.
    #[track_caller]
    pub(super) const fn assert_not_empty<V: Vocabulary>(&self, tables: &[&RouteTable<V>]) {
        let Some(method) = self.method else { return };
        if !self.has_any(tables) {
            let message = Message::new().push("no route takes `").push(method);
            let message = match self.under {
                Some(under) => message.push("` under `").push(under),
                None => message,
            };
            let message =
                message.push("`, so the rule always holds: remove it, or ask about every `route`");
            panic!("{}", message.as_str())
        }
    }

    const fn has_any<V: Vocabulary>(&self, tables: &[&RouteTable<V>]) -> bool {
        self.count(tables, false) > 0
    }

    /// Whether a route states the method itself, and not just takes every one.
    const fn has_named<V: Vocabulary>(&self, tables: &[&RouteTable<V>]) -> bool {
        self.count(tables, true) > 0
    }

    const fn count<V: Vocabulary>(&self, tables: &[&RouteTable<V>], named: bool) -> u32 {
        let mut count = 0;
        let mut table = 0;
        while table < tables.len() {
            let mut handler = 0;
            while handler < tables[table].handlers.len() {
                let routes = tables[table].handlers[handler].routes;
                let mut at = 0;
                while at < routes.len() {
                    let counts = !named || !routes[at].methods.is_empty();
                    if counts && self.has(tables[table].prefix, &routes[at]) {
                        count += 1;
                    }
                    at += 1;
                }
                handler += 1;
            }
            table += 1;
        }
        count
    }
}

/// Whether a request with `method` gets to the route. An app answers `HEAD` by the `GET` route.
const fn takes(route: &Declared, method: &str) -> bool {
    route.methods.is_empty()
        || contains(route.methods, method)
        || (equal(method, "HEAD") && contains(route.methods, "GET"))
}

const fn mutates(route: &Declared) -> bool {
    let mut at = 0;
    while at < route.methods.len() {
        if !contains(SAFE, route.methods[at]) {
            return true;
        }
        at += 1;
    }
    route.methods.is_empty()
}

/// Whether the segments of `under` are the first ones of `prefix` and `path`.
const fn covers(under: &str, prefix: &str, path: &str) -> bool {
    let under = under.as_bytes();
    let mut at = 0;
    while at < under.len() {
        match byte(prefix, path, at) {
            Some(byte) if byte == under[at] => at += 1,
            _ => return false,
        }
    }
    matches!(byte(prefix, path, at), None | Some(b'/'))
}

/// The byte at `at` of the whole path.
const fn byte(prefix: &str, path: &str, at: usize) -> Option<u8> {
    let (prefix, path) = (prefix.as_bytes(), path.as_bytes());
    if at < prefix.len() {
        return Some(prefix[at]);
    }
    let mut at = at - prefix.len();
    // As actix-web reads a path without its slash.
    if !path.is_empty() && path[0] != b'/' {
        if at == 0 {
            return Some(b'/');
        }
        at -= 1;
    }
    if at < path.len() { Some(path[at]) } else { None }
}

impl Message {
    /// Appends the method and the whole path.
    pub(super) const fn push_route(self, prefix: &str, route: &Declared) -> Self {
        let mut message = self.push("`");
        if route.methods.is_empty() {
            message = message.push("any");
        }
        let mut at = 0;
        while at < route.methods.len() {
            if at > 0 {
                message = message.push(",");
            }
            message = message.push(route.methods[at]);
            at += 1;
        }
        message = message.push(" ").push(prefix);
        let (prefix, path) = (prefix.as_bytes(), route.path.as_bytes());
        if (prefix.is_empty() && path.is_empty()) || (!path.is_empty() && path[0] != b'/') {
            message = message.push("/");
        }
        message.push(route.path).push("`")
    }

    const fn push_prefixes<V: Vocabulary>(self, tables: &[&RouteTable<V>]) -> Self {
        let mut message = self;
        let mut at = 0;
        while at < tables.len() {
            message = match at {
                0 => message,
                last if last + 1 == tables.len() => message.push(" and "),
                _ => message.push(", "),
            };
            message = message.push("`").push(tables[at].prefix).push("`");
            at += 1;
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use super::{Declared, Selection, covers};

    const fn route(methods: &'static [&'static str], path: &'static str) -> Declared {
        Declared { methods, path, middleware: &[], conditional: false }
    }

    #[test]
    fn whole_segments_of_the_whole_path_are_compared() {
        for (under, prefix, path, expected) in [
            ("/admin", "/admin", "", true),
            ("/admin", "/admin", "/x", true),
            ("/admin", "/admin", "x", true),
            ("/admin", "", "/admin", true),
            ("/admin", "", "admin/", true),
            ("/admin/x", "/admin", "/x/{id}", true),
            ("/admin/x", "/admin", "x", true),
            ("/a/{id}", "/a", "/{id}/b", true),
            ("/admin", "/administrators", "", false),
            ("/admin", "/admin", "istrators", true),
            ("/admin", "", "/administrators", false),
            ("/admin", "/api", "/admin", false),
            ("/admin/x", "/admin", "", false),
            ("/a/b", "/a", "/{id}", false),
        ] {
            assert_eq!(covers(under, prefix, path), expected, "{under} {prefix} {path}");
        }
    }

    #[test]
    fn a_route_takes_its_methods_every_method_and_head_with_get() {
        let all = Selection { method: None, under: None, mutating: false };
        let of = |method| Selection { method: Some(method), ..all };
        assert!(of("GET").has("", &route(&["GET"], "/")));
        assert!(of("HEAD").has("", &route(&["GET"], "/")));
        assert!(!of("GET").has("", &route(&["HEAD"], "/")));
        assert!(of("DELETE").has("", &route(&[], "/")));
        assert!(of("DELETE").has("", &route(&["GET", "DELETE"], "/")));
        assert!(!of("DELETE").has("", &route(&["GET", "PUT"], "/")));
    }

    #[test]
    fn what_is_not_known_to_be_safe_mutates() {
        let mutating = Selection { method: None, under: None, mutating: true };
        for methods in [&["GET"], &["HEAD"], &["OPTIONS"], &["TRACE"], &["QUERY"]] {
            assert!(!mutating.has("", &route(methods, "/")), "{methods:?}");
        }
        for methods in [&["POST"], &["PUT"], &["PATCH"], &["DELETE"], &["CONNECT"], &["PURGE"]] {
            assert!(mutating.has("", &route(methods, "/")), "{methods:?}");
        }
        assert!(mutating.has("", &route(&["GET", "POST"], "/")));
        assert!(mutating.has("", &route(&[], "/")));
    }
}
