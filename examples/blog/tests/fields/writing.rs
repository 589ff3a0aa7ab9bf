//! Writing: every spelling of every field, by everybody, with what the database has afterwards.

use std::collections::BTreeSet;

use portcullis_tests::client::Reply;
use serde_json::Value;

use crate::data::{Change, Row, rows};
use crate::reading::unlike_view;
use crate::scene::{JSON, Request, Scene};
use crate::spellings::{Meaning, Spelling, spellings};
use crate::words::CALLERS;
use crate::write_table::{Field, Target, targets};

pub fn attack(scene: &mut Scene) {
    for target in targets() {
        let objects = rows(scene.fresh());
        let old = target.id.map(|id| &objects[&(target.table(), id)]);
        let fields = target.fields(old);
        for field in &fields {
            attack_field(scene, &target, field, &fields);
        }
        allowed_fields_are_set(scene, &target, &fields);
    }
}

fn attack_field(scene: &mut Scene, target: &Target, field: &Field, fields: &[Field]) {
    let open = || fields.iter().filter(|it| it.is_for_anybody());
    let other = open().find(|other| other.name != field.name);
    let rest = open().filter(|it| target.adds() && it.name != field.name);
    let rest: Vec<_> = rest.collect();
    for spelling in spellings(target, field, &rest, other) {
        let path = format!("{}{}", target.path, spelling.query);
        let cases = CALLERS.into_iter().zip(target.statuses).map(|(caller, usual)| {
            let request = request(target, caller, &path, spelling.content_type, &spelling.body);
            let (status, errors, set) = expected(&spelling, field, caller, usual, other);
            let rest = rest.iter().map(|it| (it.name, it.value.clone()));
            let set = set.map(|set| set.into_iter().chain(rest).collect());
            Case { request, status, errors, set }
        });
        check_all(scene, target, cases.collect());
    }
}

/// All fields at once that everybody may set.
fn allowed_fields_are_set(scene: &mut Scene, target: &Target, fields: &[Field]) {
    let open = || fields.iter().filter(|field| field.is_for_anybody());
    let members = open().map(|field| format!("\"{}\":{}", field.name, field.value));
    let body = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
    let cases = CALLERS.into_iter().zip(target.statuses).map(|(caller, status)| {
        let request = request(target, caller, target.path, JSON, &body);
        let set = || open().map(|field| (field.name, field.value.clone())).collect();
        Case { request, status, errors: Errors::new(), set: (status < 300).then(set) }
    });
    check_all(scene, target, cases.collect());
}

/// A request, and what becomes of it.
struct Case<'a> {
    request: Request<'a>,
    status: u16,
    errors: Errors,
    /// What is set, where something is.
    set: Option<Values>,
}

/// The refused ones first, with one look at the database behind them: together they change nothing.
fn check_all(scene: &mut Scene, target: &Target, cases: Vec<Case<'_>>) {
    let (allowed, refused): (Vec<_>, Vec<_>) = cases.into_iter().partition(|it| it.set.is_some());
    let mut last = None;
    for Case { request, status, errors, .. } in refused {
        let reply = scene.ask(request);
        compare(scene, request, &reply, status, &errors);
        last = Some(request);
    }
    let changes = scene.changes();
    if let Some(last) = last.filter(|_| !changes.is_empty()) {
        scene.mismatch(last, &format!("refused, or one before it, but changed {changes:?}"));
    }
    for Case { request, status, errors, set } in allowed {
        let reply = scene.ask(request);
        compare(scene, request, &reply, status, &errors);
        let expected = done(target, request.caller, &set.unwrap_or_default());
        let changes = scene.changes();
        let all = expected.iter().all(|change| changes.contains(change));
        if changes.len() != expected.len() || !all {
            scene.mismatch(request, &format!("changed {changes:?} instead of {expected:?}"));
        }
        shows_the_change(scene, request, &reply, &changes);
    }
}

type Errors = BTreeSet<(String, String)>;
type Values = Vec<(&'static str, Value)>;

/// The status, the errors, and where it is done, what is set. `usual` is the status for somebody who
/// sends nothing wrong.
fn expected(
    spelling: &Spelling,
    field: &Field,
    caller: &str,
    usual: u16,
    other: Option<&Field>,
) -> (u16, Errors, Option<Values>) {
    let errors = |errors: &[(String, &str)]| {
        errors.iter().map(|(pointer, code)| (pointer.clone(), (*code).to_owned())).collect()
    };
    let at_field = |code| errors(&[(format!("/{}", field.name), code)]);
    if usual >= 300 {
        return (usual, Errors::new(), None);
    }
    match &spelling.meaning {
        Meaning::Unsupported => (415, Errors::new(), None),
        Meaning::Refused(_, known) if field.may_be_set() => (422, errors(known), None),
        Meaning::Refused(unknown, _) => (422, errors(unknown), None),
        Meaning::Nothing => {
            let set = other.map(|other| (other.name, other.value.clone()));
            (usual, Errors::new(), Some(set.into_iter().collect()))
        }
        Meaning::Sets(_) if !field.may_be_set() => (422, at_field("not_allowed"), None),
        Meaning::Sets(_) if !field.may_be_set_by(caller) => (403, at_field("forbidden"), None),
        Meaning::Sets(value) => (usual, Errors::new(), Some(vec![(field.name, value.clone())])),
    }
}

/// What the database has of it: a changed value for each, or a new row.
fn done(target: &Target, caller: &str, set: &[(&'static str, Value)]) -> Vec<Change> {
    let table = target.table();
    let Some(id) = target.id else {
        let mut row = target.added_by(caller);
        row.extend(set.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        return vec![Change::Added { table, row }];
    };
    let changes = set.iter().map(|(column, value)| {
        let (table, column) = (table.clone(), (*column).to_owned());
        Change::Set { table, id, column, value: value.clone() }
    });
    changes.collect()
}

fn request<'a>(
    target: &Target,
    caller: &'a str,
    path: &'a str,
    content_type: &'a str,
    body: &'a str,
) -> Request<'a> {
    Request { caller, method: target.method, path, content_type, body }
}

fn compare(scene: &mut Scene, request: Request<'_>, reply: &Reply, status: u16, errors: &Errors) {
    if reply.status != status || errors_of(reply) != *errors {
        let is = format!("{} {}", reply.status, reply.body);
        scene.mismatch(request, &format!("{is} instead of {status} {errors:?}"));
    }
}

/// The answer has what the caller sees of the object, as it is now.
fn shows_the_change(scene: &mut Scene, request: Request<'_>, reply: &Reply, changes: &[Change]) {
    let shown: Row = serde_json::from_str(&reply.body).unwrap_or_default();
    if let Some(wrong) = unlike_view(view_of(request.path), &shown, request.caller) {
        scene.mismatch(request, &format!("{}: {wrong}", reply.body));
    }
    for change in changes {
        let set = match change {
            Change::Added { row, .. } => row.iter().collect(),
            Change::Set { column, value, .. } => vec![(column, value)],
            Change::Removed { .. } => Vec::new(),
        };
        for (column, value) in set {
            if shown.get(column).is_some_and(|shown| shown != value) {
                scene.mismatch(request, &format!("{} but {column} is {value}", reply.body));
            }
        }
    }
}

/// The view that answers at this path.
fn view_of(path: &str) -> &'static str {
    let kinds = ["comment", "post", "blog", "user"];
    kinds.into_iter().find(|kind| path.contains(&format!("{kind}s"))).expect("an entity")
}

fn errors_of(reply: &Reply) -> Errors {
    let document: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    let errors = document["errors"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}
