//! The sides with an object: who checks the owner, and who loads.

use actix_web::{HttpResponse, get, web};
use portcullis::resource::{Load, Read};
use portcullis::{Authorized, Outage, Principal, Resource, authenticated, owner_or_admin};

use crate::apps::{Permission, Role, answer};

/// Holds the author of every post.
pub(crate) struct Store(pub(crate) i64);

#[derive(Resource)]
#[resource(owner = author_id)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) author_id: i64,
}

impl Load for Post {
    type Store = Store;

    async fn load(store: &Store, id: i64) -> Result<Option<Self>, Outage> {
        Ok(Some(Post { id, author_id: store.0 }))
    }
}

/// What people write: the subject as a number, compared with the owner, or the role.
fn may(principal: &Principal<Permission>, post: &Post) -> bool {
    let me: Option<i64> = principal.subject().parse().ok();
    me == Some(post.author_id) || principal.has_role(Role::Admin)
}

#[authenticated]
#[get("/posts/{id}")]
pub(crate) async fn by_hand(
    principal: Principal<Permission>,
    id: web::Path<i64>,
    store: web::Data<Store>,
) -> HttpResponse {
    match Post::load(&store, id.into_inner()).await {
        Ok(Some(post)) if may(&principal, &post) => answer(&principal),
        Ok(_) => HttpResponse::NotFound().finish(),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

#[authenticated(object = Post)]
#[get("/posts/{id}")]
pub(crate) async fn loaded(
    principal: Principal<Permission>,
    post: Authorized<Post, Read>,
) -> HttpResponse {
    if !may(&principal, &post) {
        return HttpResponse::NotFound().finish();
    }
    answer(&principal)
}

#[owner_or_admin(Post)]
#[get("/posts/{id}")]
pub(crate) async fn guarded(
    principal: Principal<Permission>,
    post: Authorized<Post, Read>,
) -> HttpResponse {
    std::hint::black_box(post.id);
    answer(&principal)
}
