//! Posts: drafts and published ones, each in a blog.

mod fields;
mod model;
mod routes;
pub mod store;

pub use fields::{PostQuery, PostUpdate};
pub(crate) use model::READABLE_POSTS;
pub use model::{Move, Post, Publish};
pub(crate) use routes::{POSTS, POSTS_OF_BLOG, SUPPORT};
