//! Posts: drafts and published ones, each in a blog.

mod model;
mod routes;
pub mod store;

pub(crate) use model::READABLE_POSTS;
pub use model::{Move, NewPost, Post, PostChanges, Publish};
pub(crate) use routes::{POSTS, POSTS_OF_BLOG, SUPPORT};
