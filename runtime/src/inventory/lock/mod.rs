//! `Lock`: what an inventory says about access, as text that is reviewed line by line.

use core::fmt;
use std::collections::BTreeMap;

use super::{FieldList, FieldListKind, FieldUsage, Inventory, RouteInfo};

mod compare;
mod differences;
mod expression;
mod read;

pub use differences::{AccessChange, CallerChange, Differences, LineChange, RouteChange};
pub use read::LockError;

const TITLE: &str = "# Portcullis policy lock, version 1";
const ACCEPT: &str = "# Accept a change with PORTCULLIS_BLESS=1, and have the difference reviewed.";

/// Who may do what, as text: one block for each route, sorted by path and method, one fact a line,
/// so that a difference between two versions is what a reviewer has to see, and branches merge.
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
            crate::policy::OnDenied::Forbidden => ", denied as forbidden",
            crate::policy::OnDenied::NotFound => denied,
        };
        line("object".into(), object.words() + denied);
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
    for list in &route.input {
        field_lines(list, list.name.as_ref(), "in", &mut line);
    }
    for list in &route.output {
        field_lines(list, list.name.as_ref(), "out", &mut line);
    }
    lines
}

fn field_lines(list: &FieldList, path: &str, word: &str, line: &mut impl FnMut(String, String)) {
    if list.kind == FieldListKind::Unlisted {
        line(format!("{word} unlisted"), list.name.to_string());
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
        let class = match &field.class {
            Some(class) => format!(" [{class}]"),
            None if field.is_sensitive => " [sensitive]".to_owned(),
            None => String::new(),
        };
        let masked = if field.is_masked { " masked" } else { "" };
        let who = field.rule.as_ref().map_or("always".to_owned(), ToString::to_string);
        line(format!("{word} {path}{class}{masked}"), who);
        if let Some(below) = &field.below {
            field_lines(below, &path, word, line);
        }
    }
}

/// Reasons are free text; a fact is one line.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
