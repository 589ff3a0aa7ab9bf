//! The cookie: its attributes to the letter, how it is read, and that it is never adopted.

use portcullis::authn::session::SameSite;
use portcullis_tests::client::send;

use crate::world::{World, cookie_of, id_of};

#[test]
fn the_cookie_has_every_attribute() {
    let world = World::new();
    let reply = world.ask("POST", "/login", "", Some("ada"));
    let id = id_of(reply.header("set-cookie").unwrap().split(';').next().unwrap()).to_owned();
    let expected = format!("__Host-session={id}; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(reply.header("set-cookie"), Some(expected.as_str()));
    let count =
        |name| reply.headers().iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).count();
    assert_eq!(count("set-cookie"), 1);
    // In the place of what the handler had said.
    assert_eq!((count("cache-control"), reply.header("cache-control")), (1, Some("no-store")));
}

#[test]
fn its_name_and_same_site_can_be_chosen() {
    let world =
        World::with(|builder| builder.cookie_name("__Host-shop").same_site(SameSite::Strict));
    let reply = world.ask("POST", "/login", "", Some("ada"));
    let set = reply.header("set-cookie").unwrap();
    assert!(set.starts_with("__Host-shop="), "{set}");
    assert!(set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{set}");
    let cookie = cookie_of(&reply);
    assert_eq!(world.status("GET", "/me", &cookie), 200);
    let other = cookie.replace("__Host-shop", "__Host-session");
    assert_eq!(world.status("GET", "/me", &other), 401);
}

#[test]
fn logout_removes_it_and_ends_the_session() {
    let world = World::new();
    let cookie = world.log_in("ada");
    let reply = world.ask("POST", "/logout", &cookie, None);
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("set-cookie"),
        Some("__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
    );
    assert_eq!(reply.header("clear-site-data"), Some("\"cache\", \"cookies\", \"storage\""));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    // Who has no session can log out too.
    assert_eq!(world.status("POST", "/logout", &cookie), 200);
    assert_eq!(world.status("POST", "/logout", ""), 200);
}

#[test]
fn an_id_that_a_login_presents_is_ended_and_never_adopted() {
    let world = World::new();
    let planted = world.log_in("bob");
    let cookie = world.log_in_with("ada", &planted);
    assert_ne!(cookie, planted);
    assert_eq!(world.me(&cookie)["subject"], "ada");
    assert_eq!(world.status("GET", "/me", &planted), 401);

    let invented = format!("__Host-session={}", "A".repeat(43));
    let cookie = world.log_in_with("ada", &invented);
    assert_ne!(cookie, invented);
    assert_eq!(world.status("GET", "/me", &invented), 401);
    assert_eq!(world.status("GET", "/me", &cookie), 200);
}

#[test]
fn several_planted_ids_all_end() {
    let world = World::new();
    let (one, two) = (world.log_in("bob"), world.log_in("bob"));
    let cookie = world.log_in_with("ada", &format!("{one}; {two}; __Host-session=x"));
    for planted in [one, two] {
        assert_eq!(world.status("GET", "/me", &planted), 401);
    }
    assert_eq!(world.status("GET", "/me", &cookie), 200);
}

#[test]
fn a_cookie_that_is_not_one_of_ours_is_refused() {
    let world = World::new();
    let cookie = world.log_in("ada");
    let id = id_of(&cookie);
    let named = |value: &str| format!("__Host-session={value}");
    for bad in [
        "__Host-session".to_owned(),
        named(""),
        named(&id[1..]),
        named(&format!("{id}A")),
        named(&format!("\"{id}\"")),
        named(&id.replace(&id[..1], "+")),
        named(&format!("{}%41", &id[3..])),
        named(&format!("{id}={id}")),
    ] {
        assert_eq!(world.status("GET", "/me", &bad), 401, "{bad}");
        assert_eq!(world.status("POST", "/greeting", &bad), 401, "{bad}");
    }
    for good in [
        format!("a=b; {cookie}; c=d"),
        format!("a;{cookie}"),
        format!("{} ", cookie.replace('=', " = ")),
        format!("__host-session=x; session=y; X__Host-session=z; {cookie}"),
    ] {
        assert_eq!(world.status("GET", "/me", &good), 200, "{good}");
    }
    assert_eq!(
        world.status("GET", "/me", &format!("a={cookie}")),
        401,
        "it is the value of another"
    );
}

#[test]
fn two_cookies_are_ambiguous() {
    let world = World::new();
    let (one, two) = (world.log_in("ada"), world.log_in("ada"));
    let ask =
        |headers: &[(&str, &str)]| send(world.served.address(), "GET", "/me", headers, None).status;
    for both in
        [format!("{one}; {two}"), format!("{one}; {one}"), format!("{one}; __Host-session=")]
    {
        assert_eq!(ask(&[("cookie", &both)]), 400, "{both}");
    }
    assert_eq!(ask(&[("cookie", &one), ("cookie", &two)]), 400);
    assert_eq!(ask(&[("cookie", &one), ("cookie", "a=b")]), 200);
}
