//! The oracle: a list asked by a field that the caller may not see, and by one that does not exist.

use std::collections::BTreeMap;

use portcullis_tests::client::Reply;
use serde_json::Value;

use crate::data::{Row, rows};
use crate::read_table::{Answer, answers, fields_of, is_ever_seen, is_seen, may_filter, may_sort};
use crate::reading::{id_of, objects};
use crate::scene::{Request, Scene};
use crate::words::CALLERS;

const FILTERS: [&str; 9] = [
    "filter[{}]=canary-sent-value",
    "filter[{}]=1",
    "filter[{}]=true",
    "filter[{}]=",
    "filter[{}]",
    "filter%5B{}%5D=reader",
    "filter[{}]=a&filter[{}]=b",
    "filter[{}]=a&filter[{!}]=b",
    "filter[{}]=a&limit=0",
];
const SORTS: [&str; 6] =
    ["sort={}", "sort=-{}", "sort={},id", "sort=id,{}", "sort={},{}", "sort={}&limit=x"];
const SELECTIONS: [&str; 4] = ["fields={}", "fields=id,{}", "fields={},{}", "fields={}&sort=id"];
/// Nobody's, whatever the field.
const NEVER: [&str; 9] = [
    "filter[{!}]=1",
    "sort={!}",
    "fields={!}",
    "filter={}",
    "{}=1",
    "filter[t.{}]=1",
    "filter[{}][gt]=1",
    "sort={}%20desc",
    "fields[]={}",
];

/// A name that no field has.
const UNKNOWN: &str = "qqqqq";

pub fn attack(scene: &mut Scene) {
    for answer in answers(CALLERS).iter().filter(|answer| answer.is_list) {
        let Ok(ids) = &answer.objects else {
            refusals_say_nothing(scene, answer);
            continue;
        };
        // The next page begins behind a cursor, in which the scene looks for canaries.
        expect_status(scene, answer.caller, &format!("{}?limit=1", answer.path), 200);
        // The answer to each probe with a field that does not exist.
        let probes = [&FILTERS[..], &SORTS, &SELECTIONS, &NEVER].concat();
        let unknown =
            probes.into_iter().map(|probe| (probe, probed(scene, answer, probe, UNKNOWN)));
        let unknown: BTreeMap<_, _> = unknown.collect();
        for field in fields_of(answer.view) {
            for probe in forbidden(answer, field) {
                let reply = probed(scene, answer, probe, field);
                let other = renamed(&unknown[probe], field);
                if reply != other || !reply.starts_with("422") {
                    let path = format!("{}?{}", answer.path, filled(probe, field));
                    let request = Request::get(answer.caller, &path);
                    scene.mismatch(request, &format!("{reply}\n    unlike {other}"));
                }
            }
            is_usable(scene, answer, ids, field);
        }
    }
    a_cursor_is_no_way_round(scene);
}

/// What the caller may not ask by the field.
fn forbidden(answer: &Answer, field: &str) -> Vec<&'static str> {
    let (view, caller) = (answer.view, answer.caller);
    let mut probes = NEVER.to_vec();
    if !may_filter(view, field, caller) {
        probes.extend(FILTERS);
    }
    if !may_sort(view, field, caller) {
        probes.extend(SORTS);
    }
    if !is_ever_seen(view, field, caller) {
        probes.extend(SELECTIONS);
    }
    probes
}

/// Who may not have the list is told the same, whatever is asked.
fn refusals_say_nothing(scene: &mut Scene, answer: &Answer) {
    let plain = whole(&scene.ask(Request::get(answer.caller, answer.path)));
    for field in fields_of(answer.view) {
        for probe in [FILTERS[0], SORTS[0], SELECTIONS[0]] {
            let reply = probed(scene, answer, probe, field);
            if reply != plain {
                let request = Request::get(answer.caller, answer.path);
                scene.mismatch(request, &format!("{probe} {field}: {reply}\n    unlike {plain}"));
            }
        }
    }
}

fn probed(scene: &mut Scene, answer: &Answer, probe: &str, name: &str) -> String {
    let path = format!("{}?{}", answer.path, filled(probe, name));
    whole(&scene.ask(Request::get(answer.caller, &path)))
}

/// The answer about the unknown field with the name of another.
fn renamed(answer: &str, field: &str) -> String {
    let answer = answer.replace(UNKNOWN, field);
    answer.replace(&UNKNOWN.to_uppercase(), &field.to_uppercase())
}

/// `{}` is the name, `{!}` the name in capitals.
fn filled(probe: &str, name: &str) -> String {
    probe.replace("{}", name).replace("{!}", &name.to_uppercase())
}

/// The whole answer but for the date, and the length, which names of other lengths change.
fn whole(reply: &Reply) -> String {
    let varies = |name: &str| ["date", "content-length"].contains(&name);
    let headers = reply.headers().iter();
    let mut headers: Vec<_> =
        headers.filter(|(name, _)| !varies(&name.to_ascii_lowercase())).collect();
    headers.sort();
    format!("{} {headers:?} {}", reply.status, reply.body)
}

/// The control: with a key that the caller has, the list is looked through, sorted and narrowed.
fn is_usable(scene: &mut Scene, answer: &Answer, ids: &[i64], field: &str) {
    let (view, caller) = (answer.view, answer.caller);
    let table = rows(scene.fresh());
    let stored = |id: i64| table[&(format!("{view}s"), id)][field].clone();
    if may_filter(view, field, caller) {
        let Some(wanted) = ids.first().map(|id| stored(*id)) else { return };
        let text = wanted.as_str().map_or(wanted.to_string(), str::to_owned);
        let matching: Vec<_> = ids.iter().copied().filter(|id| stored(*id) == wanted).collect();
        let found = ask(scene, answer, &format!("filter[{field}]={text}"));
        compare(scene, answer, field, found.as_deref(), &matching);
    }
    if may_sort(view, field, caller) {
        let up = ask(scene, answer, &format!("sort={field}")).unwrap_or_default();
        let mut down = ask(scene, answer, &format!("sort=-{field}")).unwrap_or_default();
        down.reverse();
        compare(scene, answer, field, Some(&down), &numbers(&up));
        let mut sorted = up;
        sorted.sort_unstable_by_key(id_of);
        compare(scene, answer, field, Some(&sorted), ids);
    }
    if is_ever_seen(view, field, caller) {
        let found = ask(scene, answer, &format!("fields=id,{field}"));
        compare(scene, answer, field, found.as_deref(), ids);
        for object in found.unwrap_or_default() {
            let id = id_of(&object).unwrap_or_default();
            let has_field = object.get(field) == Some(&stored(id));
            let is_narrow = object.keys().all(|key| key == "id" || key == field);
            if !is_narrow || has_field != is_seen(view, field, caller, id) {
                let request = Request::get(caller, answer.path);
                scene.mismatch(request, &format!("of the fields id, {field}: {object:?}"));
            }
        }
    }
}

/// The objects of a list, where it is answered.
fn ask(scene: &mut Scene, answer: &Answer, query: &str) -> Option<Vec<Row>> {
    let path = format!("{}?{query}", answer.path);
    let reply = scene.ask(Request::get(answer.caller, &path));
    if reply.status == 200 { objects(&reply, true) } else { None }
}

fn numbers(objects: &[Row]) -> Vec<i64> {
    objects.iter().filter_map(id_of).collect()
}

fn compare(
    scene: &mut Scene,
    answer: &Answer,
    field: &str,
    found: Option<&[Row]>,
    expected: &[i64],
) {
    let found = found.map(numbers);
    if found.as_deref() != Some(expected) {
        let request = Request::get(answer.caller, answer.path);
        scene.mismatch(request, &format!("by {field}: {found:?} instead of {expected:?}"));
    }
}

/// A cursor that the administrator got by address is none for the editor.
fn a_cursor_is_no_way_round(scene: &mut Scene) {
    let first = scene.ask(Request::get("ida", "/users?sort=email&limit=1"));
    let document: Value = serde_json::from_str(&first.body).unwrap();
    let cursor = document["next"].as_str().expect("a cursor");
    let next = format!("/users?sort=email&limit=1&cursor={cursor}");
    expect_status(scene, "ida", &next, 200);
    for query in ["limit=1", "sort=id", "sort=name", "limit=1&fields=email", "filter[role]=admin"] {
        expect_status(scene, "eve", &format!("/users?{query}&cursor={cursor}"), 422);
    }
    let known = expect_status(scene, "eve", &next, 422);
    let unknown = next.replace("sort=email", &format!("sort={UNKNOWN}"));
    let unknown = expect_status(scene, "eve", &unknown, 422);
    if known != unknown {
        scene.mismatch(Request::get("eve", &next), &format!("{known} unlike {unknown}"));
    }
}

fn expect_status(scene: &mut Scene, caller: &str, path: &str, status: u16) -> String {
    let request = Request::get(caller, path);
    let reply = scene.ask(request);
    if reply.status != status {
        scene.mismatch(request, &format!("{} instead of {status}", reply.status));
    }
    whole(&reply)
}
