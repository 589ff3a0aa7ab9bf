//! `Round`: everybody asks everything, and what differs from the inventory is written down.

use portcullis::{Inventory, RouteInfo};
use portcullis_tests::client::Reply;
use serde_json::Value;

use crate::askers::{Asker, askers};
use crate::data;
use crate::expected::{Answer, answer};
use crate::observed::Observed;
use crate::questions::{About, Question, is_asked, name_of, questions};
use crate::site::Site;
use crate::world::World;

#[derive(Default)]
pub struct Round {
    pub mismatches: Vec<String>,
    pub observed: Observed,
    pub asked: usize,
    pub allowed: usize,
    pub changed: usize,
}

pub fn ask_everything(site: &Site, inventory: &Inventory) -> Round {
    let mut round = Round::default();
    for asker in &askers(inventory) {
        let world = World::of(asker);
        world.renew(site);
        let fresh = data::dump(site);
        for route in inventory.routes().iter().filter(|route| is_asked(route)) {
            let has_changed = || route.methods != ["GET"] && data::dump(site) != fresh;
            let (refused, others): (Vec<_>, Vec<_>) =
                questions(route, asker, &world).into_iter().partition(|asked| {
                    matches!(answer(route, asker, &asked.about), Answer::Refused(_))
                });
            for question in &refused {
                round.ask(site, route, asker, question);
            }
            if has_changed() {
                round.mismatches.push(format!("{}: a refusal changed the data", name_of(route)));
                world.renew(site);
            }
            for question in &others {
                round.ask(site, route, asker, question);
                if has_changed() {
                    round.changed += 1;
                    world.renew(site);
                }
            }
        }
    }
    round
}

impl Round {
    /// Asks, and compares.
    fn ask(&mut self, site: &Site, route: &RouteInfo, asker: &Asker, question: &Question<'_>) {
        let [method] = route.methods.as_slice() else {
            panic!("{}: no way to choose a method", name_of(route));
        };
        let reply = site.ask(method, &question.path, &question.body, asker.user);
        let (got, expected) =
            (read(&reply, route, question), answer(route, asker, &question.about));
        self.asked += 1;
        self.allowed += usize::from(reply.status < 300);
        if got != expected {
            self.mismatch(route, asker, question, &format!("{got:?} instead of {expected:?}"));
        }
        self.observed.note(route, asker, &question.about, &got);
    }

    fn mismatch(&mut self, route: &RouteInfo, asker: &Asker, question: &Question<'_>, wrong: &str) {
        let access = route.access[asker.column].words();
        let path = &question.path;
        self.mismatches
            .push(format!("{} as {path} by {asker} ({access}): {wrong}", name_of(route)));
    }
}

fn read(reply: &Reply, route: &RouteInfo, question: &Question<'_>) -> Answer {
    match (reply.status, &question.about) {
        (200, About::List(_)) => {
            let page: Value = serde_json::from_str(&reply.body).unwrap();
            assert!(page["next"].is_null(), "{}: more than one page", name_of(route));
            let items = page["items"].as_array().unwrap();
            let mut numbers: Vec<_> =
                items.iter().map(|item| item["id"].as_i64().unwrap()).collect();
            numbers.sort_unstable();
            Answer::Listed(numbers)
        }
        (200..300, _) => Answer::Allowed,
        // A guard without an object has nothing that it could be hiding.
        (404, _) if route.object.is_none() => Answer::NotFound,
        (status, _) => Answer::Refused(status),
    }
}
