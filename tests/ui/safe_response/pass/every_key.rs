//! Every key, and the types that a view may hold.

use std::net::Ipv4Addr;

use portcullis::allowlist::{Scalar, Visible};
use portcullis::{Resource, SafeResponse};

include!("../../vocabulary.rs");

#[derive(Resource)]
#[resource(owner = id, tenant = tenant)]
pub struct User {
    id: i64,
    tenant: String,
    r#type: Kind,
    email: Option<String>,
    card: String,
    born: u16,
    address: Address,
    past: Vec<Address>,
    last_ip: Ipv4Addr,
    matrix: Vec<Vec<Option<f64>>>,
    password_hash: String,
}

#[derive(Clone, serde::Serialize)]
enum Kind {
    Person,
}

impl Scalar for Kind {}

#[derive(Resource)]
#[resource(embedded)]
struct Address {
    city: String,
}

type Maybe<T> = Visible<T>;

#[derive(SafeResponse)]
#[safe_response(of = crate::User, hide(password_hash,))]
#[safe_response(rename_all = "camelCase", vocabulary = crate::Permission, crate = ::portcullis)]
struct UserView {
    #[safe_response(rename = "_id")]
    id: i64,
    #[safe_response(all(tenant, any(owner, role(Editor), mfa, fresh(minutes = 5))))]
    tenant: Maybe<String>,
    r#type: Kind,
    #[safe_response(permission(Permission::DeleteUsers), mask = email)]
    email: Visible<Option<String>>,
    #[serde(rename = "cardNumber")]
    #[safe_response(mask = all)]
    card: String,
    #[safe_response(mask = masks::decade)]
    born: String,
    address: AddressView,
    #[safe_response(owner)]
    past: Visible<Vec<AddressView>>,
    #[safe_response(scalar)]
    last_ip: Ipv4Addr,
    matrix: Vec<Vec<Option<f64>>>,
}

mod masks {
    pub(super) fn decade(year: &u16) -> impl core::fmt::Display {
        year / 10 * 10
    }
}

#[derive(SafeResponse)]
#[safe_response(of = Address)]
struct AddressView {
    city: String,
}

fn main() {
    let address = |city: &str| Address { city: city.to_owned() };
    let user = User {
        id: 1,
        tenant: "acme".to_owned(),
        r#type: Kind::Person,
        email: None,
        card: "1234".to_owned(),
        born: 1987,
        address: address("Ulm"),
        past: vec![address("Bern")],
        last_ip: Ipv4Addr::LOCALHOST,
        matrix: vec![vec![Some(0.5), None]],
        password_hash: String::new(),
    };
    let _ = (&user.password_hash, &user.tenant);
    let view = UserView::from(&user);
    let shown = serde_json::to_string(&view).unwrap();
    assert_eq!(
        shown,
        "{\"_id\":1,\"type\":\"Person\",\"cardNumber\":\"***\",\"born\":\"1980\",\
         \"address\":{\"city\":\"Ulm\"},\"lastIp\":\"127.0.0.1\",\"matrix\":[[0.5,null]]}"
    );
}
