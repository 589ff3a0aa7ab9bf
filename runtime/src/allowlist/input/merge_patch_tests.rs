//! The examples of RFC 7396, appendix A, as far as they are about objects with known fields.

use portcullis_macros::{Resource, SafeUpdate};
use serde_json::{Value, json};

use super::body::from_json;
use super::changes::SafeUpdate as _;
use super::nested::Nested;
use super::patch::Patch;
use crate::problem::Problem;

#[derive(Resource, Default)]
#[resource(embedded, crate = crate)]
struct Texts {
    a: Option<String>,
    b: Option<String>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Texts, crate = crate)]
struct TextsUpdate {
    a: Patch<String>,
    b: Patch<String>,
}

#[derive(Resource, Default)]
#[resource(embedded, crate = crate)]
struct Lists {
    a: Option<Vec<String>>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Lists, crate = crate)]
struct ListsUpdate {
    a: Patch<Vec<String>>,
}

#[derive(Resource, Default)]
#[resource(embedded, crate = crate)]
struct Numbers {
    a: Option<i64>,
    e: Option<i64>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Numbers, crate = crate)]
struct NumbersUpdate {
    a: Patch<i64>,
    e: Patch<i64>,
}

#[derive(Resource, Default)]
#[resource(embedded, crate = crate)]
struct Outer {
    a: Inner,
}

#[derive(Resource, Default)]
#[resource(embedded, crate = crate)]
struct Inner {
    b: Option<String>,
    c: Option<String>,
    bb: Innermost,
}

#[derive(Resource, Default)]
#[resource(embedded, crate = crate)]
struct Innermost {
    ccc: Option<String>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Outer, crate = crate)]
struct OuterUpdate {
    a: Nested<InnerUpdate>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Inner, crate = crate)]
struct InnerUpdate {
    b: Patch<String>,
    c: Patch<String>,
    bb: Nested<InnermostUpdate>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Innermost, crate = crate)]
struct InnermostUpdate {
    ccc: Patch<String>,
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    Some(value.as_array()?.iter().filter_map(text).collect())
}

/// The original after the patch; `None` where the patch is refused. Null and absent are one.
fn merged(original: &Value, patch: &str) -> Option<Value> {
    let body = patch.as_bytes();
    let after = if original["a"].is_object() || original["outer"] == json!(true) {
        let mut outer = Outer::default();
        outer.a.b = text(&original["a"]["b"]);
        from_json::<OuterUpdate>(body, 32).ok()?.apply(&mut outer);
        json!({"a": {"b": outer.a.b, "c": outer.a.c, "bb": {"ccc": outer.a.bb.ccc}}})
    } else if original["a"].is_array() {
        let mut lists = Lists { a: texts(&original["a"]) };
        from_json::<ListsUpdate>(body, 32).ok()?.apply(&mut lists);
        json!({"a": lists.a})
    } else if original.get("e").is_some() {
        let mut numbers = Numbers { a: original["a"].as_i64(), e: original["e"].as_i64() };
        from_json::<NumbersUpdate>(body, 32).ok()?.apply(&mut numbers);
        json!({"a": numbers.a, "e": numbers.e})
    } else {
        let mut texts = Texts { a: text(&original["a"]), b: text(&original["b"]) };
        from_json::<TextsUpdate>(body, 32).ok()?.apply(&mut texts);
        json!({"a": texts.a, "b": texts.b})
    };
    Some(without_nulls(after))
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        other => other,
    }
}

#[test]
fn the_examples_of_the_standard() {
    for (original, patch, result) in [
        (json!({"a": "b"}), r#"{"a":"c"}"#, Some(json!({"a": "c"}))),
        (json!({"a": "b"}), r#"{"b":"c"}"#, Some(json!({"a": "b", "b": "c"}))),
        (json!({"a": "b"}), r#"{"a":null}"#, Some(json!({}))),
        (json!({"a": "b", "b": "c"}), r#"{"a":null}"#, Some(json!({"b": "c"}))),
        (
            json!({"a": {"b": "c"}}),
            r#"{"a":{"b":"d","c":null}}"#,
            Some(json!({"a": {"b": "d", "bb": {}}})),
        ),
        (json!({"e": null}), r#"{"a":1}"#, Some(json!({"a": 1}))),
        (json!({"outer": true}), r#"{"a":{"bb":{"ccc":null}}}"#, Some(json!({"a": {"bb": {}}}))),
        // A list is replaced as a whole.
        (json!({"a": ["b", "c"]}), r#"{"a":["d"]}"#, Some(json!({"a": ["d"]}))),
        // A field keeps its type, and an object stays one.
        (json!({"a": ["b"]}), r#"{"a":"c"}"#, None),
        (json!({"a": "c"}), r#"{"a":["b"]}"#, None),
        (json!({"a": [{"b": "c"}]}), r#"{"a":[1]}"#, None),
        (json!({"a": "b"}), r#"["c"]"#, None),
        (json!({"a": "foo"}), "null", None),
        (json!({"a": "foo"}), r#""bar""#, None),
    ] {
        assert_eq!(merged(&original, patch), result, "{original} with {patch}");
    }
}

#[test]
fn a_refusal_is_never_without_a_reason() {
    for body in ["", "{", "{} {}", r#"{"a":"b"}x"#, "\u{feff}{}", r#"{"a":1e999}"#] {
        let refusal = from_json::<TextsUpdate>(body.as_bytes(), 32).err();
        let problem = refusal.map(|refusal| refusal.problem);
        assert_eq!(problem, Some(Problem::MalformedBody), "{body:?}");
    }
    let refusal = from_json::<TextsUpdate>(b"{\"a\":\"\xff\"}", 32).err();
    assert_eq!(refusal.map(|refusal| refusal.problem), Some(Problem::MalformedBody));
}
