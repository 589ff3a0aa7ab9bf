//! An entity with fields of every kind, and what crosses the wire of it.

use portcullis::allowlist::{Nested, Patch, Visible};
use portcullis::resource::Load;
use portcullis::{Outage, Resource, SafeCreate, SafeQuery, SafeResponse, SafeUpdate};

#[derive(Resource)]
#[resource(owner = owner)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) owner: String,
    pub(super) name: String,
    #[resource(class = "pii")]
    pub(super) email: String,
    pub(super) nickname: Option<String>,
    pub(super) place: Place,
    pub(super) parts: Vec<Part>,
    #[resource(sensitive)]
    #[expect(dead_code, reason = "nothing may read it")]
    pub(super) secret: String,
}

#[derive(Resource)]
#[resource(embedded)]
pub(super) struct Place {
    pub(super) city: String,
    #[resource(sensitive)]
    pub(super) door: String,
}

/// A part of an item; it has parts.
#[derive(Resource)]
#[resource(embedded)]
pub(super) struct Part {
    pub(super) label: String,
    pub(super) parts: Vec<Part>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Item, deny(id, owner, parts, secret))]
pub(super) struct ItemUpdate {
    #[safe_update(rename = "title")]
    pub(super) name: Option<String>,
    #[safe_update(any(owner, permission("users:delete")))]
    pub(super) email: Option<String>,
    pub(super) nickname: Patch<String>,
    pub(super) place: Nested<PlaceUpdate>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Place, deny(city))]
pub(super) struct PlaceUpdate {
    #[safe_update(role(Admin))]
    pub(super) door: Option<String>,
}

#[derive(SafeCreate)]
#[safe_create(of = Item, server(owner: String, place: Place), default(id, nickname, secret))]
pub(super) struct NewItem {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) parts: Vec<NewPart>,
}

#[derive(SafeCreate)]
#[safe_create(of = Part)]
pub(super) struct NewPart {
    pub(super) label: String,
    pub(super) parts: Vec<NewPart>,
}

#[derive(SafeResponse)]
#[safe_response(of = Item, hide(owner, nickname, secret))]
pub(super) struct ItemView {
    pub(super) id: String,
    #[safe_response(rename = "title")]
    pub(super) name: String,
    #[safe_response(owner, mask = email)]
    pub(super) email: Visible<String>,
    pub(super) place: PlaceView,
    pub(super) parts: Vec<PartView>,
}

#[derive(SafeResponse)]
#[safe_response(of = Place)]
pub(super) struct PlaceView {
    pub(super) city: String,
    #[safe_response(role(Admin))]
    pub(super) door: Visible<String>,
}

#[derive(SafeResponse)]
#[safe_response(of = Part)]
pub(super) struct PartView {
    pub(super) label: String,
    pub(super) parts: Vec<PartView>,
}

#[derive(SafeQuery)]
#[safe_query(of = ItemView, sort(id, name))]
pub(super) struct ItemQuery {
    pub(super) name: Option<String>,
}

impl Load for Item {
    type Store = ();

    async fn load((): &(), _: String) -> Result<Option<Self>, Outage> {
        Ok(None)
    }
}
