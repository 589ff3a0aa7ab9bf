//! What a subject holds is asked anew at each request.

use portcullis::authn::Account;

use crate::Role;
use crate::world::World;

#[test]
fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let world = World::new();
    let cookie = world.log_in("ada");
    assert_eq!(world.status("GET", "/reports", &cookie), 200);
    world.people.has("ada", None);
    assert_eq!(world.status("GET", "/reports", &cookie), 403);
    world.people.has("ada", Some(Role::Editor));
    assert_eq!(world.status("GET", "/reports", &cookie), 200);
}

#[test]
fn a_locked_account_ends_its_session() {
    let world = World::new();
    let cookie = world.log_in("ada");
    world.people.lock("ada");
    world.take_events();
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    let events = world.take_events();
    assert_eq!(events, [("session_expired", "its account is gone or locked".to_owned())]);
    world.people.has("ada", Some(Role::Reader));
    assert_eq!(world.status("GET", "/me", &cookie), 401, "it has ended");
    assert_eq!(world.status("GET", "/me", &world.log_in("ada")), 200);
}

#[test]
fn an_answer_about_somebody_else_is_refused() {
    let world = World::new();
    let cookie = world.log_in("ada");
    world.people.answers_for("ada", Account::new("bob").role(Role::Admin));
    assert_eq!(world.status("GET", "/me", &cookie), 401);
}
