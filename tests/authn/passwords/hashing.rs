//! Hashes of passwords: right and wrong ones, changed costs, peppers, and what cannot be read.

use portcullis::authn::password::{PasswordConfigError, Passwords, PasswordsBuilder, Verdict};

use crate::passwords;

const PASSWORD: &str = "correct horse battery staple";

async fn is_right(passwords: &Passwords, stored: &str, password: &str) -> bool {
    let verdict = passwords.verify(Some(stored), &password.into()).await.unwrap();
    matches!(verdict, Verdict::Right { .. })
}

#[actix_web::test]
async fn a_hash_fits_its_password_and_no_other() {
    let passwords = passwords();
    let stored = passwords.hash(&PASSWORD.into()).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=7168,t=5,p=1$"), "{stored}");
    assert_ne!(stored, passwords.hash(&PASSWORD.into()).await.unwrap(), "a salt of its own");
    let right = passwords.verify(Some(&stored), &PASSWORD.into()).await.unwrap();
    assert_eq!(right, Verdict::Right { rehash: None });
    for wrong in ["", "correct horse battery stapl", "Correct horse battery staple", &stored] {
        assert!(!is_right(&passwords, &stored, wrong).await, "{wrong:?}");
    }
    assert!(!is_right(&passwords, &stored, &PASSWORD.repeat(20)).await);
    let nobody = passwords.verify(None, &PASSWORD.into()).await.unwrap();
    assert_eq!(nobody, Verdict::Wrong);
}

#[actix_web::test]
async fn the_same_characters_typed_in_another_way_are_the_same_password() {
    let passwords = passwords();
    let stored = passwords.hash(&"caf\u{e9} cr\u{e8}me".into()).await.unwrap();
    assert!(is_right(&passwords, &stored, "cafe\u{301} cre\u{300}me").await);
    assert!(!is_right(&passwords, &stored, "cafe creme").await);
}

#[actix_web::test]
async fn a_hash_that_was_cheaper_is_made_anew_at_login() {
    let cheap = passwords();
    let stored = cheap.hash(&PASSWORD.into()).await.unwrap();
    let dear = Passwords::builder().cost(8 * 1024, 5, 1).build().unwrap();
    let verdict = dear.verify(Some(&stored), &PASSWORD.into()).await.unwrap();
    let Verdict::Right { rehash: Some(rehash) } = verdict else { panic!("{verdict:?}") };
    assert!(rehash.starts_with("$argon2id$v=19$m=8192,t=5,p=1$"), "{rehash}");
    let again = dear.verify(Some(&rehash), &PASSWORD.into()).await.unwrap();
    assert_eq!(again, Verdict::Right { rehash: None });
    let wrong = dear.verify(Some(&stored), &"another password".into()).await.unwrap();
    assert_eq!(wrong, Verdict::Wrong, "nothing is made anew for a wrong password");
    // What costs more than configured stays.
    let kept = cheap.verify(Some(&rehash), &PASSWORD.into()).await.unwrap();
    assert_eq!(kept, Verdict::Right { rehash: None });
}

#[actix_web::test]
async fn what_cannot_be_read_fits_nothing() {
    let passwords = passwords();
    let stored = passwords.hash(&PASSWORD.into()).await.unwrap();
    for broken in [
        "",
        "opens to nothing",
        PASSWORD,
        "$argon2id$v=19$m=7168,t=5,p=1$",
        &stored[..stored.len() - 8],
        &stored.replace("argon2id", "scrypt"),
        // It would take a terabyte.
        &stored.replace("m=7168", "m=1073741824"),
        &stored.replace("t=5", "t=4294967295"),
    ] {
        let verdict = passwords.verify(Some(broken), &PASSWORD.into()).await.unwrap();
        assert_eq!(verdict, Verdict::Wrong, "{broken:?}");
    }
}

#[actix_web::test]
async fn a_pepper_is_needed_and_never_shown() {
    let with = |pepper: &[u8]| {
        let builder = Passwords::builder().cost(7 * 1024, 5, 1);
        builder.pepper(pepper.to_vec().into()).build().unwrap()
    };
    let peppered = with(b"planted-pepper-1234");
    let stored = peppered.hash(&PASSWORD.into()).await.unwrap();
    assert!(is_right(&peppered, &stored, PASSWORD).await);
    assert!(!is_right(&passwords(), &stored, PASSWORD).await);
    assert!(!is_right(&with(b"another-pepper-1234"), &stored, PASSWORD).await);
    assert!(!format!("{peppered:?}{:?}", Passwords::builder()).contains("planted"));
    assert!(!stored.contains("planted"));
}

#[test]
fn what_is_too_weak_is_not_built() {
    type Change = fn(PasswordsBuilder) -> PasswordsBuilder;
    let rows: [(Change, PasswordConfigError); 9] = [
        // As much work in too little memory is cheap for whoever has many small cores.
        (|builder| builder.cost(1024, 60, 1), PasswordConfigError::Cheap),
        // Beyond what a stored hash may ask for, no login would ever succeed.
        (|builder| builder.cost(7 * 1024, 65, 1), PasswordConfigError::Dear),
        (|builder| builder.cost(19 * 1024, 1, 1), PasswordConfigError::Cheap),
        (|builder| builder.cost(7 * 1024, 4, 1), PasswordConfigError::Cheap),
        (|builder| builder.cost(0, 0, 0), PasswordConfigError::Cost),
        (|builder| builder.at_once(0), PasswordConfigError::Concurrency),
        (|builder| builder.pepper(b"short".to_vec().into()), PasswordConfigError::ShortPepper),
        (|builder| builder.least_characters(7), PasswordConfigError::Length),
        (|builder| builder.least_characters(200), PasswordConfigError::Length),
    ];
    for (change, expected) in rows {
        assert_eq!(change(Passwords::builder()).build().err(), Some(expected));
    }
}

/// More than fit are told at once to come back, and those that wait are served.
#[actix_web::test]
async fn few_are_computed_at_once_and_few_wait() {
    let passwords =
        Passwords::builder().cost(7 * 1024, 5, 1).at_once(1).waiting(3).build().unwrap();
    let stored = passwords.hash(&PASSWORD.into()).await.unwrap();
    let attempts = (0..20).map(|_| {
        let (passwords, stored) = (passwords.clone(), stored.clone());
        async move { passwords.verify(Some(&stored), &PASSWORD.into()).await }
    });
    let outcomes = futures_util::future::join_all(attempts).await;
    let served = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(served, 4, "one computes and three wait");
    assert!(is_right(&passwords, &stored, PASSWORD).await, "and all places are free again");
}

#[test]
fn a_verdict_shows_no_hash() {
    let verdict = Verdict::Right { rehash: Some("$argon2id$planted".to_owned()) };
    let shown = format!("{verdict:?}");
    assert!(shown.contains("Right") && !shown.contains("planted"), "{shown}");
}
