//! `Requirement`: what an assertion says that a policy requires of everybody.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Path};

use super::written;
use crate::guard::{Condition, Permission, role_index};
use crate::options::Options;
use crate::suggest;

/// The words that need no parentheses.
const WORDS: &[&str] = &["authenticated", "owner", "tenant", "mfa"];

const EXPECTED: &str = "expected one requirement: `\"users:delete\"`, `role(Admin)`, \
                        `scope(\"reports.read\")`, `fresh(minutes = 5)`, `mfa`, `owner`, `tenant` \
                        or `authenticated`";

pub(super) enum Requirement {
    Authenticated,
    Permission(Permission),
    Role(Path),
    Scope(LitStr),
    Fresh(u32),
    MultiFactor,
    Owner,
    Tenant,
}

impl Parse for Requirement {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self::Permission(input.parse()?));
        }
        if !input.peek(Ident) {
            return Err(syn::Error::new(input.span(), EXPECTED));
        }
        let span = input.span();
        if !input.peek2(syn::token::Paren) {
            let word = written(&input.call(Path::parse_mod_style)?);
            return match word.as_str() {
                "authenticated" => Ok(Self::Authenticated),
                "owner" => Ok(Self::Owner),
                "tenant" => Ok(Self::Tenant),
                "mfa" => Ok(Self::MultiFactor),
                _ => {
                    let hint = suggest::hint(&word, WORDS);
                    let hint = Some(hint).filter(|hint| hint.starts_with(';'));
                    let message = hint.map_or_else(
                        || EXPECTED.to_owned(),
                        |hint| format!("unknown requirement `{word}`{hint}"),
                    );
                    Err(syn::Error::new(span, message))
                }
            };
        }
        match input.parse()? {
            Condition::Permission(permission) => Ok(Self::Permission(permission)),
            Condition::Role(role) => Ok(Self::Role(role)),
            Condition::Scope(scope) => Ok(Self::Scope(scope)),
            Condition::Fresh(seconds) => Ok(Self::Fresh(seconds)),
            Condition::MultiFactor => Ok(Self::MultiFactor),
            Condition::Owner(_) | Condition::Parameter(_) => {
                Err(syn::Error::new(span, "an owner is required of whatever object: write `owner`"))
            }
            Condition::Tenant(_) => Err(syn::Error::new(
                span,
                "a tenant is required of whatever object: write `tenant`",
            )),
            _ => Err(syn::Error::new(span, EXPECTED)),
        }
    }
}

impl Requirement {
    /// The value, and the words of the source for messages.
    pub(super) fn expand(&self, options: &Options) -> TokenStream {
        let value = self.value(options);
        let written = self.written();
        quote!(#value, #written)
    }

    fn written(&self) -> String {
        match self {
            Self::Authenticated => "authenticated".to_owned(),
            Self::Permission(Permission::Name(name)) => format!("permission({:?})", name.value()),
            Self::Permission(Permission::Variant(path)) => format!("permission({})", written(path)),
            Self::Role(role) => format!("role({})", written(role)),
            Self::Scope(scope) => format!("scope({:?})", scope.value()),
            Self::Fresh(seconds) if seconds % 60 == 0 => {
                format!("fresh(minutes = {})", seconds / 60)
            }
            Self::Fresh(seconds) => format!("fresh(seconds = {seconds})"),
            Self::MultiFactor => "mfa".to_owned(),
            Self::Owner => "owner".to_owned(),
            Self::Tenant => "tenant".to_owned(),
        }
    }

    fn value(&self, options: &Options) -> TokenStream {
        let private = options.private();
        let requirement = quote!(#private::Requirement);
        match self {
            Self::Authenticated => quote!(#requirement::Authenticated),
            Self::Permission(permission) => {
                let index = permission.index(options);
                quote!(#requirement::Permission(#index))
            }
            Self::Role(role) => {
                let index = role_index(role, options);
                quote!(#requirement::Role(#index))
            }
            Self::Scope(scope) => quote!(#requirement::Scope(#scope)),
            Self::Fresh(seconds) => quote!(#requirement::Fresh(#seconds)),
            Self::MultiFactor => quote!(#requirement::MultiFactor),
            Self::Owner => quote!(#requirement::Owner),
            Self::Tenant => quote!(#requirement::Tenant),
        }
    }
}
