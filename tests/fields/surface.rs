//! What the inventory says about the fields that each route takes and shows.

mod entities;
mod openapi;
mod routes;

use portcullis::inventory::{FieldInfo, FieldList, FieldListKind, FieldUsage};

use routes::route;

/// A list in one line for each field, those below with the key above.
fn lines(list: &FieldList, prefix: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for field in &list.fields {
        let key = format!("{prefix}{}", field.key);
        lines.push(format!("{key}{}", words(field)));
        if let Some(below) = &field.below {
            lines.extend(self::lines(below, &format!("{key}.")));
        }
    }
    let left_out = list.left_out.iter().map(|field| {
        let sensitive = if field.is_sensitive { " sensitive" } else { "" };
        format!("{prefix}{} left out{sensitive}", field.name)
    });
    lines.extend(left_out);
    lines
}

fn words(field: &FieldInfo) -> String {
    let mut words = String::new();
    let mut add = |is: bool, word: &str| {
        if is {
            words.push(' ');
            words.push_str(word);
        }
    };
    add(field.key != field.name, &format!("of {}", field.name));
    add(field.usage == FieldUsage::Filter, "filter");
    add(field.usage == FieldUsage::Sort, "sort");
    add(field.is_required, "required");
    add(field.is_masked, "masked");
    add(field.is_sensitive, "sensitive");
    add(field.class.is_some(), &format!("[{}]", field.class.as_deref().unwrap_or_default()));
    let rule = field.rule.as_ref().map(ToString::to_string);
    add(rule.is_some(), &format!("if {}", rule.unwrap_or_default()));
    words
}

/// Kind, name and entity of each list.
fn heads(lists: &[FieldList]) -> Vec<(FieldListKind, &str, Option<&str>)> {
    lists.iter().map(|list| (list.kind, &*list.name, list.entity.as_deref())).collect()
}

fn unlisted(name: &str) -> (FieldListKind, &str, Option<&str>) {
    (FieldListKind::Unlisted, name, None)
}

const VIEW: (FieldListKind, &str, Option<&str>) = (FieldListKind::OfView, "ItemView", Some("Item"));

#[test]
fn a_change_is_listed_with_the_objects_in_it() {
    let edit = route("edit");
    assert_eq!(heads(&edit.input), [(FieldListKind::OfUpdate, "ItemUpdate", Some("Item"))]);
    assert_eq!(
        lines(&edit.input[0], ""),
        [
            "title of name",
            "email [pii] if any(owner(Item), permission(\"users:delete\"))",
            "nickname",
            "place",
            "place.door sensitive if role(admin)",
            "place.city left out",
            "id left out",
            "owner left out",
            "parts left out",
            "secret left out sensitive",
        ]
    );
}

#[test]
fn a_view_is_listed_with_its_masks_and_rules() {
    let edit = route("edit");
    assert_eq!(heads(&edit.output), [VIEW]);
    assert_eq!(
        lines(&edit.output[0], ""),
        [
            "id",
            "title of name",
            "email masked [pii] if owner(Item)",
            "place",
            "place.city",
            "place.door sensitive if role(admin)",
            "parts",
            "parts.label",
            "parts.parts",
            "owner left out",
            "nickname left out",
            "secret left out sensitive",
        ]
    );
}

#[test]
fn a_type_that_holds_itself_is_listed_once() {
    let add = route("add");
    let parts = add.input[0].fields.iter().find(|field| field.key == "parts").unwrap();
    let once = parts.below.as_ref().unwrap();
    let twice = once.fields[1].below.as_ref().unwrap();
    assert_eq!((&*once.name, once.fields.len()), ("NewPart", 2));
    assert_eq!((&*twice.name, twice.fields.len()), ("NewPart", 0));
}

#[test]
fn either_way_is_listed() {
    let add = route("add");
    let create = (FieldListKind::OfCreate, "NewItem", Some("Item"));
    assert_eq!(heads(&add.input), [create, unlisted("Form<Loose>")]);
    assert_eq!(heads(&add.output), [VIEW, unlisted("HttpResponse")]);
    assert_eq!(
        lines(&add.input[0], "")[..3],
        ["name required", "email required [pii]", "parts required"]
    );
}

#[test]
fn a_query_is_listed_with_filters_and_sort_keys() {
    let list = route("list");
    assert_eq!(heads(&list.input), [(FieldListKind::OfQuery, "ItemQuery", Some("Item"))]);
    assert_eq!(
        lines(&list.input[0], ""),
        ["title of name filter", "id sort", "title of name sort"]
    );
    assert_eq!(heads(&list.output), [VIEW]);
    assert_eq!(heads(&route("lines").output), [VIEW]);
}

#[test]
fn what_nobody_lists_is_named() {
    let loose = route("loose");
    let taken = [unlisted("Json<Loose>"), unlisted("Query<Loose>"), unlisted("Payload")];
    assert_eq!(heads(&loose.input), taken);
    assert_eq!(heads(&loose.output), [unlisted("Json<Loose>")]);
    let texts = route("texts");
    assert_eq!(heads(&texts.input), [unlisted("String"), unlisted("Bytes")]);
    assert_eq!(heads(&texts.output), [unlisted("&str")]);
    assert_eq!(heads(&route("hidden").output), [unlisted("impl Responder")]);
    let generic = route("generic");
    assert_eq!(heads(&generic.input), [unlisted("_"), unlisted("Json<Loose>")]);
    assert_eq!(heads(&generic.output), [unlisted("HttpResponse")]);
    let nothing = route("nothing");
    assert!(nothing.input.is_empty() && nothing.output.is_empty());
}
