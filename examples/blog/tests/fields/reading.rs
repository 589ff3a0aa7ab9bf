//! Reading: every object by everybody, alone and in lists, with every field that is there.

use portcullis_tests::client::Reply;
use serde_json::Value;

use crate::data::{Row, rows};
use crate::read_table::{Answer, answers, fields_of, is_seen};
use crate::scene::{Request, Scene};
use crate::words::CALLERS;

pub fn attack(scene: &mut Scene) {
    for answer in answers(CALLERS) {
        let request = Request::get(answer.caller, answer.path);
        let reply = scene.ask(request);
        let ids = answer.objects.as_deref().unwrap_or_default();
        let status = answer.objects.as_ref().err().copied().unwrap_or(200);
        if reply.status != status {
            scene.mismatch(request, &format!("{} instead of {status}", reply.status));
        } else if status == 200 {
            expect_objects(scene, request, &answer, &reply, ids);
        }
        if status == 200 && !answer.is_list {
            parameters_change_nothing(scene, &answer, &reply);
        }
    }
    let changes = scene.changes();
    assert!(changes.is_empty(), "reading changed {changes:?}");
}

/// One object has no parameters: whatever they are, the answer is the same.
fn parameters_change_nothing(scene: &mut Scene, answer: &Answer, reply: &Reply) {
    for field in fields_of(answer.view) {
        for query in ["fields=", "sort=", &format!("filter[{field}]=")] {
            let path = format!("{}?{query}{field}", answer.path);
            let request = Request::get(answer.caller, &path);
            let other = scene.ask(request);
            if (other.status, &other.body) != (reply.status, &reply.body) {
                scene.mismatch(request, &format!("{} unlike {}", other.body, reply.body));
            }
        }
    }
}

/// Compares an answer with the rows of `ids` in the database, seen through the view.
fn expect_objects(
    scene: &mut Scene,
    request: Request<'_>,
    answer: &Answer,
    reply: &Reply,
    ids: &[i64],
) {
    let Some(found) = objects(reply, answer.is_list) else {
        scene.mismatch(request, &format!("no objects in {}", reply.body));
        return;
    };
    let mut numbers: Vec<_> = found.iter().filter_map(id_of).collect();
    numbers.sort_unstable();
    if numbers != ids {
        scene.mismatch(request, &format!("{numbers:?} instead of {ids:?}"));
    }
    let table = rows(scene.fresh());
    let kind = if answer.view == "reported" { "posts" } else { &format!("{}s", answer.view) };
    for object in &found {
        if let Some(wrong) = unlike_view(answer.view, object, answer.caller) {
            scene.mismatch(request, &format!("{}: {wrong}", reply.body));
        }
        let id = id_of(object).unwrap_or_default();
        let stored = table.get(&(kind.to_owned(), id));
        let is_stored = |(name, value)| stored.is_some_and(|row| row.get(name) == Some(value));
        if !object.iter().all(is_stored) {
            scene.mismatch(request, &format!("{object:?} is stored as {stored:?}"));
        }
    }
}

/// The objects of an answer: one, or those of a page that has no next.
pub fn objects(reply: &Reply, is_list: bool) -> Option<Vec<Row>> {
    let document: Row = serde_json::from_str(&reply.body).ok()?;
    if !is_list {
        return Some(vec![document]);
    }
    let items = document.get("items")?.as_array()?;
    let items: Option<Vec<_>> = items.iter().map(|item| item.as_object().cloned()).collect();
    items.filter(|_| document.len() == 1)
}

pub fn id_of(object: &Row) -> Option<i64> {
    object.get("id").and_then(Value::as_i64)
}

/// What of an object is not as the table says: a field too many, or one that is missing.
pub fn unlike_view(view: &str, object: &Row, caller: &str) -> Option<String> {
    let id = id_of(object).unwrap_or_default();
    let fields = fields_of(view);
    let unknown = object.keys().find(|key| !fields.contains(&key.as_str()));
    if let Some(unknown) = unknown {
        return Some(format!("there is no {unknown}"));
    }
    let wrong = fields
        .into_iter()
        .find(|field| object.contains_key(*field) != is_seen(view, field, caller, id));
    wrong.map(|field| format!("{field} is there or not"))
}
