//! A repository that takes the proof cannot be called without it, or with another one.

use blog::Db;
use blog::posts::{Post, store};
use portcullis::Authorized;
use portcullis::resource::Read;

async fn remove(db: &Db, post: Post) {
    let _ = store::remove(db, post).await;
}

async fn remove_what_may_be_read(db: &Db, post: Authorized<Post, Read>) {
    let _ = store::remove(db, post).await;
}

fn main() {}
