//! Sessions of browsers: the cookie, other sites, and the list of one's logins.

use serde_json::Value;

use crate::hall::{Hall, credentials, json_of, on_both, tokens};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

#[test]
fn a_session_is_a_cookie_that_other_sites_cannot_use() {
    on_both("blog_accounts_cookie", |hall| {
        assert_eq!(hall.sign_up("zoe@example.com").status, 202);
        let login = credentials("zoe@example.com");
        let foreign = [
            vec![],
            vec![("sec-fetch-site", "cross-site")],
            vec![("origin", "https://evil.example")],
        ];
        for headers in &foreign {
            let reply = hall.ask("POST", "/session", headers, &login);
            assert_eq!((reply.status, reply.header("set-cookie")), (403, None), "{headers:?}");
        }
        let reply = hall.ask("POST", "/session", &[OWN], &login);
        let set = reply.header("set-cookie").unwrap();
        for part in ["__Host-session=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(set.contains(part), "{part} in {set}");
        }

        let cookie = hall.session("zoe@example.com");
        let cookie = ("cookie", cookie.as_str());
        assert_eq!(hall.get("/blogs", &[cookie]).status, 200);
        let blog = serde_json::json!({"title": "t"});
        for headers in &foreign {
            let headers = [&headers[..], &[cookie]].concat();
            assert_eq!(hall.ask("POST", "/blogs", &headers, &blog).status, 403, "{headers:?}");
            assert_eq!(hall.ask("DELETE", "/session", &headers, &Value::Null).status, 403);
        }
        assert_eq!(hall.ask("POST", "/blogs", &[OWN, cookie], &blog).status, 201);

        let end = hall.ask("DELETE", "/session", &[OWN, cookie], &Value::Null);
        assert_eq!(end.status, 204);
        assert!(end.header("set-cookie").unwrap().contains("Max-Age=0"), "{end:?}");
        assert_eq!(hall.get("/blogs", &[cookie]).status, 401);
    });
}

#[test]
fn two_credentials_are_one_too_many() {
    on_both("blog_accounts_two", |hall| {
        let pair = hall.newcomer("zoe@example.com");
        let cookie = hall.session("zoe@example.com");
        let both: &[(&str, &str)] = &[("authorization", &pair.bearer()), ("cookie", &cookie)];
        assert_eq!(hall.get("/blogs", both).status, 400);
    });
}

/// Handle and kind of each login, the current one first.
fn logins(hall: &Hall, headers: &[(&str, &str)]) -> Vec<(String, String)> {
    let listed = hall.get("/sessions", headers);
    assert_eq!(listed.status, 200, "{listed:?}");
    let items = json_of(&listed)["items"].as_array().unwrap().clone();
    let word = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let (current, others): (Vec<_>, Vec<_>) =
        items.iter().partition(|item| item["is_current"] == true);
    assert_eq!(current.len(), 1, "{items:?}");
    assert!(items.iter().all(|item| item["methods"] == serde_json::json!(["pwd"])));
    let all = current.into_iter().chain(others);
    all.map(|item| (word(item, "handle"), word(item, "kind"))).collect()
}

#[test]
fn ones_logins_are_listed_and_ended_and_nobody_elses() {
    on_both("blog_accounts_list", |hall| {
        let pair = hall.newcomer("zoe@example.com");
        let (first, second) = (hall.session("zoe@example.com"), hall.session("zoe@example.com"));
        let stranger = hall.newcomer("yan@example.com");
        let by_first: &[(&str, &str)] = &[OWN, ("cookie", &first)];
        let by_second: &[(&str, &str)] = &[OWN, ("cookie", &second)];
        let by_token: &[(&str, &str)] = &[("authorization", &pair.bearer())];
        let by_stranger: &[(&str, &str)] = &[("authorization", &stranger.bearer())];

        let seen = logins(hall, by_first);
        assert_eq!(seen.len(), 3);
        assert_eq!(seen[0].1, "session");
        assert_eq!(logins(hall, by_token)[0].1, "tokens");
        assert_eq!(logins(hall, by_stranger).len(), 1);

        let end = |headers, handle: &str| {
            hall.ask("DELETE", &format!("/sessions/{handle}"), headers, &Value::Null).status
        };
        // Whatever it is called, a stranger finds nothing, and nothing ends.
        for (handle, _) in &seen {
            assert_eq!(end(by_stranger, handle), 404);
        }
        assert_eq!(end(by_stranger, "%00"), 404);
        assert_eq!(logins(hall, by_first).len(), 3);

        let second_handle = logins(hall, by_second)[0].0.clone();
        assert_eq!(end(by_first, &second_handle), 204);
        assert_eq!(hall.get("/blogs", by_second).status, 401);
        assert_eq!(end(by_first, &second_handle), 404);

        assert_eq!(hall.ask("DELETE", "/sessions", by_first, &Value::Null).status, 204);
        assert_eq!(hall.get("/blogs", by_token).status, 401);
        assert_eq!(hall.post("/refresh", &pair.to_spend()).status, 400);
        assert_eq!(logins(hall, by_first).len(), 1);
        // The stranger's login has not ended.
        tokens(&hall.post("/refresh", &stranger.to_spend()));
    });
}

#[test]
fn a_program_that_logs_in_ends_all_but_its_own_login() {
    on_both("blog_accounts_others", |hall| {
        let mine = hall.newcomer("zoe@example.com");
        let other = hall.log_in("zoe@example.com");
        let cookie = hall.session("zoe@example.com");
        let by_me: &[(&str, &str)] = &[("authorization", &mine.bearer())];
        assert_eq!(hall.ask("DELETE", "/sessions", by_me, &Value::Null).status, 204);
        assert_eq!(hall.get("/blogs", by_me).status, 200);
        assert_eq!(hall.get("/blogs", &[("authorization", &other.bearer())]).status, 401);
        assert_eq!(hall.get("/blogs", &[("cookie", &cookie)]).status, 401);
        // A token is no session: it cannot end one that it is not.
        assert_eq!(hall.ask("DELETE", "/session", by_me, &Value::Null).status, 403);
    });
}
