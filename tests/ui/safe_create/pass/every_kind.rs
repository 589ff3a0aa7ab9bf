//! The control: fields of the client, of the server, and defaults.

use actix_web::{HttpResponse, post};
use portcullis::allowlist::New;
use portcullis::resource::Create;
use portcullis::{
    Authorized, Policy, PolicyFor, Principal, Rejection, Resource, SafeCreate, authenticated, policy,
};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(Resource)]
#[resource(owner = author)]
struct Post {
    id: i64,
    author: String,
    title: String,
    subtitle: Option<String>,
    links: Vec<Link>,
    first: Option<Link>,
    words: u32,
}

#[derive(Resource)]
#[resource(embedded)]
struct Link {
    url: String,
    rank: u8,
}

#[derive(SafeCreate)]
#[safe_create(of = Link, default(rank))]
struct NewLink {
    url: String,
}

#[derive(SafeCreate)]
#[safe_create(of = Post, server(author: String), default(id, words), rename_all = "kebab-case")]
struct NewPost {
    #[safe_create(rename = "name")]
    title: String,
    #[safe_create(permission("reports:write"))]
    subtitle: Option<String>,
    links: Vec<NewLink>,
    first: Option<NewLink>,
}

policy!(ONESELF: Permission = owner(Post));

impl PolicyFor<Create> for Post {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = ONESELF;
}

fn store(post: Authorized<Post, Create>) -> bool {
    post.id == 0 && post.title.is_empty() && post.subtitle.is_none() && post.words == 0
        && post.links.iter().chain(&post.first).all(|link| link.url.is_empty() && link.rank == 0)
}

#[authenticated]
#[post("/posts")]
async fn add(new: New<NewPost>, me: Principal<Permission>) -> Result<HttpResponse, Rejection> {
    let draft = new.into_entity(NewPostServer { author: me.subject().to_owned() });
    store(me.authorize::<Create, _>(draft).await?);
    Ok(HttpResponse::Created().finish())
}

fn main() {}
