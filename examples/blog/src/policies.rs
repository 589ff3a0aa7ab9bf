//! What must be true of every route in these tables: where it is not, the blog does not compile.

use portcullis::assert_policies;

use crate::accounts::{API_KEYS, SESSIONS};
use crate::blogs::BLOGS;
use crate::comments::COMMENTS;
use crate::posts::{POSTS, POSTS_OF_BLOG, SUPPORT};
use crate::users::USERS;

assert_policies!(
    POSTS_OF_BLOG, BLOGS, COMMENTS, POSTS, SUPPORT, USERS:
    no public route,
    every PATCH requires tenant,
    every DELETE requires tenant,
    Admin reaches every PATCH,
    Admin reaches every DELETE,
    Support reaches every route under "/support",
    every route under "/support" requires role(Support),
    every POST under "/users" requires role(Admin),
);

// What a user has of their own: keys are made by whoever has just logged in.
assert_policies!(
    SESSIONS, API_KEYS:
    no public route,
    every POST under "/api-keys" requires fresh(minutes = 15),
    every route requires authenticated,
);
