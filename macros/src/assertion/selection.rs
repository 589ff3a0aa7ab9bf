//! `Selection`: which routes a rule is about, as it is written.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr};

use crate::options::Options;

const EXPECTED: &str = "expected `route` or a method in capitals, for example `no public route` or \
                        `every DELETE under \"/admin\" requires role(Admin)`";

/// `route` or a method, `under "/path"` after it.
pub(super) struct Selection {
    method: Option<String>,
    under: Option<LitStr>,
    /// `mutates` after it, which only a rule about public routes has.
    pub(super) mutating: bool,
}

impl Parse for Selection {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let word = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), EXPECTED))?;
        let method = match word.to_string() {
            route if route == "route" => None,
            method if method.bytes().all(|byte| byte.is_ascii_uppercase()) => Some(method),
            _ => return Err(syn::Error::new(word.span(), EXPECTED)),
        };
        let mut under = None;
        if input.peek(Ident) && input.fork().parse::<Ident>()? == "under" {
            input.parse::<Ident>()?;
            under = Some(path(input)?);
        }
        Ok(Self { method, under, mutating: false })
    }
}

impl Selection {
    pub(super) fn has_method(&self) -> bool {
        self.method.is_some()
    }

    pub(super) fn expand(&self, options: &Options) -> TokenStream {
        let private = options.private();
        let option = |value: Option<TokenStream>| match value {
            Some(value) => quote!(::core::option::Option::Some(#value)),
            None => quote!(::core::option::Option::None),
        };
        let method = option(self.method.as_ref().map(|method| quote!(#method)));
        let under = option(self.under.as_ref().map(|under| quote!(#under)));
        let mutating = self.mutating;
        quote! {
            #private::Selection { method: #method, under: #under, mutating: #mutating }
        }
    }
}

fn path(input: ParseStream) -> syn::Result<LitStr> {
    const EXPECTED: &str = "expected a path that starts with `/` and ends without, for example \
                            `under \"/admin\"`";
    let path: LitStr =
        input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), EXPECTED))?;
    let value = path.value();
    if !value.starts_with('/') || value.ends_with('/') {
        return Err(syn::Error::new(path.span(), EXPECTED));
    }
    Ok(path)
}
