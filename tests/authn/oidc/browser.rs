//! The browser's part: redirects and a small jar of cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use ureq::http::{Request, Response};

/// The origin that the app goes by.
pub(crate) const APP: &str = "https://app.example";

/// An answer.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
    headers: Vec<(String, String)>,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut own = self.headers.iter().filter(|(key, _)| key == name);
        own.next().map(|(_, value)| value.as_str())
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let own = self.headers.iter().filter(|(key, _)| key == name);
        own.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("a redirect: {self:?}"))
    }
}

/// A browser that knows where the app is. Its cookies are its own.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) app: SocketAddr,
    agent: ureq::Agent,
    pub(crate) cookies: BTreeMap<(String, String), String>,
}

impl Browser {
    pub(crate) fn new(app: SocketAddr) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .max_redirects(0);
        Self { app, agent: config.build().into(), cookies: BTreeMap::new() }
    }

    pub(crate) fn get(&mut self, url: &str) -> Page {
        self.send("GET", url, None)
    }

    pub(crate) fn post(&mut self, url: &str, form: &[(&str, &str)]) -> Page {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.send("POST", url, Some(&form))
    }

    /// Follows redirects until one leads to `end`, and yields that address, which is not visited.
    pub(crate) fn until(&mut self, url: &str, end: &str) -> String {
        let mut url = url.to_owned();
        for _ in 0..20 {
            if url.starts_with(end) {
                return url;
            }
            let page = self.get(&url);
            url = joined(&url, page.location());
        }
        panic!("too many redirects, the last to {url}");
    }

    /// Follows redirects to the end.
    pub(crate) fn follow(&mut self, url: &str) -> Page {
        let mut url = url.to_owned();
        for _ in 0..20 {
            let page = self.get(&url);
            match page.header("location") {
                Some(location) => url = joined(&url, location),
                None => return page,
            }
        }
        panic!("too many redirects, the last to {url}");
    }

    /// The value of the cookie `name` of the app.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(&(APP.to_owned(), name.to_owned())).map(String::as_str)
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert((APP.to_owned(), name.to_owned()), value.to_owned());
    }

    fn send(&mut self, method: &str, url: &str, form: Option<&str>) -> Page {
        let origin = origin_of(url).to_owned();
        let real = match url.strip_prefix(APP) {
            Some(path) => format!("http://{}{path}", self.app),
            None => url.to_owned(),
        };
        let own = self.cookies.iter().filter(|((of, _), _)| *of == origin);
        let own: Vec<_> = own.map(|((_, name), value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(real.split('#').next().unwrap());
        if !own.is_empty() {
            request = request.header("cookie", own.join("; "));
        }
        let answer = match form {
            None => self.agent.run(request.body(()).unwrap()),
            Some(form) => {
                let media_type = "application/x-www-form-urlencoded";
                let request = request.header("content-type", media_type);
                self.agent.run(request.body(form.to_owned()).unwrap())
            }
        };
        let page = page(answer.unwrap());
        for cookie in page.all("set-cookie") {
            self.keep(&origin, cookie);
        }
        page
    }

    fn keep(&mut self, origin: &str, cookie: &str) {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        let key = (origin.to_owned(), name.to_owned());
        if value.is_empty() {
            self.cookies.remove(&key);
        } else {
            self.cookies.insert(key, value.to_owned());
        }
    }
}

fn page(mut answer: Response<ureq::Body>) -> Page {
    let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap().to_owned();
    Page {
        status: answer.status().as_u16(),
        headers: answer
            .headers()
            .iter()
            .map(|(key, value)| (key.to_string(), text(value)))
            .collect(),
        body: answer.body_mut().read_to_string().unwrap(),
    }
}

fn origin_of(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    url[host..].find(['/', '?']).map_or(url, |end| &url[..host + end])
}

fn joined(base: &str, location: &str) -> String {
    if location.starts_with('/') {
        format!("{}{location}", origin_of(base))
    } else {
        location.to_owned()
    }
}

/// The parameter `name` of the query of `url`.
pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

/// `url` with the parameter `name` of its query replaced, or removed where `value` is `None`.
pub(crate) fn with_parameter(url: &str, name: &str, value: Option<&str>) -> String {
    let (path, query) = url.split_once('?').unwrap();
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key != name);
    let mut changed = form_urlencoded::Serializer::new(String::new());
    changed.extend_pairs(pairs).extend_pairs(value.map(|value| (name, value)));
    format!("{path}?{}", changed.finish())
}
