//! Expansion snapshots: what representative inputs become, formatted, in `snapshots/*.rs.txt`.
//!
//! `PORTCULLIS_BLESS=1` rewrites the files; a difference prints both.

mod fields;

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::assertion;
use crate::guard::{self, Kind};
use crate::resource;
use crate::vocabulary;

/// Compares the expansion with the file `name`, or rewrites the file.
fn check(name: &str, expansion: TokenStream) {
    let file = syn::parse2(expansion).expect("the expansion consists of items");
    let found = prettyplease::unparse(&file);
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/snapshots").join(format!("{name}.rs.txt"));
    if std::env::var_os("PORTCULLIS_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the snapshot can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == found,
        "the expansion of `{name}` changed\n--- expected\n{expected}\n--- found\n{found}"
    );
}

#[test]
fn public() {
    let item = quote! {
        #[get("/health")]
        async fn health() -> HttpResponse { HttpResponse::Ok().finish() }
    };
    let arguments = quote!(reason = "liveness probe");
    check("public", guard::expand(Kind::Public, arguments, item));
}

#[test]
fn authenticated() {
    let item = quote! {
        #[get("/me")]
        async fn me(me: Principal<Permission>) -> impl Responder { me.subject().to_owned() }
    };
    check("authenticated", guard::expand(Kind::Authenticated, TokenStream::new(), item));
}

#[test]
fn require_permission() {
    let item = quote! {
        /// Deletes.
        #[route("/users/{id}", method = "DELETE", method = "POST", guard = "is_json")]
        pub async fn delete_user(id: Path<i64>, Json(body): Json<Reason>) -> Result<(), Error> {
            delete(id, body).await
        }
    };
    let arguments = quote!("users:delete");
    check("require_permission", guard::expand(Kind::RequirePermission, arguments, item));
}

#[test]
fn require_role_on_a_plain_function() {
    let item = quote! {
        #[cfg(feature = "reports")]
        pub(crate) async fn reports(_: String, mut body: Bytes) -> String { read(&mut body) }
    };
    let arguments = quote!(Editor, vocabulary = words::Permission, crate = pc);
    check("require_role_on_a_plain_function", guard::expand(Kind::RequireRole, arguments, item));
}

#[test]
fn authorize() {
    let arguments = quote! {
        all(
            any(permission("posts:read"), permission(Permission::EditPosts)),
            not(role(roles::Role::Guest)),
            scope("posts"), fresh(minutes = 5), mfa, check(rules::in_office_hours), CAN_EDIT,
        )
    };
    let item = quote! {
        async fn posts() -> String { list() }
    };
    check("authorize", guard::expand(Kind::Authorize, arguments, item));
}

#[test]
fn owner_or_admin() {
    let arguments = quote! {
        Post, id = "post_id", on_denied = forbidden, cross_tenant = "support",
        danger_unrelated(locale, reason = "a language")
    };
    let item = quote! {
        #[patch("/{locale}/posts/{post_id}")]
        async fn edit(post: Authorized<Post, Update>) -> Result<View, Error> { save(post).await }
    };
    check("owner_or_admin", guard::expand(Kind::OwnerOrAdmin, arguments, item));
}

#[test]
fn a_list_with_a_check() {
    let arguments = quote! {
        any(owner(Post), tenant(Post), owner(id = "user"),
            check(Post, rules::is_friend, sql = "{self}.friend = {subject}")),
        list
    };
    let item = quote! {
        async fn posts(posts: Listing<Post>) -> String { list(posts).await }
    };
    check("a_list_with_a_check", guard::expand(Kind::Authorize, arguments, item));
}

#[test]
fn resource() {
    let input = quote! {
        #[resource(id = (blog, number), owner = any(author, editor), tenant = house, parent = blog)]
        #[resource(table = "posts")]
        pub struct Post {
            blog: i64,
            number: u32,
            #[resource(column = "writer")]
            author: String,
            editor: Option<String>,
            house: Uuid,
            #[resource(pinned)]
            version: i32,
            #[resource(sensitive, class = "pii")]
            note: String,
        }
    };
    check("resource", resource::expand(input));
}

#[test]
fn routes() {
    let input = quote! {
        /// For administrators.
        pub ADMIN = "/admin", policy ADMINS, [users::list, users::delete]
    };
    check("routes", guard::expand_table(input));
}

#[test]
fn assert_policy() {
    let input = quote! {
        users::delete: denies Reader, allows roles::Role::Admin, requires "users:delete",
        requires fresh(minutes = 5), requires owner, crate = pc
    };
    check("assert_policy", assertion::expand_policy(input));
}

#[test]
fn assert_policies() {
    let input = quote! {
        API, admin::ADMIN: no public route mutates, Reader reaches no DELETE under "/admin",
        Admin reaches every route, every GET requires role(Reader)
    };
    check("assert_policies", assertion::expand_policies(input));
}

#[test]
fn assert_policies_with_mistakes() {
    let input = quote!(API: no public rout, every route requires mfa, Reader reaches DELETE);
    check("assert_policies_with_mistakes", assertion::expand_policies(input));
}

#[test]
fn stacked_attributes() {
    let item = quote! {
        #[require_role(Editor)]
        #[other::authorize("of another crate")]
        #[routes]
        #[get("/reports")]
        #[portcullis::authorize(mfa)]
        #[head("/reports/all")]
        async fn reports() -> String { list() }
    };
    let arguments = quote!("reports:read");
    check("stacked_attributes", guard::expand(Kind::RequirePermission, arguments, item));
}

#[test]
fn generic_function() {
    let item = quote! {
        async fn list<'a, T: Source<'a>, const N: usize>(source: Data<T>) -> impl Responder
        where
            T: Clone,
        {
            source.take::<N>()
        }
    };
    check("generic_function", guard::expand(Kind::Authenticated, TokenStream::new(), item));
}

#[test]
fn mistakes_with_a_stub() {
    let item = quote! {
        fn reports(body: String) -> String { list() }
    };
    check("mistakes_with_a_stub", guard::expand(Kind::Authorize, quote!(any()), item));
}

#[test]
fn policy() {
    let input = quote! {
        /// Who may moderate.
        pub CAN_MODERATE: Permission = any(role(Editor), permission("users:delete"))
    };
    check("policy", guard::expand_named(input));
}

#[test]
fn permissions() {
    let input = quote! {
        #[permissions(no_roles)]
        pub enum Permission {
            #[permission("posts:read")]
            ReadPosts,
            #[permission("posts:purge", ungranted)]
            PurgePosts,
        }
    };
    check("permissions", vocabulary::expand_permissions(input));
}

#[test]
fn roles() {
    let input = quote! {
        #[roles(permission = Permission, admin = SiteAdmin)]
        pub enum Role {
            #[role(grants(ReadPosts))]
            Reader,
            #[role(inherits(Reader), name = "chief")]
            Editor,
            #[role(grants(all))]
            SiteAdmin,
        }
    };
    check("roles", vocabulary::expand_roles(input));
}

#[test]
fn roles_with_a_mistake() {
    let input = quote! {
        #[roles(permission = Permission)]
        pub enum Role {
            #[role(inherits(Editor))]
            Editor,
        }
    };
    check("roles_with_a_mistake", vocabulary::expand_roles(input));
}
