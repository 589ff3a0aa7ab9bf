//! The control: with the proof it can.

use actix_web::{HttpResponse, delete, web};
use blog::posts::{Post, store};
use blog::{Db, Permission};
use portcullis::resource::Delete;
use portcullis::{Authorized, owner_or_admin};

#[owner_or_admin(Post, vocabulary = blog::Permission)]
#[delete("/blogs/{blog_id}/posts/{id}")]
async fn remove(post: Authorized<Post, Delete>, db: web::Data<Db>) -> HttpResponse {
    match store::remove(&db, post).await {
        Ok(Ok(_)) => HttpResponse::NoContent().finish(),
        _ => HttpResponse::Conflict().finish(),
    }
}

fn main() {
    let _ = |app: &mut portcullis::ServiceConfig<Permission>| {
        app.service(remove);
    };
}
