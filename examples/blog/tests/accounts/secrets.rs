//! What no operator reads: passwords, tokens, keys and cookies in the audit trail or in an answer.

use serde_json::{Value, json};

use crate::hall::{PASSWORD, json_of, on_both, tokens};

#[test]
fn the_audit_trail_and_the_database_hold_no_secret() {
    on_both("blog_accounts_secrets", |hall| {
        let first = hall.newcomer("zoe@example.com");
        let second = tokens(&hall.post("/refresh", &first.to_spend()));
        let kept = hall.log_in("zoe@example.com");
        let cookie = hall.session("zoe@example.com");
        let id = cookie.split_once('=').unwrap().1.to_owned();
        let by_token: &[(&str, &str)] = &[("authorization", &second.bearer())];
        let wanted = json!({"name": "k", "permissions": []});
        let made = json_of(&hall.ask("POST", "/api-keys", by_token, &wanted));
        let key = made["key"].as_str().unwrap().to_owned();
        let wrong = json!({"email": "zoe@example.com", "password": "planted and wrong"});
        assert_eq!(hall.post("/login", &wrong).status, 401);
        hall.get(&format!("/posts?key={key}"), by_token);
        hall.ask("POST", "/session", &[("origin", "https://evil.example")], &wrong);
        hall.post("/refresh", &first.to_spend());

        let secrets = [
            PASSWORD.to_owned(),
            "planted and wrong".to_owned(),
            "$argon2".to_owned(),
            id,
            key,
            first.access,
            first.refresh,
            second.access,
            second.refresh,
            kept.access,
            kept.refresh,
        ];
        // The controls: the trail was heard.
        for event in [
            "authn_login_success",
            "authn_login_fail",
            "authn_token_created",
            "authn_token_reuse",
            "session_created",
            "malicious_csrf",
        ] {
            assert!(hall.count(event) > 0, "{event} in {:?}", hall.events());
        }
        for event in hall.events() {
            for secret in &secrets {
                assert!(!event.contains(secret.as_str()), "{secret} in {event}");
            }
        }
        let kept = everything_kept(hall);
        assert!(kept.contains("$argon2id$") && kept.contains("zoe@example.com"), "{kept}");
        for secret in secrets.iter().filter(|secret| *secret != "$argon2") {
            let in_hex: Vec<_> = secret.bytes().map(|byte| format!("{byte:02X}")).collect();
            let in_hex = in_hex.concat();
            assert!(
                !kept.contains(secret.as_str()) && !kept.contains(&in_hex),
                "{secret} in {kept}"
            );
        }
    });
}

/// Users and credentials as the database has them.
fn everything_kept(hall: &crate::hall::Hall) -> String {
    const SQLITE: &str = "
        SELECT 'user ' || email || password_hash FROM users
        UNION ALL SELECT 'session ' || hex(digest) || handle FROM portcullis_sessions
        UNION ALL SELECT 'refresh ' || hex(digest) FROM portcullis_refresh_tokens
        UNION ALL SELECT 'key ' || hex(digest) || id || name FROM portcullis_api_keys";
    let rows: Vec<String> = hall.site.with_db(|db| async move {
        match &db {
            blog::Db::Sqlite(pool) => sqlx::query_scalar(SQLITE).fetch_all(pool).await.unwrap(),
            blog::Db::Postgres(pool) => {
                let sql = SQLITE.replace("hex(digest)", "upper(encode(digest, 'hex'))");
                let sql = sqlx::AssertSqlSafe(sql);
                sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
            }
        }
    });
    let kinds = ["user ", "session ", "refresh ", "key "];
    assert!(kinds.iter().all(|kind| rows.iter().any(|row| row.starts_with(kind))), "{rows:?}");
    rows.join("\n")
}

#[test]
fn no_answer_shows_a_hash() {
    on_both("blog_accounts_hashes", |hall| {
        let pair = hall.newcomer("zoe@example.com");
        let by: &[(&str, &str)] = &[("authorization", &pair.bearer())];
        let listed = hall.get("/sessions", by);
        let subject = hall.get("/capabilities", by);
        for reply in [listed, subject, hall.ask("DELETE", "/sessions", by, &Value::Null)] {
            assert!(reply.status < 300 && !reply.body.contains("argon2"), "{reply:?}");
        }
    });
}
