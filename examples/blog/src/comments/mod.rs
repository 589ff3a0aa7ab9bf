//! Comments: what users say about the posts that they may read.

mod model;
mod routes;
pub mod store;

pub use model::{AddComment, Comment, CommentText};
pub(crate) use routes::COMMENTS;
