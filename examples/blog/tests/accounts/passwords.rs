//! Signing up and logging in: what is refused, what is not told, and how often one may try.

use std::collections::BTreeSet;

use serde_json::json;

use crate::hall::{Hall, PASSWORD, credentials, json_of, on_both, tokens};

fn people(hall: &Hall, name: &str) -> i64 {
    let name = name.to_owned();
    hall.site.with_db(|db| async move {
        const SQL: &str = "SELECT COUNT(*) FROM users WHERE name = $1";
        match &db {
            blog::Db::Sqlite(pool) => sqlx::query_scalar(SQL).bind(name).fetch_one(pool).await,
            blog::Db::Postgres(pool) => sqlx::query_scalar(SQL).bind(name).fetch_one(pool).await,
        }
        .unwrap()
    })
}

#[test]
fn an_address_that_is_taken_looks_like_one_that_is_free() {
    on_both("blog_accounts_taken", |hall| {
        let free = hall.sign_up("Zoe@Example.com");
        let stolen = json!({"email": "zoe@example.com", "password": "another long password"});
        let mut thief = stolen.clone();
        thief["name"] = "thief".into();
        let taken = hall.post("/sign-up", &thief);
        assert_eq!((free.status, &free.body), (202, &taken.body));
        assert_eq!(free.status, taken.status);
        assert_eq!((people(hall, "zoe"), people(hall, "thief")), (1, 0));
        // The account is the first one's, by every spelling of the address.
        tokens(&hall.post("/login", &credentials(" ZOE@example.com")));
        assert_eq!(hall.post("/login", &stolen).status, 401);
    });
}

#[test]
fn what_cannot_be_an_account_is_none() {
    on_both("blog_accounts_unfit", |hall| {
        let body = |name: &str, email: &str, password: &str| json!({"name": name, "email": email, "password": password});
        for (pointer, wrong) in [
            ("/password", body("zoe", "zoe@example.com", "too short")),
            ("/password", body("zoe", "zoe@example.com", &"long".repeat(100))),
            ("/email", body("zoe", "zoe", PASSWORD)),
            ("/name", body(" ", "zoe@example.com", PASSWORD)),
            ("/name", body("z\0e", "zoe@example.com", PASSWORD)),
        ] {
            let reply = hall.post("/sign-up", &wrong);
            assert_eq!(reply.status, 422, "{wrong}: {reply:?}");
            assert_eq!(json_of(&reply)["errors"][0]["pointer"], pointer, "{reply:?}");
            assert!(!reply.body.contains("too short") && !reply.body.contains("longlong"));
        }
        let mut more = body("zoe", "zoe@example.com", PASSWORD);
        more["role"] = "admin".into();
        assert_eq!(hall.post("/sign-up", &more).status, 400);
        assert_eq!(people(hall, "zoe"), 0);
    });
}

#[test]
fn who_signs_up_is_a_reader_of_an_organisation_of_their_own() {
    on_both("blog_accounts_tenant", |hall| {
        let pair = hall.newcomer("zoe@example.com");
        let headers: &[(&str, &str)] = &[("authorization", &pair.bearer())];
        for path in ["/blogs", "/posts"] {
            assert_eq!(json_of(&hall.get(path, headers))["items"], json!([]), "{path}");
        }
        for (path, status) in [("/users", 403), ("/users/1", 404), ("/posts/1/comments", 404)] {
            assert_eq!(hall.get(path, headers).status, status, "{path}");
        }
    });
}

#[test]
fn an_unknown_user_and_a_wrong_password_are_answered_alike() {
    on_both("blog_accounts_alike", |hall| {
        assert_eq!(hall.sign_up("zoe@example.com").status, 202);
        let wrong = json!({"email": "zoe@example.com", "password": "not her password"});
        let known = hall.post("/login", &wrong);
        let unknown = hall.post("/login", &credentials("nobody@example.com"));
        // A user of the seed has no password, and no address to log in by.
        let seeded = json!({"email": "ada@acme.example", "password": "opens to nothing"});
        let seeded = hall.post("/login", &seeded);
        let nul = hall.post("/login", &credentials("zoe@example.com\0"));
        for other in [&unknown, &seeded, &nul] {
            assert_eq!((other.status, &other.body), (401, &known.body));
            let names = |reply: &portcullis_tests::client::Reply| {
                let headers = reply.headers().iter().filter(|(name, _)| name != "date");
                headers.cloned().collect::<BTreeSet<_>>()
            };
            assert_eq!(names(other), names(&known));
        }
        assert_eq!(hall.count("authn_login_fail"), 3);
    });
}

#[test]
fn guessing_is_slowed_down() {
    on_both("blog_accounts_throttle", |hall| {
        assert_eq!(hall.sign_up("zoe@example.com").status, 202);
        let guess = json!({"email": "zoe@example.com", "password": "a guess"});
        let answers: Vec<_> = (0..12).map(|_| hall.post("/login", &guess)).collect();
        assert!(answers[..10].iter().all(|reply| reply.status == 401));
        let last = answers.last().unwrap();
        assert_eq!(last.status, 429);
        assert!(last.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
        // The right password is not tried either, and a session is no way around.
        assert_eq!(hall.post("/login", &credentials("zoe@example.com")).status, 429);
        let origin = &[("sec-fetch-site", "same-origin")];
        let session = hall.ask("POST", "/session", origin, &credentials("zoe@example.com"));
        assert_eq!(session.status, 429);
        // Others log in.
        hall.newcomer("yan@example.com");
    });
}

#[test]
fn signing_up_is_slowed_down_and_keeps_nobody_from_logging_in() {
    on_both("blog_accounts_sign_ups", |hall| {
        let answers: Vec<_> = (0..11).map(|_| hall.sign_up("zoe@example.com").status).collect();
        assert_eq!((&answers[..10], answers[10]), (&[202; 10][..], 429));
        tokens(&hall.post("/login", &credentials("zoe@example.com")));
    });
}
