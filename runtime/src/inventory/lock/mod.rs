//! `Lock`: what an inventory says about access, as text that is reviewed line by line.

use core::fmt;
use std::collections::BTreeMap;

use super::{Caller, FieldList, FieldListKind, FieldUsage, Inventory, RouteInfo};
use crate::policy::{Condition, Name, OnDenied};

mod compare;
mod differences;
mod expression;
mod read;

pub use differences::{AccessChange, CallerChange, Differences, LineChange, RouteChange};
pub use read::LockError;

const TITLE: &str = "# Portcullis policy lock, version 1";
/// What stands before the name of a role, where a route has its method.
const ROLE: &str = "ROLE";
const ACCEPT: &str = "# Accept a change with PORTCULLIS_BLESS=1, and have the difference reviewed.";

/// Who may do what, as text: one block for each route, sorted by path and method, and one for each
/// role, with one fact a line, so that a difference between two versions is what a reviewer has to
/// see, and branches merge.
///
/// `Display` writes it, [`read`](Self::read) reads it. Where handlers are in the source is left out,
/// since it changes without meaning anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    routes: BTreeMap<RouteKey, Vec<Lines>>,
}

/// Path and method; a route for every method has `any`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RouteKey {
    path: String,
    method: String,
}

/// The facts about one route.
type Lines = Vec<Line>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    key: String,
    value: String,
}

impl Lock {
    /// The lock of an app with this inventory.
    pub fn of(inventory: &Inventory) -> Self {
        let mut routes: BTreeMap<RouteKey, Vec<Lines>> = BTreeMap::new();
        for route in inventory.routes() {
            let lines = lines(route, inventory);
            let any = ["any".to_owned()];
            let methods = if route.methods.is_empty() { &any } else { route.methods.as_slice() };
            for method in methods {
                let key = RouteKey { path: route.path.clone(), method: method.clone() };
                // Several where guards other than the method tell them apart.
                routes.entry(key).or_default().push(lines.clone());
            }
        }
        for role in inventory.roles() {
            let key = RouteKey { path: role.name.to_string(), method: ROLE.to_owned() };
            let line =
                |key: &str, names: &[Name]| Line { key: key.into(), value: names.join(", ") };
            let lines = vec![line("includes", &role.includes), line("grants", &role.grants)];
            routes.entry(key).or_default().push(lines);
        }
        Self { routes }
    }

    /// Reads what [`Lock`] wrote.
    ///
    /// # Errors
    /// The text is no lock, or one of another version; the line is named.
    pub fn read(text: &str) -> Result<Self, LockError> {
        read::read(text)
    }

    /// What is different in `newer`, and who gains or loses access by it.
    pub fn differences(&self, newer: &Self) -> Differences {
        compare::differences(self, newer)
    }
}

impl fmt::Display for RouteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{TITLE}\n{ACCEPT}")?;
        for (key, blocks) in &self.routes {
            for lines in blocks {
                writeln!(f, "\n{key}")?;
                for Line { key, value } in lines {
                    writeln!(f, "  {key}: {value}")?;
                }
            }
        }
        Ok(())
    }
}

fn lines(route: &RouteInfo, inventory: &Inventory) -> Lines {
    let mut lines = Vec::new();
    let mut line = |key: String, value: String| lines.push(Line { key, value: one_line(&value) });
    line("handler".into(), route.handler.name.into());
    line("policy".into(), route.policy.clone());
    if let Some(object) = &route.object {
        let denied = if object.is_list { "" } else { ", denied like one that is missing" };
        let denied = match object.on_denied {
            OnDenied::Forbidden => ", denied as forbidden",
            OnDenied::NotFound => denied,
        };
        line("object".into(), object.words() + denied);
        if !object.parameters.is_empty() {
            line("named by".into(), object.parameters.join(", "));
        }
        if !object.owner.is_empty() {
            line("owned by".into(), object.owner.join(", "));
        }
        if let Some(tenant) = object.tenant {
            line("of tenant".into(), tenant.into());
        }
    }
    if let Some(reason) = route.public_reason {
        line("public".into(), reason.into());
    }
    for hatch in &route.escape_hatches {
        line("hatch".into(), hatch.clone());
    }
    for middleware in inventory.middleware().iter().chain(&route.middleware) {
        line("behind".into(), (*middleware).into());
    }
    if route.is_conditional {
        line("conditional".into(), "guards other than the method decide whether it matches".into());
    }
    for (caller, access) in inventory.callers().iter().zip(&route.access) {
        line(format!("access {caller}"), access.words().into());
    }
    let callers = inventory.callers().iter().zip(&route.access);
    let callers = callers.filter(|(_, access)| access.is_possible()).map(|(caller, _)| caller);
    let mut fields = Fields { inventory, callers: callers.collect(), lines };
    for list in &route.input {
        fields.note(list, list.name.as_ref(), "in");
    }
    for list in &route.output {
        fields.note(list, list.name.as_ref(), "out");
    }
    fields.lines
}

/// The facts about the fields of a route.
struct Fields<'a> {
    inventory: &'a Inventory,
    /// Who can reach the route.
    callers: Vec<&'a Caller>,
    lines: Lines,
}

impl Fields<'_> {
    fn note(&mut self, list: &FieldList, path: &str, word: &str) {
        if list.kind == FieldListKind::Unlisted {
            self.line(format!("{word} unlisted"), &list.name);
            return;
        }
        for field in &list.fields {
            let word = match field.usage {
                FieldUsage::Set => "in",
                FieldUsage::Show => "out",
                FieldUsage::Filter => "filter",
                FieldUsage::Sort => "sort",
            };
            let path = format!("{path}.{}", field.name);
            let class = field.class_in_words().map_or(String::new(), |class| format!(" [{class}]"));
            let masked = if field.is_masked { " masked" } else { "" };
            let who = field.rule.as_ref().map_or("always".to_owned(), ToString::to_string);
            self.line(format!("{word} {path}{class}{masked}"), &who);
            if let Some(rule) = &field.rule {
                self.note_callers(rule, &format!("{word} {path}"));
            }
            if let Some(below) = &field.below {
                self.note(below, &path, word);
            }
        }
    }

    /// A rule in words says nothing of a grant, nor of a named policy, that changes.
    fn note_callers(&mut self, rule: &Condition, field: &str) {
        for caller in self.callers.clone() {
            let access = self.inventory.inner.terms.access(caller, rule);
            self.line(format!("{field} for {caller}"), access.words());
        }
    }

    fn line(&mut self, key: String, value: &str) {
        self.lines.push(Line { key, value: one_line(value) });
    }
}

/// Reasons are free text; a fact is one line.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
