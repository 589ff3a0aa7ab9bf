//! 100,000 random bodies against an independent reading of the rules: the object after the change
//! differs from before in allowed fields that were present, and in nothing else.

use std::cell::RefCell;
use std::fmt::Write as _;

use actix_web::{HttpResponse, patch, test as in_process, web};
use portcullis::allowlist::Changes;
use portcullis::resource::Update;
use portcullis::{App, Authorized, owner_or_admin};
use portcullis_tests::tokens::{security, token_of};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value};

use crate::members::{Member, MemberUpdate, Members, ann};

const CASES: u32 = 100_000;

/// JSON as it is written: an object may have a key twice.
#[derive(Clone, Debug)]
enum Json {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Writes it down; `escape` decides which letters of keys are written as `\u` escapes.
    fn write(&self, escape: u64, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Boolean(value) => write!(text, "{value}").unwrap(),
            Self::Number(number) => text.push_str(number),
            Self::Text(value) => text.push_str(&Value::from(value.as_str()).to_string()),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    item.write(escape, text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    text.push_str(if at == 0 { "\"" } else { ", \"" });
                    for (letter, place) in key.chars().zip(0..) {
                        if escape >> ((place + at) % 64) & 1 == 1 {
                            write!(text, "\\u{:04x}", u32::from(letter)).unwrap();
                        } else {
                            text.push(letter);
                        }
                    }
                    text.push_str("\": ");
                    value.write(escape, text);
                }
                text.push('}');
            }
        }
    }

    fn integer(&self) -> Option<i128> {
        match self {
            // JSON has a negative zero, integers have none.
            Self::Number(number) if number != "-0" => number.parse().ok(),
            _ => None,
        }
    }

    fn text(&self) -> Option<Value> {
        match self {
            Self::Text(text) => Some(text.as_str().into()),
            _ => None,
        }
    }

    /// Its members, if it is an object without a key twice.
    fn members(&self) -> Option<&[(String, Json)]> {
        let Self::Object(members) = self else { return None };
        let is_single =
            |key: &String| members.iter().filter(|(other, _)| other == key).count() == 1;
        members.iter().all(|(key, _)| is_single(key)).then_some(members.as_slice())
    }
}

/// What becomes of Ann; `None` where the body has to be refused.
fn expected(body: &Json) -> Option<Value> {
    let mut after = ann().to_json();
    for (key, value) in body.members()? {
        after[key] = match key.as_str() {
            "name" => value.text()?,
            "nickName" | "motto" => match value {
                Json::Null => Value::Null,
                other => other.text()?,
            },
            "age" => u8::try_from(value.integer()?).ok()?.into(),
            "is_admin" => match value {
                Json::Boolean(value) => (*value).into(),
                _ => return None,
            },
            "mood" => Some(value.text()?).filter(|mood| *mood == "calm" || *mood == "cross")?,
            "tags" => match value {
                Json::List(items) => items.iter().map(Json::text).collect::<Option<_>>()?,
                _ => return None,
            },
            "links" => match value {
                Json::List(items) => items.iter().map(link).collect::<Option<_>>()?,
                _ => return None,
            },
            "address" => address(&after["address"], value)?,
            _ => return None,
        };
    }
    Some(after)
}

fn link(body: &Json) -> Option<Value> {
    match body.members()? {
        [(key, url)] if key == "url" => {
            let members =
                [("url".to_owned(), url.text()?), ("is_trusted".to_owned(), false.into())];
            Some(Value::Object(members.into_iter().collect::<Map<_, _>>()))
        }
        _ => None,
    }
}

fn address(before: &Value, body: &Json) -> Option<Value> {
    let mut after = before.clone();
    for (key, value) in body.members()? {
        after[key] = match (key.as_str(), value) {
            ("zip", Json::Null) => Value::Null,
            ("city" | "zip", value) => value.text()?,
            _ => return None,
        };
    }
    Some(after)
}

fn key() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "name", "nickName", "age", "tags", "mood", "address", "links", "is_admin", "motto", "city",
        "zip", "url",
    ]);
    let refused = prop::sample::select(vec![
        "id",
        "tenant",
        "password_hash",
        "verified",
        "is_trusted",
        "Name",
        "NAME",
        "nickname",
        "isAdmin",
        "Is_Admin",
        "passwordHash",
        "__proto__",
        "constructor",
        "",
    ]);
    prop_oneof![
        30 => known.prop_map(str::to_owned),
        2 => refused.prop_map(str::to_owned),
        1 => "[a-z_]{0,8}",
    ]
}

fn leaf() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Boolean),
        prop_oneof![
            (0_i64..300).prop_map(|number| number.to_string()),
            any::<i64>().prop_map(|number| number.to_string()),
            prop::sample::select(vec!["1.5", "1e2", "-0", "0.0", "1e400", "99999999999999999999"])
                .prop_map(str::to_owned),
        ]
        .prop_map(Json::Number),
        prop_oneof![
            "[a-z]{0,4}",
            prop::sample::select(vec!["calm", "cross"]).prop_map(str::to_owned)
        ]
        .prop_map(Json::Text),
    ]
}

/// Any JSON at all.
fn anything() -> impl Strategy<Value = Json> {
    leaf().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
            prop::collection::vec((key(), inner), 0..4).prop_map(Json::Object),
        ]
    })
}

/// A value that mostly fits the key.
fn member() -> impl Strategy<Value = (String, Json)> {
    let text = || "[a-z]{0,4}".prop_map(Json::Text);
    let object = |members| Json::Object(members);
    key().prop_flat_map(move |key| {
        let fitting = match key.as_str() {
            "age" => (0_u16..260).prop_map(|age| Json::Number(age.to_string())).boxed(),
            "is_admin" => any::<bool>().prop_map(Json::Boolean).boxed(),
            "mood" => Just(Json::Text("cross".to_owned())).boxed(),
            "tags" => prop::collection::vec(text(), 0..3).prop_map(Json::List).boxed(),
            "address" => {
                let zip =
                    prop_oneof![Just(Json::Null), text()].prop_map(|it| ("zip".to_owned(), it));
                let city = text().prop_map(|it| ("city".to_owned(), it));
                prop::collection::vec(prop_oneof![zip, city], 0..3).prop_map(object).boxed()
            }
            "links" => {
                let link = text().prop_map(move |url| object(vec![("url".to_owned(), url)]));
                prop::collection::vec(link, 0..3).prop_map(Json::List).boxed()
            }
            "nickName" | "motto" => prop_oneof![Just(Json::Null), text()].boxed(),
            _ => text().boxed(),
        };
        let value = prop_oneof![12 => fitting, 1 => anything()];
        value.prop_map(move |value| (key.clone(), value))
    })
}

fn body() -> impl Strategy<Value = (Json, u64)> {
    let object = prop::collection::vec(member(), 0..6).prop_map(Json::Object);
    (prop_oneof![30 => object, 1 => anything()], prop_oneof![Just(0), any::<u64>()])
}

#[owner_or_admin(Member)]
#[patch("/members/{id}")]
async fn change(
    changes: Changes<MemberUpdate>,
    member: Authorized<Member, Update>,
) -> HttpResponse {
    let before = (*member).clone();
    let mut after = member.into_inner();
    changes.apply(&mut after);
    assert_eq!((&after.id, &after.tenant), (&before.id, &before.tenant));
    assert_eq!(after.password_hash, before.password_hash);
    assert_eq!(after.address.verified, before.address.verified);
    HttpResponse::Ok().json(after.to_json())
}

#[test]
fn random_bodies_change_what_is_allowed_and_nothing_else() {
    let members: Members = vec![ann()].into();
    let app = App::new(security()).app_data(web::Data::new(members)).service(change);
    let system = actix_web::rt::System::new();
    let app = system.block_on(in_process::init_service(app));
    let bearer = format!("Bearer {}", token_of("ann", Some("acme"), "admin"));
    let tally = RefCell::new((0_u32, 0_u32));
    let mut runner =
        TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let run = runner.run(&body(), |(body, escape)| {
        let mut text = String::new();
        body.write(escape, &mut text);
        let request = in_process::TestRequest::patch()
            .uri("/members/ann")
            .insert_header(("authorization", bearer.as_str()))
            .insert_header(("content-type", "application/json"))
            .set_payload(text.clone())
            .to_request();
        let reply = system.block_on(in_process::call_service(&app, request));
        match expected(&body) {
            Some(after) => {
                tally.borrow_mut().0 += 1;
                prop_assert_eq!(reply.status(), 200, "{}", text);
                let found: Value = system.block_on(in_process::read_body_json(reply));
                prop_assert_eq!(found, after, "{}", text);
            }
            None => {
                tally.borrow_mut().1 += 1;
                // A number that JSON has no room for is no JSON.
                let is_refused = reply.status() == 422 || reply.status() == 400;
                prop_assert!(is_refused, "{} {}", reply.status(), text);
            }
        }
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
    // The control: both sides occur in great number.
    let (accepted, refused) = tally.into_inner();
    assert!(accepted > CASES / 10 && refused > CASES / 10, "{accepted} and {refused}");
}
