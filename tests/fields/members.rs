//! The app of the tests: members in memory, with a field of every kind.

use std::sync::{Arc, Mutex};

use actix_web::{HttpResponse, patch, post, web};
use portcullis::allowlist::{Changes, InputConfig, Nested, New, Patch, Scalar};
use portcullis::audit::{Audit, AuditEvent};
use portcullis::resource::{Create, Load, Update};
use portcullis::{
    App, Authorized, Outage, Policy, PolicyFor, Principal, Rejection, Resource, SafeCreate,
    SafeUpdate, Security, authenticated, owner_or_admin, policy,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{jwt, token_of};
use serde_json::{Value, json};

use crate::Permission;

/// What nobody may ever see.
pub(crate) const CANARY: &str = "canary-7f3a";

#[derive(Resource, Clone, Debug, PartialEq)]
#[resource(owner = id, tenant = tenant, table = "members")]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) name: String,
    pub(crate) nickname: Option<String>,
    pub(crate) age: u8,
    pub(crate) tags: Vec<String>,
    pub(crate) mood: Mood,
    pub(crate) address: Address,
    pub(crate) links: Vec<Link>,
    pub(crate) is_admin: bool,
    pub(crate) motto: Option<String>,
    #[resource(sensitive)]
    pub(crate) password_hash: String,
}

#[derive(Resource, Clone, Debug, PartialEq)]
#[resource(embedded)]
pub(crate) struct Address {
    pub(crate) city: String,
    pub(crate) zip: Option<String>,
    pub(crate) verified: bool,
}

#[derive(Resource, Clone, Debug, PartialEq)]
#[resource(embedded)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) is_trusted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mood {
    Calm,
    Cross,
}

impl Scalar for Mood {
    const EXPECTED: &'static str = "`calm` or `cross`";
}

#[derive(SafeUpdate, Debug)]
#[safe_update(of = Member, deny(id, tenant, password_hash))]
pub(crate) struct MemberUpdate {
    pub(crate) name: Option<String>,
    #[safe_update(rename = "nickName")]
    pub(crate) nickname: Patch<String>,
    pub(crate) age: Option<u8>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) mood: Option<Mood>,
    pub(crate) address: Nested<AddressUpdate>,
    pub(crate) links: Option<Vec<NewLink>>,
    #[safe_update(permission("users:delete"))]
    pub(crate) is_admin: Option<bool>,
    #[safe_update(owner)]
    pub(crate) motto: Patch<String>,
}

#[derive(SafeUpdate, Debug)]
#[safe_update(of = Address, deny(verified))]
pub(crate) struct AddressUpdate {
    pub(crate) city: Option<String>,
    #[safe_update(permission("reports:write"))]
    pub(crate) zip: Patch<String>,
}

#[derive(SafeCreate, Debug)]
#[safe_create(of = Link, default(is_trusted))]
pub(crate) struct NewLink {
    pub(crate) url: String,
}

#[derive(SafeCreate, Debug)]
#[safe_create(
    of = Member,
    server(id: String, tenant: String, password_hash: String, mood: Mood, address: Address),
    default(age, is_admin)
)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewMember {
    name: String,
    nickname: Option<String>,
    tags: Vec<String>,
    links: Vec<NewLink>,
    #[safe_create(permission("reports:write"))]
    motto: Option<String>,
}

policy!(ONESELF: Permission = owner(Member));

impl PolicyFor<Create> for Member {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = ONESELF;
}

pub(crate) type Members = Mutex<Vec<Member>>;

impl Load for Member {
    type Store = Members;

    async fn load(members: &Members, id: String) -> Result<Option<Self>, Outage> {
        Ok(members.lock().unwrap().iter().find(|member| member.id == id).cloned())
    }
}

impl Member {
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "name": self.name, "nickName": self.nickname, "age": self.age, "tags": self.tags,
            "mood": self.mood, "is_admin": self.is_admin, "motto": self.motto,
            "address": {
                "city": self.address.city, "zip": self.address.zip,
                "verified": self.address.verified,
            },
            "links": self.links.iter().map(|link| json!({
                "url": link.url, "is_trusted": link.is_trusted,
            })).collect::<Vec<_>>(),
        })
    }
}

/// Answers with the names of the fields that changed.
#[owner_or_admin(Member)]
#[patch("/members/{id}")]
async fn update(
    changes: Changes<MemberUpdate>,
    member: Authorized<Member, Update>,
    members: web::Data<Members>,
) -> HttpResponse {
    assert!(!format!("{changes:?}").contains(CANARY));
    let fields: Vec<_> = changes.fields().collect();
    let mut member = member.into_inner();
    changes.apply(&mut member);
    let mut members = members.lock().unwrap();
    let place = members.iter_mut().find(|other| other.id == member.id);
    *place.unwrap() = member;
    HttpResponse::Ok().json(fields)
}

/// Takes the changes alone, so that nothing but the guard holds the object.
#[owner_or_admin(Member)]
#[patch("/alone/{id}")]
async fn update_alone(changes: Changes<MemberUpdate>) -> HttpResponse {
    HttpResponse::Ok().json(changes.fields().collect::<Vec<_>>())
}

#[authenticated]
#[post("/members/{id}")]
async fn add(
    id: web::Path<String>,
    new: New<NewMember>,
    me: Principal<Permission>,
    members: web::Data<Members>,
) -> Result<HttpResponse, Rejection> {
    let draft = new.into_entity(NewMemberServer {
        id: id.into_inner(),
        tenant: "acme".to_owned(),
        password_hash: CANARY.to_owned(),
        mood: Mood::Calm,
        address: Address { city: "Ulm".to_owned(), zip: None, verified: false },
    });
    let member = me.authorize::<Create, _>(draft).await?.into_inner();
    let shown = member.to_json();
    members.lock().unwrap().push(member);
    Ok(HttpResponse::Created().json(shown))
}

/// An app on a port, its members, and what its audit trail holds.
pub(crate) struct Site {
    pub(crate) served: Served,
    members: Arc<Members>,
    events: Arc<Mutex<Vec<AuditEvent>>>,
}

pub(crate) fn serve() -> Site {
    let members = Arc::new(Mutex::new(vec![ann()]));
    let events = Arc::new(Mutex::new(Vec::new()));
    let trail = Arc::clone(&events);
    let security = Security::builder()
        .authenticator(jwt())
        .audit(Audit::to(move |event| trail.lock().unwrap().push(event.clone())))
        .build()
        .unwrap();
    let data = web::Data::from(Arc::clone(&members));
    let served = Served::start(move || {
        App::new(security.clone())
            .app_data(data.clone())
            .app_data(InputConfig::default().limit(4096).depth(8))
            .service(update)
            .service(update_alone)
            .service(add)
    });
    Site { served, members, events }
}

/// The one member there is at first.
pub(crate) fn ann() -> Member {
    Member {
        id: "ann".to_owned(),
        tenant: "acme".to_owned(),
        name: "Ann".to_owned(),
        nickname: Some("annie".to_owned()),
        age: 30,
        tags: vec!["old".to_owned()],
        mood: Mood::Calm,
        address: Address { city: "Ulm".to_owned(), zip: Some("89073".to_owned()), verified: false },
        links: vec![Link { url: "https://a.example".to_owned(), is_trusted: true }],
        is_admin: false,
        motto: None,
        password_hash: CANARY.to_owned(),
    }
}

impl Site {
    /// Ann as she is stored now.
    pub(crate) fn ann(&self) -> Member {
        self.members.lock().unwrap().first().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.members.lock().unwrap().len()
    }

    /// Ann as she was at first.
    pub(crate) fn reset(&self) {
        *self.members.lock().unwrap() = vec![ann()];
        self.events.lock().unwrap().clear();
    }

    /// What the audit trail got since the last time.
    pub(crate) fn events(&self) -> Vec<AuditEvent> {
        std::mem::take(&mut self.events.lock().unwrap())
    }

    /// Changes Ann as `subject`.
    pub(crate) fn patch_as(&self, subject: &str, role: &str, body: &str) -> Reply {
        self.send("PATCH", "/members/ann", subject, role, "application/json", body)
    }

    /// Changes Ann as herself.
    pub(crate) fn patch(&self, body: &str) -> Reply {
        self.patch_as("ann", "reader", body)
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        subject: &str,
        role: &str,
        content_type: &str,
        body: &str,
    ) -> Reply {
        let bearer = format!("Bearer {}", token_of(subject, Some("acme"), role));
        let headers = [("authorization", bearer.as_str()), ("content-type", content_type)];
        let reply = send(self.served.address(), method, path, &headers, Some(body));
        assert!(!reply.body.contains(CANARY), "{body}: {}", reply.body);
        reply
    }
}

/// The errors of a problem document: pointer and code, in order.
pub(crate) fn errors(reply: &Reply) -> Vec<(String, String)> {
    assert!(reply.is_problem_document(), "{reply:?}");
    let document: Value = serde_json::from_str(&reply.body).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = document["errors"].as_array().expect("a list of errors");
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}
