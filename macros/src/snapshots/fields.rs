//! Expansion snapshots of safe DTOs.

use quote::quote;

use super::check;
use crate::allowlist::{self, Derive, expand_query};

#[test]
fn safe_query() {
    let input = quote! {
        #[safe_query(of = views::PostView, sort(id, r#type), page(default = 10, most = 50))]
        pub struct PostQuery {
            author_id: Option<i64>,
            published: Option<bool>,
        }
    };
    check("safe_query", expand_query(input));
}

#[test]
fn safe_query_with_mistakes() {
    let input = quote! {
        #[safe_query(of = PostView, sort(id, id))]
        struct PostQuery {
            #[safe_query(permission("posts:read"))]
            a_b: Option<i64>,
            a__b: Option<i64>,
        }
    };
    check("safe_query_with_mistakes", expand_query(input));
}

#[test]
fn safe_response() {
    let input = quote! {
        #[safe_response(of = User, hide(password_hash), rename_all = "camelCase")]
        pub struct UserView {
            display_name: String,
            #[safe_response(any(owner, permission("users:email")))]
            email: Visible<String>,
            #[safe_response(mask = last4, rename = "number")]
            card: String,
            #[safe_response(scalar)]
            last_ip: Ipv4Addr,
        }
    };
    check("safe_response", allowlist::expand(Derive::Response, input));
}

#[test]
fn safe_response_with_a_mistake() {
    let input = quote! {
        #[safe_response(of = User)]
        struct UserView {
            email: Visible<String>,
        }
    };
    check("safe_response_with_a_mistake", allowlist::expand(Derive::Response, input));
}

#[test]
fn safe_update() {
    let input = quote! {
        #[safe_update(of = Post, deny(id, author_id), rename_all = "camelCase", validate = valid)]
        pub struct PostUpdate {
            #[garde(length(min = 1))]
            #[safe_update(sanitize(trim, html))]
            title: Option<String>,
            #[safe_update(any(owner, permission("posts:publish")))]
            published_at: Patch<i64>,
            #[safe_update(scalar, rename = "lang")]
            language: Option<Language>,
        }
    };
    check("safe_update", allowlist::expand(Derive::Update, input));
}

#[test]
fn safe_create() {
    let input = quote! {
        #[safe_create(of = Post, server(author_id: i64), default(id))]
        pub struct NewPost {
            #[safe_create(permission("posts:write"))]
            title: String,
            subtitle: Option<String>,
        }
    };
    check("safe_create", allowlist::expand(Derive::Create, input));
}

#[test]
fn safe_create_without_server_fields() {
    let input = quote! {
        #[safe_create(of = Link)]
        struct NewLink {
            url: String,
        }
    };
    check("safe_create_without_server_fields", allowlist::expand(Derive::Create, input));
}

#[test]
fn safe_update_with_a_mistake() {
    let input = quote! {
        #[safe_update(of = Post, deny(title))]
        struct PostUpdate {
            title: Option<String>,
        }
    };
    check("safe_update_with_a_mistake", allowlist::expand(Derive::Update, input));
}
