//! The form of a key: what cannot be one never reaches the store.

use portcullis::authn::api_key::{ApiKeys, ExposeSecret as _};
use portcullis::store::Environment;

use crate::Permission;
use crate::world::{World, reading, run};

/// The CRC-32 of ISO-HDLC, written down once more and bit by bit.
fn crc32(text: &str) -> u32 {
    let mut crc = u32::MAX;
    for byte in text.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

fn base62(mut number: u32) -> String {
    const DIGITS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut text = Vec::new();
    for _ in 0..6 {
        text.push(DIGITS.as_bytes()[(number % 62) as usize]);
        number /= 62;
    }
    text.reverse();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_key_is_prefix_environment_secret_and_checksum() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    let secret = key.strip_prefix("acme_live_").unwrap();
    assert!(secret.len() == 36 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let (body, checksum) = key.split_at(key.len() - 6);
    assert_eq!(checksum, base62(crc32(body)));
    assert_ne!(world.key().key.expose_secret(), key);
    assert_eq!(world.status(&created), 200);
}

#[test]
fn a_key_with_one_other_character_is_refused_without_a_look_up() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    for at in 0..key.len() {
        for other in ["0", "Z", "a", "_"] {
            if key[at..].starts_with(other) {
                continue;
            }
            let changed = format!("{}{other}{}", &key[..at], &key[at + 1..]);
            assert_eq!(world.with_key("/reports", &changed), 401, "{at} {other}");
        }
    }
    assert_eq!(world.store.finds(), 0);
    assert_eq!(world.with_key("/reports", key), 200);
    assert_eq!(world.store.finds(), 1);
}

#[test]
fn what_is_no_key_is_refused_without_a_look_up() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    let (twice, listed) = (format!("{key}{key}"), format!("{key}, {key}"));
    let (longer, bearer) = (format!("{key}0"), format!("Bearer {key}"));
    let shorter = &key[..key.len() - 1];
    for wrong in ["", "x", "acme_live_", &twice, &listed, &longer, &bearer, shorter, "é"] {
        let reply = world.ask("/reports", &[("x-api-key", wrong)]);
        assert_eq!(reply.status, 401, "{wrong}");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
    }
    assert_eq!(world.store.finds(), 0);
}

#[test]
fn a_well_formed_key_that_nobody_made_is_refused() {
    let world = World::new();
    let body = format!("acme_live_{}", "0".repeat(30));
    let key = format!("{body}{}", base62(crc32(&body)));
    assert_eq!(world.with_key("/reports", &key), 401);
    assert_eq!(world.store.finds(), 1, "it was looked up");
}

/// A key of the other environment is refused although the store of both knows it.
#[test]
fn each_environment_takes_its_own_keys_only() {
    let world = World::new();
    let test = ApiKeys::<Permission>::builder("acme", Environment::Test, world.people.clone())
        .store(world.store.clone())
        .build()
        .unwrap();
    let created = run(test.create_for("ada", reading("ci"))).unwrap();
    let key = created.key.expose_secret();
    assert!(key.starts_with("acme_test_"));
    assert_eq!(created.record.environment, Environment::Test);
    assert_eq!(world.with_key("/reports", key), 401);
    assert_eq!(world.store.finds(), 0);
    assert_eq!(world.status(&world.key()), 200);
}

/// A key that says `live` while its record says `test` is of neither.
#[test]
fn the_environment_of_the_record_counts_too() {
    let world = World::new();
    let created = world.key();
    let mut record = created.record.clone();
    record.environment = Environment::Test;
    run(portcullis::store::ApiKeyStore::create(&world.store, record)).unwrap();
    assert_eq!(world.status(&created), 401);
}
