//! A session beside other credentials, and routes that ask for none.

use portcullis_tests::client::send;
use portcullis_tests::tokens::token;

use crate::world::World;

#[test]
fn bearer_tokens_are_not_subject_to_the_rule() {
    let world = World::new();
    let bearer = format!("Bearer {}", token("reader"));
    for headers in [
        vec![("authorization", bearer.as_str())],
        vec![("authorization", &bearer), ("sec-fetch-site", "cross-site")],
        vec![("authorization", &bearer), ("origin", "https://evil.com"), ("cookie", "a=b")],
    ] {
        let reply = send(world.served.address(), "POST", "/effect", &headers, Some("{}"));
        assert_eq!(reply.status, 200, "{headers:?}");
    }
    assert_eq!(world.effects(), 3);
}

#[test]
fn a_session_and_a_token_are_one_too_many() {
    let world = World::new();
    let cookie = world.log_in("ada");
    let bearer = format!("Bearer {}", token("reader"));
    for (cookie, bearer) in
        [(cookie.as_str(), bearer.as_str()), ("__Host-session=x", &bearer), (&cookie, "Bearer x")]
    {
        for method in ["GET", "POST"] {
            let headers =
                [("cookie", cookie), ("authorization", bearer), ("sec-fetch-site", "same-origin")];
            let reply = send(world.served.address(), method, "/effect", &headers, None);
            assert_eq!(reply.status, 400, "{method} {cookie} {bearer}");
        }
    }
}

#[test]
fn a_token_is_no_current_session() {
    let world = World::new();
    let bearer = format!("Bearer {}", token("reader"));
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(send(world.served.address(), "GET", "/me", &headers, None).status, 200);
    let reply = send(world.served.address(), "GET", "/sessions", &headers, None);
    assert_eq!((reply.status, reply.is_problem_document()), (403, true));
}

#[test]
fn without_a_cookie_one_is_anonymous() {
    let world = World::new();
    assert_eq!(world.status("GET", "/me", ""), 401);
    assert_eq!(world.ask("POST", "/greeting", "", None).body, "stranger");
    let cookie = world.log_in("ada");
    assert_eq!(world.ask("POST", "/greeting", &cookie, None).body, "ada");
    // Who asks who it is gets no answer about a request of another site; who does not ask is not hurt.
    let cross = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
    let ask = |path: &str| send(world.served.address(), "POST", path, &cross, None).status;
    assert_eq!((ask("/greeting"), ask("/open")), (403, 200));
}
