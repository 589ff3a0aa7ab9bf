//! `Condition`: a policy as written, and the const data it becomes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{LitStr, Path};

use crate::options::{Options, at, typed_index};

/// A valid policy expression.
pub(crate) enum Condition {
    Public(LitStr),
    Authenticated,
    Permission(Permission),
    Role(Path),
    Scope(LitStr),
    Fresh(u32),
    MultiFactor,
    Check(Path),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Named(Path),
    /// Stands in for a policy that did not parse, so that nothing else fails because of it.
    Never,
}

/// A permission by its name or by its variant.
pub(crate) enum Permission {
    Name(LitStr),
    Variant(Path),
}

impl Condition {
    /// The `Node` that this condition becomes.
    pub(crate) fn node(&self, options: &Options) -> TokenStream {
        let private = options.private();
        let node = quote!(#private::Node);
        match self {
            Self::Public(reason) => quote!(#node::Public(#reason)),
            Self::Authenticated => quote!(#node::Authenticated),
            Self::Permission(permission) => {
                let index = permission.index(options);
                quote!(#node::Permission(#index))
            }
            Self::Role(role) => {
                let index = role_index(role, options);
                quote!(#node::Role(#index))
            }
            Self::Scope(scope) => quote!(#node::Scope(#scope)),
            Self::Fresh(seconds) => quote!(#node::Fresh(#seconds)),
            Self::MultiFactor => quote!(#node::MultiFactor),
            Self::Check(path) => {
                let name = path.to_token_stream().to_string().replace(' ', "");
                let call = quote_spanned! {path.span()=>
                    |__principal, __surroundings| #private::ask(__principal, __surroundings, #path)
                };
                quote!(#node::Check(#private::Check { name: #name, call: #call }))
            }
            Self::All(conditions) => list(&quote!(#node::All), conditions, options),
            Self::Any(conditions) => list(&quote!(#node::Any), conditions, options),
            Self::Not(condition) => {
                let inner = condition.node(options);
                quote!(#node::Not(&#inner))
            }
            Self::Named(path) => quote!(#node::Named(#path)),
            Self::Never => quote!(#node::Not(&#node::Authenticated)),
        }
    }
}

fn list(variant: &TokenStream, conditions: &[Condition], options: &Options) -> TokenStream {
    let nodes = conditions.iter().map(|condition| condition.node(options));
    quote!(#variant(&[#(#nodes),*]))
}

impl Permission {
    fn index(&self, options: &Options) -> TokenStream {
        let (private, vocabulary) = (options.private(), options.vocabulary());
        match self {
            // The call carries the literal's span: there the compiler reports an unknown name.
            Self::Name(name) => {
                let (span, private) = (name.span(), at(private, name.span()));
                quote_spanned!(span=> #private::permission::<#vocabulary>(#name))
            }
            Self::Variant(path) => typed_index(path, &vocabulary, path.span()),
        }
    }
}

fn role_index(role: &Path, options: &Options) -> TokenStream {
    let (private, vocabulary) = (options.private(), options.vocabulary());
    let roles = quote!(<#vocabulary as #private::Vocabulary>::Role);
    match role.get_ident() {
        Some(variant) => typed_index(&quote!(<#roles>::#variant), &roles, role.span()),
        None => typed_index(role, &roles, role.span()),
    }
}
