//! API keys: what they carry, what they lose, and what they never may.

use blog::DemoUser;
use serde_json::{Value, json};

use crate::hall::{Hall, json_of, on_both};

fn wanted(permissions: &[&str]) -> Value {
    json!({"name": "a program", "permissions": permissions, "expires_in_days": 7})
}

/// The key and its id.
fn made(hall: &Hall, user: &DemoUser, permissions: &[&str]) -> (String, String) {
    let by: &[(&str, &str)] = &[("authorization", &hall.demo(user))];
    let reply = hall.ask("POST", "/api-keys", by, &wanted(permissions));
    shown(&reply)
}

fn shown(reply: &portcullis_tests::client::Reply) -> (String, String) {
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let body = json_of(reply);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&body["key"]), text(&body["about"]["id"]))
}

#[test]
fn a_key_carries_a_part_of_what_its_owner_may() {
    on_both("blog_accounts_keys", |hall| {
        let by_ada: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::ADA))];
        let too_much = hall.ask("POST", "/api-keys", by_ada, &wanted(&["posts:publish"]));
        assert_eq!(too_much.status, 403);
        let unknown = hall.ask("POST", "/api-keys", by_ada, &wanted(&["comments:write", "all"]));
        assert_eq!(unknown.status, 422);
        assert_eq!(json_of(&unknown)["errors"][0]["pointer"], "/permissions/1");
        let mut forever = wanted(&[]);
        forever["expires_in_days"] = u32::MAX.into();
        assert_eq!(hall.ask("POST", "/api-keys", by_ada, &forever).status, 422);

        let (key, id) = made(hall, &DemoUser::ADA, &["comments:write"]);
        let (none, _) = made(hall, &DemoUser::ADA, &[]);
        let comment = json!({"body": "said a program"});
        let say = |key: &str| {
            hall.ask("POST", "/posts/1/comments", &[("x-api-key", key)], &comment).status
        };
        assert_eq!((say(&key), say(&none)), (201, 403));
        // Not in a URL, whoever else is asking.
        assert_eq!(hall.get(&format!("/posts?key={key}"), by_ada).status, 400);

        let list = hall.get("/api-keys", by_ada);
        assert!(!list.body.contains(&key) && list.body.contains(&id), "{list:?}");
    });
}

#[test]
fn a_key_makes_no_keys_and_ends_no_sessions() {
    on_both("blog_accounts_key_makes", |hall| {
        let (key, id) = made(hall, &DemoUser::IDA, &["comments:write", "users:list"]);
        let by_key: &[(&str, &str)] = &[("x-api-key", &key)];
        assert_eq!(hall.get("/users", by_key).status, 200);
        for (method, path, body) in [
            ("POST", "/api-keys".to_owned(), wanted(&[])),
            ("POST", format!("/api-keys/{id}/rotate"), Value::Null),
            ("DELETE", format!("/api-keys/{id}"), Value::Null),
            ("GET", "/api-keys".to_owned(), Value::Null),
            ("GET", "/sessions".to_owned(), Value::Null),
            ("DELETE", "/sessions".to_owned(), Value::Null),
            ("DELETE", "/sessions/x".to_owned(), Value::Null),
            ("DELETE", "/session".to_owned(), Value::Null),
            // What the role grants beside permissions is not the key's.
            ("DELETE", "/users/5".to_owned(), Value::Null),
        ] {
            assert_eq!(hall.ask(method, &path, by_key, &body).status, 403, "{method} {path}");
        }
        assert_eq!(hall.get("/users", by_key).status, 200);
    });
}

#[test]
fn a_key_is_rotated_and_revoked_by_its_owner_alone() {
    on_both("blog_accounts_rotation", |hall| {
        let (old, id) = made(hall, &DemoUser::EVE, &["users:list"]);
        let by_eve: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::EVE))];
        let by_ida: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::IDA))];
        let (rotate, one) = (format!("/api-keys/{id}/rotate"), format!("/api-keys/{id}"));
        assert_eq!(hall.ask("POST", &rotate, by_ida, &Value::Null).status, 404);
        assert_eq!(hall.ask("DELETE", &one, by_ida, &Value::Null).status, 404);
        assert_eq!(hall.ask("DELETE", "/api-keys/%00", by_ida, &Value::Null).status, 404);

        let (new, new_id) = shown(&hall.ask("POST", &rotate, by_eve, &Value::Null));
        let status = |key: &str| hall.get("/users", &[("x-api-key", key)]).status;
        assert_eq!((status(&old), status(&new)), (200, 200));
        assert_eq!(hall.ask("DELETE", &one, by_eve, &Value::Null).status, 204);
        assert_eq!((status(&old), status(&new)), (401, 200));
        let one = format!("/api-keys/{new_id}");
        assert_eq!(hall.ask("DELETE", &one, by_eve, &Value::Null).status, 204);
        assert_eq!(status(&new), 401);
    });
}

#[test]
fn a_key_loses_what_its_owner_loses() {
    on_both("blog_accounts_lowered", |hall| {
        let (key, _) = made(hall, &DemoUser::EVE, &["users:list", "comments:write"]);
        let status = || hall.get("/users", &[("x-api-key", &key)]).status;
        assert_eq!(status(), 200);
        let by_ida: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::IDA))];
        let role = |role: &str| {
            let change = json!({"role": role});
            assert_eq!(hall.ask("PATCH", "/users/3", by_ida, &change).status, 200);
        };
        role("reader");
        assert_eq!(status(), 403);
        let comment = json!({"body": "still allowed"});
        let said = hall.ask("POST", "/posts/1/comments", &[("x-api-key", &key)], &comment);
        assert_eq!(said.status, 201);
        // Her token is an hour old in what it says; a key for more than she holds now is not made.
        let by_eve: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::EVE))];
        assert_eq!(hall.ask("POST", "/api-keys", by_eve, &wanted(&["users:list"])).status, 403);
        role("editor");
        assert_eq!(status(), 200);
    });
}
