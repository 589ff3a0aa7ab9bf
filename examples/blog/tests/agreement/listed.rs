//! The routes of the blog as somebody reads them in its sources, without an inventory.

use std::collections::BTreeMap;

use portcullis::{Inventory, RouteInfo};

/// A route is a line: method, path, handler, what must hold, what is done with which object, and why
/// it is public or goes around a rule.
pub const ROUTES: &str = r#"
GET    | /health | app::health | public(reason = "liveness probe") | | liveness probe
GET    | /capabilities | insight::capabilities | authenticated | |
GET    | /policy | insight::policy | role(admin) | |

POST   | /sign-up | accounts::joining::sign_up | public(reason = "where accounts begin") | | where accounts begin
POST   | /login | accounts::logins::log_in | public(reason = "where logins begin") | | where logins begin
POST   | /refresh | accounts::logins::refresh | public(reason = "the refresh token is the credential") | | the refresh token is the credential
POST   | /logout | accounts::logins::log_out | public(reason = "the refresh token is the credential") | | the refresh token is the credential
POST   | /session | accounts::sessions::begin | public(reason = "where sessions begin") | | where sessions begin
DELETE | /session | accounts::sessions::end | IN_A_BROWSER | |
GET    | /oidc/login | accounts::provider::to_provider | public(reason = "whoever comes here logs in") | | whoever comes here logs in
GET    | /oidc/callback | accounts::provider::welcome | public(reason = "comes back from the provider") | | comes back from the provider
POST   | /oidc/back-channel-logout | accounts::provider::logged_out | public(reason = "the logout token is the credential") | | the logout token is the credential
GET    | /sessions | accounts::sessions::list | INTERACTIVE | |
DELETE | /sessions | accounts::sessions::end_others | INTERACTIVE | |
DELETE | /sessions/{handle} | accounts::sessions::end_one | INTERACTIVE | |
GET    | /api-keys | accounts::keys::list | INTERACTIVE | |
POST   | /api-keys | accounts::keys::create | all(INTERACTIVE, fresh(minutes = 15)) | |
POST   | /api-keys/{id}/rotate | accounts::keys::rotate | all(INTERACTIVE, fresh(minutes = 15)) | |
DELETE | /api-keys/{id} | accounts::keys::revoke | INTERACTIVE | |

GET    | /blogs | blogs::routes::list | tenant(Blog) | list Blog |
POST   | /blogs | blogs::routes::add | authenticated | |
GET    | /blogs/{id} | blogs::routes::read | tenant(Blog) | read Blog |
PATCH  | /blogs/{id} | blogs::routes::edit | tenant(Blog) and any(owner(Blog), role(admin)) | update Blog |
DELETE | /blogs/{id} | blogs::routes::remove | tenant(Blog) and any(owner(Blog), role(admin)) | delete Blog |

GET    | /blogs/{blog_id}/posts | posts::routes::list_of_blog | tenant(Post) and READABLE_POSTS | list Post |
POST   | /blogs/{blog_id}/posts | posts::routes::add | tenant(Blog) and BLOG_AUTHORS | add_post Blog |
GET    | /blogs/{blog_id}/posts/{id} | posts::routes::read | tenant(Post) and READABLE_POSTS | read Post |
PATCH  | /blogs/{blog_id}/posts/{id} | posts::routes::edit | tenant(Post) and any(owner(Post), role(admin)) | update Post |
DELETE | /blogs/{blog_id}/posts/{id} | posts::routes::remove | tenant(Post) and any(owner(Post), role(admin)) | delete Post |
POST   | /blogs/{blog_id}/posts/{id}/publish | posts::routes::publish | tenant(Post) and all(permission("posts:publish"), any(owner(Post), role(editor))) | publish Post |
GET    | /posts | posts::routes::list | tenant(Post) and READABLE_POSTS | list Post |
POST   | /posts/{id}/move | posts::routes::relocate | tenant(Post) and any(owner(Post), role(admin)) | move Post |
GET    | /support/posts/{id} | posts::routes::inspect | role(support) | read Post | cross_tenant = "support looks at reported posts"

GET    | /posts/{post_id}/comments | comments::routes::list | tenant(Post) and READABLE_POSTS | read Post |
POST   | /posts/{post_id}/comments | comments::routes::add | tenant(Post) and all(permission("comments:write"), check(may_speak), READABLE_POSTS) | add_comment Post |
PATCH  | /posts/{post_id}/comments/{id} | comments::routes::edit | tenant(Comment) and any(owner(Comment), role(editor)) | update Comment |
DELETE | /posts/{post_id}/comments/{id} | comments::routes::remove | tenant(Comment) and any(owner(Comment), role(editor)) | delete Comment |

GET    | /users | users::routes::list | tenant(User) and permission("users:list") | list User |
POST   | /users | users::routes::add | role(admin) | |
GET    | /users/{id} | users::routes::read | tenant(User) | read User |
PATCH  | /users/{id} | users::routes::edit | tenant(User) and any(owner(User), role(admin)) | update User |
DELETE | /users/{id} | users::routes::remove | tenant(User) and role(admin) | delete User |
GET    | /users/{user_id}/settings | users::routes::settings | any(owner(id = "user_id"), role(admin)) | |
"#;

/// What is in only one of the two, or more often in one of them.
pub fn differences(list: &str, inventory: &Inventory) -> Vec<String> {
    let words = |line: &str| line.split('|').map(|word| word.trim().to_owned()).collect();
    let mut counts: BTreeMap<Vec<String>, i32> = BTreeMap::new();
    for line in list.lines().filter(|line| !line.is_empty()) {
        *counts.entry(words(line)).or_default() += 1;
    }
    for route in inventory.routes() {
        *counts.entry(words_of(route)).or_default() -= 1;
    }
    let differences = counts.into_iter().filter(|(_, count)| *count != 0);
    let named = differences.map(|(words, count)| {
        let place = if count > 0 { "only in the list" } else { "only in the inventory" };
        format!("{place}: {}", words.join(" | "))
    });
    named.collect()
}

fn words_of(route: &RouteInfo) -> Vec<String> {
    let handler = route.handler.name.strip_prefix("blog::").unwrap_or(route.handler.name);
    let reason = route.public_reason.map(str::to_owned);
    let reasons: Vec<_> = reason.into_iter().chain(route.escape_hatches.iter().cloned()).collect();
    vec![
        route.methods_in_words(),
        route.path.clone(),
        handler.to_owned(),
        route.policy.clone(),
        route.object.as_ref().map_or(String::new(), portcullis::inventory::ObjectInfo::words),
        reasons.join(", "),
    ]
}
