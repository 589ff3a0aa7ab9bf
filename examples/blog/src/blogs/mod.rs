//! Blogs: each belongs to a user of an organisation and holds posts.

mod model;
mod routes;
pub mod store;

pub(crate) use model::BLOG_AUTHORS;
pub use model::{AddPost, Blog, BlogChanges};
pub(crate) use routes::BLOGS;
pub(crate) use store::find;
