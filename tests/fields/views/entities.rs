//! The entities of the tests, and their views.

use std::net::Ipv4Addr;

use portcullis::allowlist::{Scalar, Visible};
use portcullis::resource::Load;
use portcullis::{Outage, Resource, SafeResponse};

/// Stands in every field, or part of one, that somebody must not see.
pub(crate) const CANARY: &str = "canary";
#[derive(Resource, Clone)]
#[resource(owner = id, tenant = tenant)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) display_name: String,
    pub(crate) nickname: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) contact: String,
    pub(crate) card: String,
    pub(crate) pin: Option<String>,
    pub(crate) born: u16,
    pub(crate) status: Status,
    pub(crate) last_ip: Ipv4Addr,
    pub(crate) tags: Vec<String>,
    pub(crate) address: Address,
    pub(crate) links: Vec<Link>,
    pub(crate) notes: Vec<Note>,
    #[expect(dead_code, reason = "nothing may read it")]
    pub(crate) password_hash: String,
}

#[derive(Clone, Copy, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Active,
}

impl Scalar for Status {}

#[derive(Resource, Clone)]
#[resource(embedded)]
pub(crate) struct Address {
    pub(crate) city: String,
    pub(crate) street: String,
    #[expect(dead_code, reason = "nothing may read it")]
    pub(crate) geocode: String,
}

#[derive(Resource, Clone)]
#[resource(embedded)]
pub(crate) struct Link {
    pub(crate) url: String,
    #[expect(dead_code, reason = "nothing may read it")]
    pub(crate) secret: String,
}

/// What somebody wrote about the user; it belongs to its author.
#[derive(Resource, Clone)]
#[resource(owner = author)]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) author: String,
    pub(crate) text: String,
    pub(crate) replies: Vec<Note>,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = User, hide(tenant, password_hash), rename_all = "camelCase")]
pub(crate) struct UserView {
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) nickname: Option<String>,
    #[safe_response(any(owner, permission("users:delete")))]
    pub(crate) email: Visible<Option<String>>,
    #[safe_response(mask = email)]
    pub(crate) contact: String,
    #[safe_response(mask = last4, rename = "cardNumber")]
    pub(crate) card: String,
    #[safe_response(all(owner, not(role(Admin))), mask = all)]
    pub(crate) pin: Visible<Option<String>>,
    #[safe_response(mask = decade)]
    pub(crate) born: String,
    pub(crate) status: Status,
    #[safe_response(scalar)]
    pub(crate) last_ip: Ipv4Addr,
    pub(crate) tags: Vec<String>,
    pub(crate) address: AddressView,
    pub(crate) links: Vec<LinkView>,
    pub(crate) notes: Vec<NoteView>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form of a mask")]
pub(crate) fn decade(year: &u16) -> String {
    format!("{}s", year / 10 * 10)
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Address, hide(geocode))]
pub(crate) struct AddressView {
    pub(crate) city: String,
    #[safe_response(permission("users:delete"))]
    pub(crate) street: Visible<String>,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Link, hide(secret))]
pub(crate) struct LinkView {
    pub(crate) url: String,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Note, hide(author))]
pub(crate) struct NoteView {
    pub(crate) id: i64,
    #[safe_response(owner)]
    pub(crate) text: Visible<String>,
    pub(crate) replies: Vec<NoteView>,
}

pub(crate) fn user(id: &str) -> User {
    let note = |id, author: &str, replies| Note {
        id,
        author: author.to_owned(),
        text: format!("by {author}"),
        replies,
    };
    User {
        id: id.to_owned(),
        tenant: format!("{CANARY} tenant"),
        display_name: id.to_uppercase(),
        nickname: None,
        email: (id == "ann").then(|| format!("{id}@example.org")),
        contact: format!("x{CANARY}@example.org"),
        card: format!("{CANARY}-1234"),
        pin: Some(CANARY.to_owned()),
        born: 1987,
        status: Status::Active,
        last_ip: Ipv4Addr::LOCALHOST,
        tags: vec!["new".to_owned()],
        address: Address {
            city: "Ulm".to_owned(),
            street: "Main Street".to_owned(),
            geocode: CANARY.to_owned(),
        },
        links: vec![Link { url: "https://a.example".to_owned(), secret: CANARY.to_owned() }],
        notes: vec![note(1, "ann", vec![note(2, "bob", vec![])]), note(3, "bob", vec![])],
        password_hash: format!("$argon2$ {CANARY}"),
    }
}

impl Load for User {
    type Store = ();

    async fn load((): &(), id: String) -> Result<Option<Self>, Outage> {
        Ok(Some(User { tenant: "acme".to_owned(), ..user(&id) }))
    }
}
