//! Comments: what users say about the posts that they may read.

mod fields;
mod model;
mod routes;
pub mod store;

pub use fields::{CommentQuery, CommentUpdate};
pub use model::{AddComment, Comment};
pub(crate) use routes::COMMENTS;
