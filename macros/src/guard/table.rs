//! `routes!`: a list of routes with their whole path, as an item.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Ident, LitStr, Path, Token, Visibility, bracketed};

use super::grammar;
use crate::diagnostics::Diagnostics;
use crate::options::{Options, at};

/// `pub NAME = "/prefix", policy POLICY, [first, second]`.
struct Table {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    prefix: LitStr,
    policies: Vec<Path>,
    handlers: Vec<Path>,
    options: Options,
}

const EXAMPLE: &str =
    "for example `routes!(pub ADMIN = \"/admin\", policy ADMIN_ONLY, [list_users, delete_user])`";

impl Parse for Table {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let like = |error: syn::Error| syn::Error::new(error.span(), format!("{error}, {EXAMPLE}"));
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name = input.parse().map_err(like)?;
        input.parse::<Token![=]>().map_err(like)?;
        let prefix: LitStr = input.parse().map_err(like)?;
        let value = prefix.value();
        if !(value.is_empty() || value.starts_with('/')) || value.ends_with('/') {
            let message = format!("a prefix starts with `/` and ends without, {EXAMPLE}");
            return Err(syn::Error::new(prefix.span(), message));
        }
        input.parse::<Token![,]>().map_err(like)?;
        let mut policies = Vec::new();
        while let Some(word) = input.parse::<Option<Ident>>()? {
            if word != "policy" {
                let message = format!("expected `policy` or a list of handlers, {EXAMPLE}");
                return Err(syn::Error::new(word.span(), message));
            }
            policies.push(input.call(Path::parse_mod_style)?);
            input.parse::<Token![,]>().map_err(like)?;
        }
        if value.is_empty() && !policies.is_empty() {
            let message = format!(
                "policies hold below a prefix, and the whole app has none: name one, {EXAMPLE}"
            );
            return Err(syn::Error::new(prefix.span(), message));
        }
        let handlers;
        let list = bracketed!(handlers in input);
        let handlers: Vec<Path> =
            Punctuated::<Path, Token![,]>::parse_terminated_with(&handlers, Path::parse_mod_style)?
                .into_iter()
                .collect();
        if handlers.is_empty() {
            let message = format!("a table needs at least one handler, {EXAMPLE}");
            return Err(syn::Error::new(list.span.join(), message));
        }
        input.parse::<Option<Token![;]>>()?;
        let options = Options::parse_rest(input, &["vocabulary", "crate"])?;
        grammar::end(input, "routes")?;
        Ok(Self { attributes, visibility, name, prefix, policies, handlers, options })
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let table = diagnostics.check(syn::parse2::<Table>(input));
    let expansion = table.as_ref().map(Table::expand);
    let errors = diagnostics.finish();
    quote!(#errors #expansion)
}

impl Table {
    fn expand(&self) -> TokenStream {
        let Self { attributes, visibility, name, prefix, policies, handlers, options } = self;
        let private = options.private();
        // The paths and policies must fit; each mistake is reported at its handler.
        let checks = handlers.iter().map(|handler| {
            let span = handler.span();
            let private = at(private.clone(), span);
            quote_spanned! {span=>
                const _: () = #private::assert_routes(
                    #prefix,
                    <#handler as #private::Routed>::ROUTES,
                    <#handler as #private::Rule>::POLICY,
                );
            }
        });
        let listed = handlers.iter().map(|handler| {
            let span = handler.span();
            let private = at(private.clone(), span);
            quote_spanned! {span=>
                #private::TableHandler {
                    routes: <#handler as #private::Routed>::ROUTES,
                    policy: <#handler as #private::Rule>::POLICY,
                    info: <#handler as #private::Rule>::HANDLER,
                }
            }
        });
        let vocabulary = options.vocabulary();
        quote! {
            #(#attributes)*
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #visibility struct #name;
            #[automatically_derived]
            impl #private::Guarded for #name {
                type Vocabulary = #vocabulary;
                fn mount(self, __mount: &mut #private::Mount<'_, Self::Vocabulary>) {
                    let __table = <Self as #private::Tabled>::TABLE;
                    __mount.table(__table.prefix, __table.policies, |__config| {
                        #(__config.service(#handlers);)*
                    });
                }
            }
            #[automatically_derived]
            impl #private::Tabled for #name {
                type Vocabulary = #vocabulary;
                const TABLE: &'static #private::RouteTable<Self::Vocabulary> =
                    &#private::RouteTable {
                        prefix: #prefix,
                        policies: &[#(#policies),*],
                        handlers: &[#(#listed),*],
                    };
            }
            #(#checks)*
        }
    }
}
