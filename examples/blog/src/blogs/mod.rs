//! Blogs: each belongs to a user of an organisation and holds posts.

mod fields;
mod model;
mod routes;
pub mod store;

pub use fields::{BlogQuery, BlogUpdate};
pub(crate) use model::BLOG_AUTHORS;
pub use model::{AddPost, Blog};
pub(crate) use routes::BLOGS;
pub(crate) use store::find;
