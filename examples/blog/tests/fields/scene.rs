//! `Scene`: the blog with its database, and everything that it answered.

use portcullis_tests::client::Reply;
use serde_json::Value;

use crate::canaries::{CANARY, misplaced};
use crate::data;
use crate::site::Site;
use crate::words::token_of;

pub const JSON: &str = "application/json";

pub struct Scene {
    site: Site,
    everything: String,
    /// What the database has since it was made anew.
    fresh: Vec<String>,
    mismatches: Vec<String>,
    asked: usize,
    changed: usize,
    sighted: usize,
}

/// A request, as somebody's.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub caller: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub content_type: &'a str,
    pub body: &'a str,
}

impl<'a> Request<'a> {
    pub fn get(caller: &'a str, path: &'a str) -> Self {
        Self { caller, method: "GET", path, content_type: JSON, body: "" }
    }
}

impl Scene {
    pub fn start(url: Option<String>) -> Self {
        let site = Site::start(url, "blog_fields");
        let everything = data::everything(&site);
        let mut scene = Self {
            site,
            everything,
            fresh: Vec::new(),
            mismatches: Vec::new(),
            asked: 0,
            changed: 0,
            sighted: 0,
        };
        scene.renew();
        scene
    }

    fn renew(&mut self) {
        data::renew(&self.site);
        self.fresh = data::dump(&self.site, &self.everything);
    }

    /// Lets no row change any more.
    pub fn freeze(&self) {
        data::freeze(&self.site);
    }

    /// What the database has at the start.
    pub fn fresh(&self) -> &[String] {
        &self.fresh
    }

    /// What a request changed, which is undone.
    pub fn changes(&mut self) -> Vec<data::Change> {
        let now = data::dump(&self.site, &self.everything);
        if now == self.fresh {
            return Vec::new();
        }
        let changes = data::changes(&self.fresh, &now);
        self.changed += 1;
        self.renew();
        changes
    }

    /// Sends the request, and looks at what every answer must and must not have.
    pub fn ask(&mut self, request: Request<'_>) -> Reply {
        let Request { caller, method, path, content_type, body } = request;
        let token = token_of(caller);
        let reply = match content_type {
            JSON => self.site.ask(method, path, body, token),
            other => self.site.send(method, path, other, body, token),
        };
        self.asked += 1;
        let whole = format!("{:?} {}", reply.headers(), reply.body);
        let (wrong, sighted) = misplaced(&whole, caller, method, path);
        self.sighted += sighted;
        for canary in wrong {
            self.mismatch(request, &format!("{} with {canary}", reply.status));
        }
        if reply.status >= 400 && (whole.contains(CANARY) || !is_mere_refusal(&reply)) {
            self.mismatch(request, &format!("a refusal that tells of data: {whole}"));
        }
        reply
    }

    pub fn mismatch(&mut self, request: Request<'_>, wrong: &str) {
        let Request { caller, method, path, content_type, body } = request;
        self.mismatches.push(format!("{method} {path} {content_type} {body} by {caller}: {wrong}"));
    }

    pub fn count(&self) -> usize {
        self.asked
    }

    pub fn changed(&self) -> usize {
        self.changed
    }

    /// The canaries that were where they may be.
    pub fn sighted(&self) -> usize {
        self.sighted
    }

    pub fn mismatches(&self) -> Vec<String> {
        self.mismatches.clone()
    }
}

/// Whether it is a problem document that has none but its usual members.
fn is_mere_refusal(reply: &Reply) -> bool {
    const MEMBERS: [&str; 6] = ["type", "title", "status", "detail", "error", "errors"];
    const OF_ERRORS: [&str; 4] = ["pointer", "parameter", "code", "detail"];
    let has_only = |value: &Value, names: &[&str]| {
        value.as_object().is_some_and(|it| it.keys().all(|key| names.contains(&key.as_str())))
    };
    let document: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    let mut errors = document["errors"].as_array().into_iter().flatten();
    reply.is_problem_document()
        && has_only(&document, &MEMBERS)
        && errors.all(|error| has_only(error, &OF_ERRORS))
}
