//! The permissions and roles of the blog.

use portcullis::{Permissions, Roles};

/// What may be done, apart from what belongs to somebody.
#[derive(Permissions, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Comment on posts that one may read.
    #[permission("comments:write")]
    WriteComments,
    /// Make a post public.
    #[permission("posts:publish")]
    PublishPosts,
    /// List the users of one's organisation.
    #[permission("users:list")]
    ListUsers,
}

/// Who people are in their organisation.
#[derive(Roles, Clone, Copy, Debug, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
pub enum Role {
    /// Reads, comments, and writes in blogs of their own.
    #[role(grants(WriteComments))]
    Reader,
    /// Works on every post of the organisation.
    #[role(inherits(Reader), grants(PublishPosts, ListUsers))]
    Editor,
    /// Looks at reported posts, whichever organisation they are from.
    Support,
    /// Runs the organisation.
    #[role(inherits(Editor), grants(all))]
    Admin,
}
