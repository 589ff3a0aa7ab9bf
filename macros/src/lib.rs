//! The attributes and derives of Portcullis. Depend on `portcullis`, which re-exports them.

#![forbid(unsafe_code)]

use proc_macro::TokenStream;

mod allowlist;
mod assertion;
mod diagnostics;
mod guard;
mod named_fields;
mod options;
mod resource;
#[cfg(test)]
mod snapshots;
mod suggest;
mod vocabulary;

use allowlist::Derive;
use guard::Kind;

#[doc = include_str!("docs/public.md")]
#[proc_macro_attribute]
pub fn public(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guard::expand(Kind::Public, arguments.into(), item.into()).into()
}

#[doc = include_str!("docs/authenticated.md")]
#[proc_macro_attribute]
pub fn authenticated(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guard::expand(Kind::Authenticated, arguments.into(), item.into()).into()
}

#[doc = include_str!("docs/require_permission.md")]
#[proc_macro_attribute]
pub fn require_permission(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guard::expand(Kind::RequirePermission, arguments.into(), item.into()).into()
}

#[doc = include_str!("docs/require_role.md")]
#[proc_macro_attribute]
pub fn require_role(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guard::expand(Kind::RequireRole, arguments.into(), item.into()).into()
}

#[doc = include_str!("docs/authorize.md")]
#[proc_macro_attribute]
pub fn authorize(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guard::expand(Kind::Authorize, arguments.into(), item.into()).into()
}

#[doc = include_str!("docs/owner_or_admin.md")]
#[proc_macro_attribute]
pub fn owner_or_admin(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guard::expand(Kind::OwnerOrAdmin, arguments.into(), item.into()).into()
}

#[doc = include_str!("docs/policy.md")]
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    guard::expand_named(input.into()).into()
}

#[doc = include_str!("docs/routes.md")]
#[proc_macro]
pub fn routes(input: TokenStream) -> TokenStream {
    guard::expand_table(input.into()).into()
}

#[doc = include_str!("docs/assert_policy.md")]
#[proc_macro]
pub fn assert_policy(input: TokenStream) -> TokenStream {
    assertion::expand_policy(input.into()).into()
}

#[doc = include_str!("docs/assert_policies.md")]
#[proc_macro]
pub fn assert_policies(input: TokenStream) -> TokenStream {
    assertion::expand_policies(input.into()).into()
}

#[doc = include_str!("docs/resource.md")]
#[proc_macro_derive(Resource, attributes(resource))]
pub fn derive_resource(input: TokenStream) -> TokenStream {
    resource::expand(input.into()).into()
}

#[doc = include_str!("docs/safe_update.md")]
#[proc_macro_derive(SafeUpdate, attributes(safe_update, serde))]
pub fn derive_safe_update(input: TokenStream) -> TokenStream {
    allowlist::expand(Derive::Update, input.into()).into()
}

#[doc = include_str!("docs/safe_create.md")]
#[proc_macro_derive(SafeCreate, attributes(safe_create, serde))]
pub fn derive_safe_create(input: TokenStream) -> TokenStream {
    allowlist::expand(Derive::Create, input.into()).into()
}

#[doc = include_str!("docs/safe_response.md")]
#[proc_macro_derive(SafeResponse, attributes(safe_response, serde))]
pub fn derive_safe_response(input: TokenStream) -> TokenStream {
    allowlist::expand(Derive::Response, input.into()).into()
}

#[doc = include_str!("docs/safe_query.md")]
#[proc_macro_derive(SafeQuery, attributes(safe_query))]
pub fn derive_safe_query(input: TokenStream) -> TokenStream {
    allowlist::expand_query(input.into()).into()
}

#[doc = include_str!("docs/permissions.md")]
#[proc_macro_derive(Permissions, attributes(permissions, permission))]
pub fn derive_permissions(input: TokenStream) -> TokenStream {
    vocabulary::expand_permissions(input.into()).into()
}

#[doc = include_str!("docs/roles.md")]
#[proc_macro_derive(Roles, attributes(roles, role))]
pub fn derive_roles(input: TokenStream) -> TokenStream {
    vocabulary::expand_roles(input.into()).into()
}
