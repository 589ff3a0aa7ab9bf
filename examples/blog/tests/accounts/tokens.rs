//! The whole story of tokens: sign up, log in, use, refresh, reuse, log out.

use serde_json::json;

use crate::hall::{Hall, json_of, on_both, tokens};

#[test]
fn a_login_lasts_until_it_ends() {
    on_both("blog_accounts_tokens", |hall| {
        let first = hall.newcomer("zoe@example.com");
        let blog = json!({"title": "Zoe's"});
        let made = hall.ask("POST", "/blogs", &[("authorization", &first.bearer())], &blog);
        assert_eq!(made.status, 201, "{made:?}");

        let second = tokens(&hall.post("/refresh", &first.to_spend()));
        assert!(second.refresh != first.refresh && second.access != first.access);
        for access in [first.bearer(), second.bearer()] {
            assert_eq!(hall.get("/blogs", &[("authorization", &access)]).status, 200);
        }

        assert_eq!(hall.post("/logout", &second.to_spend()).status, 204);
        for access in [first.bearer(), second.bearer()] {
            assert_eq!(hall.get("/blogs", &[("authorization", &access)]).status, 401);
        }
        assert_eq!(hall.post("/refresh", &second.to_spend()).status, 400);
        // Who wants it gone has it gone.
        for gone in [second.to_spend(), json!({"refresh_token": "none of ours"})] {
            assert_eq!(hall.post("/logout", &gone).status, 204);
        }
    });
}

#[test]
fn a_refresh_token_that_comes_twice_ends_the_login_and_no_other() {
    on_both("blog_accounts_reuse", |hall| {
        let first = hall.newcomer("zoe@example.com");
        let other = hall.log_in("zoe@example.com");
        let second = tokens(&hall.post("/refresh", &first.to_spend()));
        assert_eq!(hall.count("authn_token_reuse"), 0);

        let reuse = hall.post("/refresh", &first.to_spend());
        assert_eq!(reuse.status, 400);
        assert_eq!(json_of(&reuse)["error"], "invalid_grant");
        assert_eq!(hall.count("authn_token_reuse"), 1);
        assert_eq!(hall.post("/refresh", &second.to_spend()).status, 400);
        assert_eq!(hall.get("/blogs", &[("authorization", &second.bearer())]).status, 401);

        assert_eq!(hall.get("/blogs", &[("authorization", &other.bearer())]).status, 200);
        tokens(&hall.post("/refresh", &other.to_spend()));
    });
}

#[test]
fn no_token_is_good_in_the_place_of_another() {
    on_both("blog_accounts_confusion", |hall: &Hall| {
        let pair = hall.newcomer("zoe@example.com");
        let refresh = format!("Bearer {}", pair.refresh);
        assert_eq!(hall.get("/blogs", &[("authorization", &refresh)]).status, 401);
        let access = json!({"refresh_token": pair.access});
        assert_eq!(hall.post("/refresh", &access).status, 400);
        for wrong in [json!({}), json!({"refresh_token": 7}), json!({"token": pair.refresh})] {
            assert_eq!(hall.post("/refresh", &wrong).status, 400, "{wrong}");
        }
        tokens(&hall.post("/refresh", &pair.to_spend()));
    });
}
