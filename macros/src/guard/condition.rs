//! `Condition`: a policy as written, and the const data it becomes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, LitStr, Path};

use super::sql::Part;
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
    Owner(Path),
    Tenant(Path),
    /// The path parameter of this name is the subject.
    Parameter(LitStr),
    ObjectCheck {
        resource: Path,
        function: Path,
        sql: Option<Vec<Part>>,
    },
    /// The role that the vocabulary calls its administrator.
    Admin(Span),
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
    /// The first resource that the condition is about.
    pub(super) fn resource(&self) -> Option<&Path> {
        match self {
            Self::Owner(resource) | Self::Tenant(resource) | Self::ObjectCheck { resource, .. } => {
                Some(resource)
            }
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().find_map(Self::resource)
            }
            Self::Not(condition) => condition.resource(),
            _ => None,
        }
    }

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
            Self::Owner(resource) => about(resource, "owner", options),
            Self::Tenant(resource) => about(resource, "tenant", options),
            Self::Parameter(name) => {
                let vocabulary = options.vocabulary();
                quote!(#private::parameter_is_subject::<#vocabulary>(#name))
            }
            Self::ObjectCheck { resource, function, sql } => {
                object_check(resource, function, sql.as_deref(), options)
            }
            Self::Admin(span) => {
                let (vocabulary, private) = (options.vocabulary(), at(private, *span));
                quote_spanned!(*span=> #node::Role(#private::admin::<#vocabulary>()))
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

/// `owner(T)` or `tenant(T)`; a resource that has none is reported where it is named.
fn about(resource: &Path, relation: &str, options: &Options) -> TokenStream {
    let (span, vocabulary) = (resource.span(), options.vocabulary());
    let (private, relation) = (at(options.private(), span), Ident::new(relation, span));
    quote_spanned!(span=> #private::#relation::<#resource, #vocabulary>())
}

fn object_check(
    resource: &Path,
    function: &Path,
    sql: Option<&[Part]>,
    options: &Options,
) -> TokenStream {
    let (private, vocabulary) = (options.private(), options.vocabulary());
    let name = function.to_token_stream().to_string().replace(' ', "");
    let call = quote_spanned! {function.span()=>
        |__principal, __object| {
            #private::ask_about::<#resource, _, _>(__principal, __object, #function)
        }
    };
    let sql = match sql {
        Some(parts) => {
            let parts = parts.iter().map(|part| part.expand(&private));
            quote!(::core::option::Option::Some(&[#(#parts),*]))
        }
        None => quote!(::core::option::Option::None),
    };
    quote!(#private::object_check::<#resource, #vocabulary>(#name, #call, #sql))
}

fn list(variant: &TokenStream, conditions: &[Condition], options: &Options) -> TokenStream {
    let nodes = conditions.iter().map(|condition| condition.node(options));
    quote!(#variant(&[#(#nodes),*]))
}

impl Permission {
    /// Its position in the vocabulary.
    pub(crate) fn index(&self, options: &Options) -> TokenStream {
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

/// The position of a role in the vocabulary.
pub(crate) fn role_index(role: &Path, options: &Options) -> TokenStream {
    let (private, vocabulary) = (options.private(), options.vocabulary());
    let roles = quote!(<#vocabulary as #private::Vocabulary>::Role);
    match role.get_ident() {
        Some(variant) => typed_index(&quote!(<#roles>::#variant), &roles, role.span()),
        None => typed_index(role, &roles, role.span()),
    }
}
