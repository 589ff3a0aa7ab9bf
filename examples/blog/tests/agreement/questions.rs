//! What is asked of a route: one request for each object, and one for an object that is missing.

use portcullis::RouteInfo;
use serde_json::Value;

use crate::askers::Asker;
use crate::world::{MISSING, Row, World, own_blog};

/// What the inventory does not tell: the body that a route takes from everybody who may send one.
/// `OWN_BLOG` is a blog that the caller may put posts into.
const BODIES: &str = r#"
POST  /blogs {"title":"after"}
PATCH /blogs/{id} {"title":"after"}
POST  /blogs/{blog_id}/posts {"title":"after","body":"after"}
PATCH /blogs/{blog_id}/posts/{id} {"title":"after"}
POST  /blogs/{blog_id}/posts/{id}/publish none
POST  /posts/{id}/move {"blog_id":OWN_BLOG}
POST  /posts/{post_id}/comments {"body":"after"}
PATCH /posts/{post_id}/comments/{id} {"body":"after"}
POST  /users {"name":"after","email":"after@x.example","role":"reader"}
PATCH /users/{id} {"name":"after"}
"#;

/// The parameters that name an object of which the guard knows nothing.
const OTHER_PARAMETERS: [(&str, &str); 1] = [("user_id", "User")];

pub struct Question<'a> {
    pub path: String,
    pub body: String,
    pub about: About<'a>,
}

/// What a request is about.
pub enum About<'a> {
    Nothing,
    Object(&'a Row),
    Missing,
    /// All of which the ones that the caller may see are listed.
    List(Vec<&'a Row>),
}

pub fn name_of(route: &RouteInfo) -> String {
    format!("{} {}", route.methods_in_words(), route.path)
}

/// Whether everybody is told apart by a token alone. At the routes of accounts it is the kind of the
/// credential, or a password, that decides; `tests/accounts` asks those.
pub fn is_asked(route: &RouteInfo) -> bool {
    !route.handler.name.starts_with("blog::accounts::")
}

/// Every question about `route` that `asker` has in `world`.
pub fn questions<'a>(route: &RouteInfo, asker: &Asker, world: &'a World) -> Vec<Question<'a>> {
    let parameters = parameters(route);
    let rows = |resource: &str| {
        let rows = world.objects(resource);
        rows.unwrap_or_else(|| panic!("{}: no way to make a `{resource}`", name_of(route)))
    };
    let requests = match (&route.object, parameters.as_slice()) {
        (Some(object), [] | [_]) if object.is_list => lists(route, rows(object.resource)),
        (Some(object), _) if !object.is_list && object.parameters.len() == 1 => {
            each(route, object.parameters[0], rows(object.resource))
        }
        (None, []) => vec![(route.path.clone(), About::Nothing)],
        (None, [only]) => match OTHER_PARAMETERS.iter().find(|(name, _)| name == only) {
            Some((_, resource)) => each(route, only, rows(resource)),
            None => panic!("{}: no way to tell what `{only}` names", name_of(route)),
        },
        _ => panic!("{}: no way to fill in its path", name_of(route)),
    };
    let body = body(route).replace("OWN_BLOG", &own_blog(asker).to_string());
    let requests = requests.into_iter();
    requests.map(|(path, about)| Question { path, body: body.clone(), about }).collect()
}

/// Each object by the parameter `key`, and one that is missing where the first one is.
fn each<'a>(route: &RouteInfo, key: &str, rows: &'a [Row]) -> Vec<(String, About<'a>)> {
    let path = |row: &Row| {
        filled(route, &|name| if name == key { row.get("id") } else { row.get(name) }.cloned())
    };
    let mut missing = rows[0].clone();
    missing["id"] = MISSING.into();
    let there = rows.iter().map(|row| (path(row), About::Object(row)));
    there.chain([(path(&missing), About::Missing)]).collect()
}

/// The list; one for each value of the column that the path narrows it to, and for one that no
/// object has.
fn lists<'a>(route: &RouteInfo, rows: &'a [Row]) -> Vec<(String, About<'a>)> {
    let list = |value: Option<&Value>, rows: Vec<&'a Row>| {
        let path = filled(route, &|_| value.cloned());
        (format!("{path}?limit=100"), About::List(rows))
    };
    let parameters = parameters(route);
    let Some(narrowed) = parameters.first() else {
        return vec![list(None, rows.iter().collect())];
    };
    let mut values = vec![MISSING.into()];
    for value in rows.iter().filter_map(|row| row.get(*narrowed)) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    let those =
        |value: &Value| rows.iter().filter(|row| row.get(*narrowed) == Some(value)).collect();
    values.iter().map(|value| list(Some(value), those(value))).collect()
}

fn parameters(route: &RouteInfo) -> Vec<&str> {
    route.path.split('/').filter_map(parameter).collect()
}

fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn filled(route: &RouteInfo, value: &dyn Fn(&str) -> Option<Value>) -> String {
    let segments = route.path.split('/').map(|segment| match parameter(segment) {
        Some(name) => value(name)
            .unwrap_or_else(|| panic!("{}: no way to fill in `{name}`", name_of(route)))
            .to_string(),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

fn body(route: &RouteInfo) -> &'static str {
    if matches!(route.methods.as_slice(), [only] if only == "GET" || only == "DELETE") {
        return "";
    }
    let lines = BODIES.lines().filter_map(|line| {
        let (method, rest) = line.split_once(' ')?;
        let (path, body) = rest.trim_start().split_once(' ')?;
        (route.methods == [method] && route.path == path).then_some(body)
    });
    let mut bodies = lines.map(|body| if body == "none" { "" } else { body });
    bodies.next().unwrap_or_else(|| panic!("{}: no body to send", name_of(route)))
}
