//! `Observed`: who was let in where, against what the inventory answers when it is asked.

use std::collections::BTreeMap;

use blog::Permission;
use portcullis::inventory::{Access, Capabilities};
use portcullis::{Inventory, Principal, RouteInfo};
use serde_json::Value;

use crate::askers::{Asker, askers};
use crate::expected::Answer;
use crate::questions::{About, is_asked, name_of};
use crate::site::Site;

/// By route and by the caller's place in the inventory.
#[derive(Default)]
pub struct Observed {
    seen: BTreeMap<(String, usize), Seen>,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    allowed: bool,
    refused: bool,
}

/// What can be reached, and whether always.
type Reach = BTreeMap<String, &'static str>;

impl Observed {
    /// What is missing is out of everybody's reach, and tells nothing.
    pub fn note(&mut self, route: &RouteInfo, asker: &Asker, about: &About<'_>, answer: &Answer) {
        let seen = self.seen.entry((name_of(route), asker.column)).or_default();
        match (about, answer) {
            (About::Missing, _) | (_, Answer::NotFound) => {}
            (_, Answer::Allowed) => seen.allowed = true,
            (_, Answer::Refused(_)) => seen.refused = true,
            (About::List(rows), Answer::Listed(numbers)) => {
                seen.allowed |= !numbers.is_empty();
                seen.refused |= rows.len() > numbers.len();
            }
            (_, Answer::Listed(_)) => panic!("{}: a list of one", name_of(route)),
        }
    }

    /// `None` where nobody was let in.
    fn word(&self, route: &str, column: usize) -> Option<&'static str> {
        let seen = self.seen.get(&(route.to_owned(), column)).copied().unwrap_or_default();
        match seen {
            Seen { allowed: false, .. } => None,
            Seen { refused: true, .. } => Some("depends"),
            Seen { refused: false, .. } => Some("always"),
        }
    }

    /// What this caller reached.
    fn reached(&self, inventory: &Inventory, column: usize) -> Reach {
        let routes = inventory.routes().iter().filter(|route| is_asked(route)).map(name_of);
        routes.filter_map(|route| Some((route.clone(), self.word(&route, column)?))).collect()
    }

    /// Where the inventory says something else of who can reach what.
    pub fn mismatches(&self, inventory: &Inventory) -> Vec<String> {
        let mut mismatches = Vec::new();
        let callers: Vec<_> = inventory.callers().iter().map(ToString::to_string).collect();
        for (column, caller) in callers.iter().enumerate() {
            let told = inventory.reached_by(caller).unwrap();
            let told = told.filter(|(route, _)| is_asked(route));
            let told = told.map(|(route, access)| (name_of(route), word_of(access))).collect();
            let reached = self.reached(inventory, column);
            mismatches.extend(differences(&format!("reached by {caller}"), &told, &reached));
        }
        for route in inventory.routes().iter().filter(|route| is_asked(route)) {
            let told = inventory.who_can_reach(&route.methods[0], &route.path).into_iter();
            let told =
                told.map(|(caller, access)| (caller.to_string(), word_of(&access))).collect();
            let columns = callers.iter().enumerate();
            let seen = columns.filter_map(|(column, caller)| {
                Some((caller.clone(), self.word(&name_of(route), column)?))
            });
            let question = format!("who can reach {}", name_of(route));
            mismatches.extend(differences(&question, &told, &seen.collect()));
        }
        mismatches
    }

    /// Where a client that asks for its capabilities is told something else.
    pub fn mismatches_of_capabilities(&self, site: &Site, inventory: &Inventory) -> Vec<String> {
        let mut mismatches = Vec::new();
        for asker in askers(inventory) {
            let told = match asker.user {
                Some(user) => site.ask("GET", "/capabilities", "", Some(user)).body,
                // Nobody without a token is told over HTTP.
                None => serde_json::to_string(&of_anybody(inventory)).unwrap(),
            };
            let mut told = reach_of(&serde_json::from_str(&told).unwrap());
            let others = inventory.routes().iter().filter(|route| !is_asked(route));
            for route in others {
                told.remove(&name_of(route));
            }
            let reached = self.reached(inventory, asker.column);
            mismatches.extend(differences(&format!("capabilities of {asker}"), &told, &reached));
        }
        mismatches
    }
}

fn of_anybody(inventory: &Inventory) -> Capabilities {
    inventory.capabilities(None::<&Principal<Permission>>)
}

fn reach_of(capabilities: &Value) -> Reach {
    let routes = capabilities["routes"].as_array().unwrap().iter().map(|route| {
        let methods = route["methods"].as_array().unwrap().iter();
        let methods: Vec<_> = methods.map(|method| method.as_str().unwrap()).collect();
        let may = match route["may"].as_str() {
            Some("always") => "always",
            Some("depends") => "depends",
            other => panic!("may {other:?}"),
        };
        (format!("{} {}", methods.join(","), route["path"].as_str().unwrap()), may)
    });
    routes.collect()
}

fn word_of(access: &Access) -> &'static str {
    match access {
        Access::Always => "always",
        Access::If { .. } => "depends",
        Access::Never => "never",
    }
}

fn differences(question: &str, told: &Reach, seen: &Reach) -> Vec<String> {
    let keys = told.keys().chain(seen.keys().filter(|key| !told.contains_key(*key)));
    let differing = keys.filter(|key| told.get(*key) != seen.get(*key));
    let named = differing.map(|key| {
        format!("{question}: {key}: told {:?}, seen {:?}", told.get(key), seen.get(key))
    });
    named.collect()
}
