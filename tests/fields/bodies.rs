//! Bodies as such: their type, their size, what is no JSON, and forms.

use crate::members::{ann, errors, serve};

#[test]
fn media_types() {
    let site = serve();
    let ask = |content_type, body| {
        site.reset();
        let reply = site.send("PATCH", "/members/ann", "ann", "reader", content_type, body);
        (reply.status, site.ann().name)
    };
    let json = r#"{"name": "B"}"#;
    for accepted in
        ["application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json"]
    {
        assert_eq!(ask(accepted, json), (200, "B".to_owned()), "{accepted}");
    }
    assert_eq!(ask("application/x-www-form-urlencoded", "name=B"), (200, "B".to_owned()));
    for refused in [
        "text/plain",
        "text/json",
        "application/json-patch+json",
        "application/vnd.api+json",
        "application/json; charset=utf-16",
        "application/json, text/plain",
        "multipart/form-data; boundary=x",
        "",
        "json",
    ] {
        assert_eq!(ask(refused, json), (415, "Ann".to_owned()), "{refused}");
    }
}

#[test]
fn bodies_that_are_no_json_are_malformed() {
    let site = serve();
    for body in
        ["", " ", "{", r#"{"name": "B"} x"#, r#"{"name": "B"}{}"#, "{'name': 1}", "\u{feff}{}"]
    {
        assert_eq!(site.patch(body).status, 400, "{body:?}");
    }
    assert_eq!(site.patch(&format!(r#"{{"name": "{}"}}"#, "x".repeat(5000))).status, 413);
    assert_eq!(site.ann(), ann());
}

#[test]
fn forms_are_one_level_of_texts() {
    let site = serve();
    let ask = |body: &str| {
        site.reset();
        site.send(
            "PATCH",
            "/members/ann",
            "ann",
            "admin",
            "application/x-www-form-urlencoded",
            body,
        )
    };
    let reply = ask("name=B+%C3%A4&age=31&mood=cross&is_admin=true&nickName=");
    assert_eq!(reply.status, 200, "{}", reply.body);
    let ann = site.ann();
    assert_eq!((ann.name.as_str(), ann.age, ann.is_admin), ("B ä", 31, true));
    // A form has no null: an empty text is a text.
    assert_eq!(ann.nickname.as_deref(), Some(""));
    for (body, pointer, code) in [
        ("name=a&name=b", "/name", "duplicate"),
        ("n%61me=a&name=b", "/name", "duplicate"),
        ("age=", "/age", "wrong_type"),
        ("age=+31", "/age", "wrong_type"),
        ("is_admin=1", "/is_admin", "wrong_type"),
        ("password_hash=x", "/password_hash", "not_allowed"),
        ("address[verified]=true", "/address[verified]", "not_allowed"),
        ("address=Bonn", "/address", "wrong_type"),
        ("tags=a", "/tags", "wrong_type"),
    ] {
        let reply = ask(body);
        assert_eq!(reply.status, 422, "{body}");
        assert_eq!(errors(&reply), [(pointer.to_owned(), code.to_owned())], "{body}");
    }
    assert_eq!(ask("name=%ff").status, 400);
}
