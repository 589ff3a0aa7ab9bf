//! Users who are banned or gone, and what their credentials still open.

use blog::DemoUser;
use serde_json::{Value, json};

use crate::hall::{Hall, on_both, tokens};

/// The number of the user who signed up with this address.
fn number_of(hall: &Hall, address: &'static str) -> i64 {
    hall.site.with_db(move |db| async move {
        const SQL: &str = "SELECT user_id FROM logins WHERE address = $1";
        match &db {
            blog::Db::Sqlite(pool) => sqlx::query_scalar(SQL).bind(address).fetch_one(pool).await,
            blog::Db::Postgres(pool) => sqlx::query_scalar(SQL).bind(address).fetch_one(pool).await,
        }
        .unwrap()
    })
}

/// Puts the user into the organisation of the demo's administrator.
fn adopt(hall: &Hall, id: i64) {
    hall.site.with_db(move |db| async move {
        const SQL: &str = "UPDATE users SET tenant_id = 'acme' WHERE id = $1";
        let adopted = match &db {
            blog::Db::Sqlite(pool) => {
                sqlx::query(SQL).bind(id).execute(pool).await.unwrap().rows_affected()
            }
            blog::Db::Postgres(pool) => {
                sqlx::query(SQL).bind(id).execute(pool).await.unwrap().rows_affected()
            }
        };
        assert_eq!(adopted, 1);
    });
}

#[test]
fn who_is_banned_reads_and_is_silent() {
    on_both("blog_accounts_banned", |hall| {
        assert_eq!(hall.sign_up("zoe@example.com").status, 202);
        let id = number_of(hall, "zoe@example.com");
        adopt(hall, id);
        let pair = hall.log_in("zoe@example.com");
        let cookie = hall.session("zoe@example.com");
        let own = ("sec-fetch-site", "same-origin");
        let comment = json!({"body": "b"});
        let say = |headers: &[(&str, &str)]| {
            hall.ask("POST", "/posts/1/comments", headers, &comment).status
        };
        let credentials: [&[(&str, &str)]; 2] =
            [&[("authorization", &pair.bearer())], &[own, ("cookie", &cookie)]];
        for headers in credentials {
            assert_eq!(say(headers), 201);
        }
        let by_ida: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::IDA))];
        let ban = json!({"is_banned": true});
        assert_eq!(hall.ask("PATCH", &format!("/users/{id}"), by_ida, &ban).status, 200);
        for headers in credentials {
            assert_eq!((say(headers), hall.get("/posts/1/comments", headers).status), (403, 200));
        }
        tokens(&hall.post("/refresh", &pair.to_spend()));
    });
}

#[test]
fn who_is_gone_is_nobody_at_once() {
    on_both("blog_accounts_gone", |hall| {
        assert_eq!(hall.sign_up("zoe@example.com").status, 202);
        let id = number_of(hall, "zoe@example.com");
        adopt(hall, id);
        let pair = hall.log_in("zoe@example.com");
        let cookie = hall.session("zoe@example.com");
        let by_token: &[(&str, &str)] = &[("authorization", &pair.bearer())];
        let wanted = json!({"name": "k", "permissions": ["comments:write"]});
        let key = hall.ask("POST", "/api-keys", by_token, &wanted);
        let key: Value = serde_json::from_str(&key.body).unwrap();
        let key = key["key"].as_str().unwrap();
        let credentials: [&[(&str, &str)]; 3] =
            [by_token, &[("cookie", &cookie)], &[("x-api-key", key)]];
        for headers in credentials {
            assert_eq!(hall.get("/posts", headers).status, 200, "{headers:?}");
        }

        let by_ida: &[(&str, &str)] = &[("authorization", &hall.demo(&DemoUser::IDA))];
        let removed = hall.ask("DELETE", &format!("/users/{id}"), by_ida, &Value::Null);
        assert_eq!(removed.status, 204);
        for headers in credentials {
            assert_eq!(hall.get("/posts", headers).status, 401, "{headers:?}");
        }
        assert_eq!(hall.post("/refresh", &pair.to_spend()).status, 400);
        let login = crate::hall::credentials("zoe@example.com");
        assert_eq!(hall.post("/login", &login).status, 401);
        // The address is free again, and opens another account.
        hall.newcomer("zoe@example.com");
        assert_ne!(number_of(hall, "zoe@example.com"), id);
    });
}
