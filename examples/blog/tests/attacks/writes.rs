//! Every field, set by everybody, in every disguise.

use serde_json::Value;

use crate::canaries;
use crate::data;
use crate::disguises::{Disguise, Meaning, disguises};
use crate::log;
use crate::site::{Site, caller};
use crate::snapshot::{changes, take};
use crate::table::{EVERYBODY, Object, assert_complete, objects};

struct Attempt<'a> {
    object: &'a Object,
    field: &'static str,
    caller: &'static str,
    disguise: &'a Disguise,
    expected: u16,
}

pub fn attack(site: &Site) {
    let objects = objects();
    let (mut refused, mut accepted) = (0, 0);
    for object in &objects {
        assert_complete(object);
        for (field, value, is_nullable, setters) in fields(object) {
            let other =
                if field == "title" || field == "name" { "nonsense" } else { other(object) };
            let disguises = disguises(field, value, other);
            let attempts: Vec<_> = EVERYBODY
                .iter()
                .flat_map(|caller| disguises.iter().map(move |disguise| (*caller, disguise)))
                .map(|(caller, disguise)| Attempt {
                    object,
                    field,
                    caller,
                    disguise,
                    expected: expected(object, caller, disguise.meaning, is_nullable, setters),
                })
                .collect();
            let (allowed, denied): (Vec<_>, Vec<_>) =
                attempts.into_iter().partition(|attempt| attempt.expected == 200);
            data::renew(site);
            canaries::plant(site);
            let before = take(site, &objects);
            for attempt in &denied {
                attempt.send(site);
            }
            let changed = changes(&before, &take(site, &objects));
            assert!(changed.is_empty(), "{field} of {}: {changed:?}", object.table);
            refused += denied.len();
            for attempt in &allowed {
                data::renew(site);
                canaries::plant(site);
                let before = take(site, &objects);
                attempt.send(site);
                let changed = changes(&before, &take(site, &objects));
                assert_eq!(changed, [(object.table, 1, field)], "{}", attempt.disguise.body);
            }
            accepted += allowed.len();
        }
    }
    log::assert_none();
    // The control: both occur.
    assert!(refused > 2500 && accepted > 50, "{refused} refused, {accepted} accepted");
}

/// Every field with a value, whether it may be null, and who may set it.
fn fields(
    object: &Object,
) -> impl Iterator<Item = (&'static str, &'static str, bool, &'static [&'static str])> {
    let denied = object.denied.iter().map(|(field, value)| (*field, *value, false, &[] as &[_]));
    object.writable.iter().copied().chain(denied)
}

/// A text field that may be set.
fn other(object: &Object) -> &'static str {
    object.writable.first().unwrap().0
}

fn expected(
    object: &Object,
    caller: &str,
    meaning: Meaning,
    is_nullable: bool,
    setters: &[&str],
) -> u16 {
    if caller == "nobody" {
        return 401;
    }
    if !object.writers.contains(&caller) {
        return 404;
    }
    let is_right = meaning == Meaning::Sets || (meaning == Meaning::Empties && is_nullable);
    match (is_right, setters) {
        (false, _) | (true, []) => 422,
        (true, setters) if setters.contains(&caller) => 200,
        (true, _) => 403,
    }
}

impl Attempt<'_> {
    fn send(&self, site: &Site) {
        let Disguise { content_type, body, .. } = self.disguise;
        let who = caller(self.caller).expect("a caller");
        let reply = site.send("PATCH", self.object.path, content_type, body, who);
        let context = format!("{} sends {body} to {}", self.caller, self.object.path);
        assert_eq!(reply.status, self.expected, "{context}: {}", reply.body);
        canaries::assert_none(&reply, &context);
        if self.expected == 403 {
            let answer: Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!(answer["errors"][0]["pointer"], format!("/{}", self.field), "{context}");
        }
        if self.expected == 422 {
            let answer: Value = serde_json::from_str(&reply.body).unwrap();
            assert!(!answer["errors"].as_array().unwrap().is_empty(), "{context}");
        }
    }
}
