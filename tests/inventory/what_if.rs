//! Questions to the inventory: who can reach, what is reached, what would change.

use portcullis_tests::tokens::security;

use crate::app::app;

#[test]
fn who_can_reach_a_route() {
    let inventory = app(security()).inventory();
    let who = |method, path| {
        let callers = inventory.who_can_reach(method, path).into_iter();
        callers.map(|(caller, access)| format!("{caller}: {}", access.words())).collect::<Vec<_>>()
    };
    assert_eq!(who("DELETE", "/notes/{id}"), ["admin: always"]);
    assert_eq!(
        who("PATCH", "/notes/{id}"),
        [
            "authenticated: all(tenant(Note), owner(Note))",
            "reader: all(tenant(Note), owner(Note))",
            "editor: all(tenant(Note), any(owner(Note), check(Note, is_calm)))",
            "admin: all(tenant(Note), owner(Note))",
        ]
    );
    assert_eq!(
        who("GET", "/health"),
        [
            "anonymous: always",
            "authenticated: always",
            "reader: always",
            "editor: always",
            "admin: always"
        ]
    );
    // A public handler inside a scope with a policy is not public.
    assert_eq!(who("GET", "/editors/inside"), ["editor: always"]);
    assert!(who("PUT", "/health").is_empty());
    assert_eq!(who("HEAD", "/editors/inside"), ["editor: always"]);
}

#[test]
fn what_a_role_can_reach() {
    let inventory = app(security()).inventory();
    let reached = |caller| {
        let routes = inventory.reached_by(caller).map_err(|error| error.to_string())?;
        Ok(routes
            .map(|(route, _)| format!("{} {}", route.methods_in_words(), route.path))
            .collect())
    };
    assert_eq!(reached("anonymous"), Ok(vec!["GET /health".to_owned()]));
    let of_reader: Vec<String> = reached("reader").unwrap();
    assert!(!of_reader.contains(&"POST /reports".to_owned()));
    assert!(of_reader.contains(&"GET /notes".to_owned()));
    let unknown =
        "no caller `writer`; there are `anonymous`, `authenticated`, `reader`, `editor`, `admin`";
    assert_eq!(reached("writer"), Err(unknown.to_owned()));
}

#[test]
fn what_a_grant_would_change() {
    let inventory = app(security()).inventory();
    let with = |role, permission| {
        let other = inventory.with_grant(role, permission).map_err(|error| error.to_string())?;
        Ok::<_, String>(inventory.differences(&other).to_string())
    };
    assert_eq!(
        with("reader", "reports:write").unwrap(),
        "\
changes: 1 widened, 1 changed

POST /reports: widened
  gains access: reader (never -> always)

ROLE reader: changed
  - grants: reports:read
  + grants: reports:read, reports:write
"
    );
    // A role that includes the other has it as well, and had it before.
    assert_eq!(with("editor", "reports:read").unwrap(), "changes: none\n");
    assert!(
        with("reader", "reports:wipe").unwrap_err().starts_with("no permission `reports:wipe`")
    );
    assert!(with("rader", "reports:read").unwrap_err().starts_with("no role `rader`"));
}
