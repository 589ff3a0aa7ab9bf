//! `policy!`: a policy with a name of its own.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Path, Token, Visibility};

use super::condition::Condition;
use super::grammar;
use crate::diagnostics::Diagnostics;
use crate::options::Options;

/// `pub NAME: Vocabulary = condition`.
struct Named {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    condition: Condition,
    options: Options,
}

impl Parse for Named {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name = input.parse()?;
        if !input.peek(Token![:]) {
            return Err(input.error(
                "expected `:` and the permissions that the policy speaks about, for example \
                 `policy!(pub EDITORS: Permission = role(Editor))`",
            ));
        }
        input.parse::<Token![:]>()?;
        let vocabulary = input.call(Path::parse_mod_style)?;
        input.parse::<Token![=]>()?;
        let condition = input.parse()?;
        input.parse::<Option<Token![;]>>()?;
        let mut options = Options::default();
        if input.peek(Token![,]) {
            options = Options::parse_rest(input, &["crate"])?;
        }
        grammar::end(input, "policy")?;
        let options = options.with_vocabulary(vocabulary);
        Ok(Self { attributes, visibility, name, condition, options })
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let named = diagnostics.check(syn::parse2::<Named>(input));
    let expansion = named.as_ref().map(Named::expand);
    let errors = diagnostics.finish();
    quote!(#errors #expansion)
}

impl Named {
    fn expand(&self) -> TokenStream {
        let Self { attributes, visibility, name, condition, options } = self;
        let private = options.private();
        let vocabulary = options.vocabulary();
        let node = condition.node(options);
        let shown = name.to_string();
        quote! {
            #(#attributes)*
            #visibility const #name: &#private::Policy<#vocabulary> =
                &#private::Policy::named(#shown, #node);
            const _: &#private::Policy<#vocabulary> = #name;
        }
    }
}
