//! The inventory as JSON and Markdown.

use std::collections::BTreeSet;

use portcullis::inventory::Inventory;
use portcullis_tests::tokens::security;
use serde_json::{Value, json};

use crate::app::app;

fn inventory() -> Inventory {
    app(security()).inventory()
}

#[test]
fn the_json_has_a_version_and_every_part() {
    let json: Value = serde_json::from_str(&inventory().to_json()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["permissions"], json!(["reports:read", "reports:write", "users:delete"]));
    assert_eq!(json["callers"], json!(["anonymous", "authenticated", "reader", "editor", "admin"]));
    assert_eq!(
        json["roles"][1],
        json!({
            "name": "editor",
            "includes": ["reader", "editor"],
            "grants": ["reports:read", "reports:write"],
        })
    );
    let routes = json["routes"].as_array().unwrap();
    assert_eq!(routes.len(), 11);
    let find = |handler: &str| {
        let name = json!(format!("inventory::app::{handler}"));
        routes.iter().find(|route| route["handler"]["name"] == name).unwrap()
    };

    let delete = find("delete_note");
    assert!(delete["handler"]["file"].as_str().unwrap().ends_with("app.rs"));
    assert!(delete["handler"]["line"].as_u64().unwrap() > 1);
    assert_eq!(
        delete["object"],
        json!({
            "resource": "Note", "action": "delete", "is_list": false, "parameters": ["id"],
            "owner": ["author"], "tenant": "team", "on_denied": "forbidden",
        })
    );
    assert_eq!(
        delete["escape_hatches"],
        json!(["cross_tenant = \"the admins of a team are those of all\""])
    );
    assert_eq!(delete["access"][3], json!({"verdict": "never"}));
    assert_eq!(delete["access"][4], json!({"verdict": "always"}));

    let edit = find("edit_note");
    assert_eq!(edit["policies"][0]["of"], "route");
    assert_eq!(edit["policies"][0]["tree"]["kind"], "all");
    assert_eq!(
        edit["access"][3],
        json!({
            "verdict": "if",
            "words": "all(tenant(Note), any(owner(Note), check(Note, is_calm)))",
            "condition": {"kind": "all", "of": [
                {"kind": "tenant", "resource": "Note"},
                {"kind": "any", "of": [
                    {"kind": "owner", "resource": "Note"},
                    {"kind": "object_check", "resource": "Note", "name": "is_calm"},
                ]},
            ]},
        })
    );

    let inside = find("inside");
    assert_eq!(inside["public_reason"], Value::Null);
    assert_eq!(inside["scopes"], json!([{"prefix": "/editors", "policies": ["role(editor)"]}]));
    assert_eq!(inside["policies"][0]["of"], "scope");
    assert_eq!(inside["policies"][0]["tree"]["kind"], "named");
    assert_eq!(find("health")["public_reason"], "liveness probe");
}

/// Every member of the JSON is in its documentation.
#[test]
fn the_json_is_documented() {
    fn members(json: &Value, names: &mut BTreeSet<String>) {
        match json {
            Value::Object(object) => {
                names.extend(object.keys().cloned());
                object.values().for_each(|value| members(value, names));
            }
            Value::Array(values) => values.iter().for_each(|value| members(value, names)),
            _ => {}
        }
    }
    let docs = include_str!("../../runtime/src/inventory/json.md");
    let mut names = BTreeSet::new();
    members(&serde_json::from_str(&inventory().to_json()).unwrap(), &mut names);
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        assert!(docs.contains(&format!("`{name}`")), "`{name}` is not documented");
    }
}

#[test]
fn the_markdown_has_a_row_and_a_part_for_every_route() {
    let text = inventory().to_markdown();
    assert!(
        text.contains("| method | path | anonymous | authenticated | reader | editor | admin |\n")
    );
    assert!(text.contains("| DELETE | `/notes/{id}` | never | never | never | never | always |\n"));
    assert_eq!(text.matches("\n## ").count(), 11);
    assert!(text.contains("- Escape hatch: `cross_tenant = "));
    assert!(text.contains("- Within `/editors`: `role(editor)`\n"));
    assert!(text.contains("| `phone` | set | `role(editor)` | pii |\n"));
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let table: Vec<_> = text.lines().filter(|line| line.starts_with("| GET")).map(cells).collect();
    assert!(table.iter().all(|count| *count == 8), "{text}");
}
