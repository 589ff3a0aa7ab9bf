//! What a key may: the part of it that its owner holds now.

use portcullis::authn::Account;
use portcullis::authn::api_key::{ApiKeyError, ExposeSecret as _, NewKey};
use portcullis::store::ApiKeyStore as _;
use serde_json::{Value, json};

use crate::world::{World, days, logged_in, reading, run, start};
use crate::{Permission, Role};

fn me(world: &World, key: &str) -> Value {
    serde_json::from_str(&world.ask("/me", &[("x-api-key", key)]).body).unwrap()
}

#[test]
fn a_key_acts_as_its_owner_with_its_own_permissions() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    let expected = json!({
        "subject": "ada", "tenant": "north", "permissions": ["reports:read"], "roles": [],
        "ignored": 0, "kind": "ApiKey", "id": created.record.id, "issued": true, "fresh": false,
    });
    assert_eq!(me(&world, key), expected);
    assert_eq!(created.record.created_at, start());
}

/// The owner has the role; the key does not.
#[test]
fn a_key_has_no_roles() {
    let world = World::new();
    let created = world.key();
    assert_eq!(world.with_key("/reports", created.key.expose_secret()), 200);
    assert_eq!(world.with_key("/readers", created.key.expose_secret()), 403);
}

#[test]
fn a_key_without_permissions_may_nothing_that_needs_one() {
    let world = World::new();
    let created = run(world.keys.create_for("ada", NewKey::named("empty"))).unwrap();
    assert_eq!(world.with_key("/me", created.key.expose_secret()), 200);
    assert_eq!(world.status(&created), 403);
}

#[test]
fn what_the_owner_loses_is_gone_from_the_key_until_they_have_it_again() {
    let world = World::new();
    let both = [Permission::ReadReports, Permission::WriteReports];
    let created = run(world.keys.create_for("ada", NewKey::named("ci").permissions(both))).unwrap();
    let key = created.key.expose_secret();
    let permissions = || me(&world, key)["permissions"].clone();
    assert_eq!(permissions(), json!(["reports:read", "reports:write"]));
    world.people.has("ada", Role::Reader);
    assert_eq!(permissions(), json!(["reports:read"]));
    world.people.answers_for("ada", Account::new("ada"));
    assert_eq!(permissions(), json!([]));
    assert_eq!(world.status(&created), 403);
    world.people.has("ada", Role::Admin);
    assert_eq!(permissions(), json!(["reports:read", "reports:write"]), "and nothing more");
}

#[test]
fn a_name_that_the_vocabulary_does_not_know_grants_nothing() {
    let world = World::new();
    let created = world.key();
    let mut record = created.record.clone();
    record.permissions = vec!["reports:burn".to_owned(), "reports:read".to_owned()];
    run(world.store.create(record)).unwrap();
    let found = me(&world, created.key.expose_secret());
    assert_eq!(found["permissions"], json!(["reports:read"]));
    assert_eq!(found["ignored"], 1);
}

#[test]
fn an_owner_who_is_locked_takes_their_keys_along() {
    let world = World::new();
    let created = world.key();
    world.people.lock("ada");
    assert_eq!(world.status(&created), 401);
    world.people.has("ada", Role::Editor);
    assert_eq!(world.status(&created), 200);
}

#[test]
fn an_answer_about_somebody_else_is_refused() {
    let world = World::new();
    let created = world.key();
    world.people.answers_for("ada", Account::new("bob").role(Role::Admin));
    assert_eq!(world.status(&created), 401);
    let error = run(world.keys.create_for("ada", reading("ci"))).unwrap_err();
    assert_eq!(error, ApiKeyError::NotFound);
}

#[test]
fn nobody_makes_a_key_that_may_more_than_they() {
    let world = World::new();
    let all = || {
        NewKey::named("ci").permissions([
            Permission::ReadReports,
            Permission::WriteReports,
            Permission::DeleteUsers,
        ])
    };
    let missing = |names: &[&'static str]| ApiKeyError::NotHeld(names.to_vec());
    let (deleting, writing) = (missing(&["users:delete"]), missing(&["reports:write"]));
    assert_eq!(deleting.to_string(), "permissions that are not held: users:delete");
    assert_eq!(run(world.keys.create_for("ada", all())).unwrap_err(), deleting);
    // Presented with more than the account holds now, as by a token from before.
    let before = logged_in("ada", Role::Admin);
    assert_eq!(run(world.keys.create(&before, all())).unwrap_err(), deleting);
    // Presented with less, as by a token for a narrow purpose.
    let narrow = logged_in("ada", Role::Reader);
    let both = [Permission::ReadReports, Permission::WriteReports];
    let key = NewKey::named("ci").permissions(both);
    assert_eq!(run(world.keys.create(&narrow, key.clone())).unwrap_err(), writing);
    assert!(world.store.given().is_empty(), "nothing was kept");
    let created = run(world.keys.create(&logged_in("ada", Role::Editor), key)).unwrap();
    // Nor does the narrow one get more by way of an older key.
    let rotated = run(world.keys.rotate(&narrow, &created.record.id, None));
    assert_eq!(rotated.unwrap_err(), writing);
}

#[test]
fn a_rotated_key_is_without_what_the_owner_has_lost() {
    let world = World::new();
    let both = [Permission::ReadReports, Permission::WriteReports];
    let created = run(world.keys.create_for("ada", NewKey::named("ci").permissions(both))).unwrap();
    world.people.has("ada", Role::Reader);
    let reader = logged_in("ada", Role::Reader);
    let rotated = run(world.keys.rotate(&reader, &created.record.id, Some(days(1)))).unwrap();
    assert_eq!(rotated.record.permissions, ["reports:read"]);
}

#[test]
fn a_key_cannot_make_keys() {
    use portcullis::principal::{Credential, CredentialKind};

    let world = World::new();
    let created = world.key();
    let id = Some(created.record.id.clone());
    let by_key = portcullis::Principal::builder("ada")
        .role(Role::Editor)
        .credential(Credential::new(CredentialKind::ApiKey, id))
        .build();
    let made = run(world.keys.create(&by_key, reading("more"))).unwrap_err();
    let rotated = run(world.keys.rotate(&by_key, &created.record.id, None)).unwrap_err();
    assert_eq!((made, rotated), (ApiKeyError::ByKey, ApiKeyError::ByKey));
}
