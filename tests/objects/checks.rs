//! Relational rules: functions of the app that see principal and object.

use actix_web::{HttpResponse, get};
use portcullis::policy::Reason;
use portcullis::resource::Read;
use portcullis::{Authorized, Decision, Environment, Principal, authorize};

use crate::Permission;
use crate::notes::{ADMIN, ANN, BOB, CAT, Note, serve};

/// Cat is a friend of ann's; whether bob is cannot be told.
async fn is_friend(principal: &Principal<Permission>, note: &Note) -> Decision {
    match (principal.subject(), note.author.as_str()) {
        ("cat", "ann") => Decision::Allow,
        ("bob", "ann") => Decision::unavailable("the graph of friends"),
        _ => Decision::deny("no friend of the author"),
    }
}

#[authorize(any(owner(Note), check(Note, is_friend)))]
#[get("/friends/{id}")]
async fn friends(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

#[authorize(not(check(Note, is_friend)))]
#[get("/others/{id}")]
async fn others(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

async fn clock(_: &Principal<Permission>, _: Environment<'_>) -> Decision {
    Decision::unavailable("the clock")
}

#[authorize(any(owner(Note), check(clock)))]
#[get("/hours/{id}")]
async fn hours(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

/// An outage that needs no object comes before the load, and so tells nothing of objects.
#[test]
fn a_silent_check_does_not_tell_what_exists() {
    let site = serve(|config| {
        config.service(hours);
    });
    for path in ["/hours/1", "/hours/3", "/hours/4", "/hours/99", "/hours/x"] {
        assert_eq!((site.status("GET", path, CAT), site.notes.loads()), (503, 0), "{path}");
    }
}

#[test]
fn a_check_decides_and_its_silence_is_503() {
    let site = serve(|config| {
        config.service(friends).service(others);
    });
    for (path, caller, status) in [
        ("/friends/1", ANN, 200),
        ("/friends/1", CAT, 200),
        ("/friends/1", ADMIN, 404),
        ("/friends/1", BOB, 503),
        ("/friends/3", BOB, 200),
        ("/friends/3", CAT, 404),
        ("/friends/4", CAT, 404),
        ("/others/1", CAT, 404),
        ("/others/1", ADMIN, 200),
        ("/others/1", BOB, 503),
        // The tenant decides before the check is asked, so silence does not tell what exists.
        ("/others/4", BOB, 404),
    ] {
        assert_eq!(site.status("GET", path, caller), status, "{path} {caller:?}");
    }
}

#[actix_web::test]
async fn reasons_are_typed() {
    use portcullis::Rule as _;
    let principal = |subject: &str, tenant: &str| {
        Principal::<Permission>::builder(subject).tenant(tenant).build()
    };
    let note = || Note {
        id: 1,
        tenant: "acme".to_owned(),
        folder: 1,
        author: "ann".to_owned(),
        editor: None,
    };
    assert!(friends::POLICY.target().is_some_and(|target| target.resource() == "Note"));

    let denial = |refused: portcullis::Rejection| match refused {
        portcullis::Rejection::DeniedObject(denial, _) => denial,
        other => panic!("{other}"),
    };
    // The tenant decides at once, so the check is not even asked.
    let refused = principal("root", "globex").authorize::<Read, _>(note()).await.unwrap_err();
    let denial_abroad = denial(refused);
    assert_eq!(denial_abroad.reasons(), [Reason::OtherTenant("Note"), Reason::NotOwner("Note")]);

    let refused = principal("dog", "acme").authorize::<Read, _>(note()).await.unwrap_err();
    let denial = denial(refused);
    let [Reason::NotOwner("Note"), Reason::Check("is_friend", inner)] = denial.reasons() else {
        panic!("{denial}");
    };
    assert_eq!(inner.reasons(), [Reason::Stated("no friend of the author".into())]);

    let allowed = principal("ann", "acme").authorize::<Read, _>(note()).await.unwrap();
    assert_eq!(allowed.author, "ann");
}

/// Where no object is at hand, a policy about one cannot be decided, and never allows.
#[actix_web::test]
async fn without_its_object_a_policy_is_an_outage() {
    let ann = Principal::<Permission>::builder("ann").tenant("acme").build();
    assert!(matches!(FRIENDS.decide(&ann, &()).await, Decision::Unavailable(_)));
    assert_eq!(FRIENDS.decide_now(&ann), None);
}

portcullis::policy!(FRIENDS: Permission = any(owner(Note), check(Note, is_friend)));

impl portcullis::PolicyFor<Read> for Note {
    type Vocabulary = Permission;
    const POLICY: &'static portcullis::Policy<Permission> = FRIENDS;
}
