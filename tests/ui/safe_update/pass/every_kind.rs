//! The control: every kind of field, every key.

use actix_web::{HttpResponse, patch};
use portcullis::allowlist::{Changes, Nested, Patch, Scalar};
use portcullis::{Resource, SafeCreate, SafeUpdate, owner_or_admin, policy};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(Clone, Copy, serde::Deserialize)]
enum Mood {
    Calm,
    Cross,
}

impl Scalar for Mood {}

#[derive(Resource)]
#[resource(owner = author, tenant = tenant)]
struct Post {
    id: i64,
    author: String,
    tenant: String,
    r#type: String,
    subtitle: Option<String>,
    mood: Mood,
    scores: Vec<f64>,
    due: std::time::Duration,
    place: Place,
    links: Vec<Link>,
}

impl portcullis::resource::Load for Post {
    type Store = Shelf;

    async fn load(_: &Shelf, _: i64) -> Result<Option<Self>, portcullis::Outage> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(embedded)]
struct Place {
    city: String,
}

#[derive(Resource)]
#[resource(embedded)]
struct Link {
    url: String,
    rank: u8,
}

policy!(EDITORS: Permission = any(owner(Post), role(Editor)));

async fn is_polite(_: &portcullis::Principal<Permission>, post: &Post) -> portcullis::Decision {
    portcullis::Decision::allow_if(matches!(post.mood, Mood::Calm), "the post is cross")
}

type Maybe<T> = Option<T>;

#[derive(SafeUpdate)]
#[safe_update(of = Post, deny(id, author), vocabulary = crate::Permission, rename_all = "camelCase")]
struct PostUpdate {
    #[safe_update(all(owner, not(role(Admin))))]
    r#type: Maybe<String>,
    #[safe_update(rename = "sub-title", any(tenant, permission("reports:write")))]
    subtitle: Patch<String>,
    #[safe_update(check(Post, is_polite))]
    mood: Option<Mood>,
    #[safe_update(EDITORS)]
    scores: Option<Vec<f64>>,
    #[safe_update(scalar)]
    due: Option<std::time::Duration>,
    place: Nested<PlaceUpdate>,
    links: Option<Vec<NewLink>>,
    #[serde(rename = "organisation")]
    tenant: Option<String>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Place)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
struct PlaceUpdate {
    city: Option<String>,
}

#[derive(SafeCreate)]
#[safe_create(of = Link, default(rank))]
struct NewLink {
    url: String,
}

/// Nothing may be changed; that is a decision as well.
#[derive(SafeUpdate)]
#[safe_update(of = Place, deny(city))]
struct NothingOfPlace {}

#[owner_or_admin(Post)]
#[patch("/posts/{id}")]
async fn edit(changes: Changes<PostUpdate>) -> HttpResponse {
    HttpResponse::Ok().json(changes.fields().collect::<Vec<_>>())
}

fn used(post: &Post) -> bool {
    post.id == 0
        && post.tenant.is_empty()
        && post.links.iter().all(|link| link.rank == 0)
        && matches!(post.mood, Mood::Calm | Mood::Cross)
}

fn main() {}
