//! `Object`: what the gate finds out about objects for a handler.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::condition::Condition;
use super::route::Declared;
use crate::diagnostics::Diagnostics;
use crate::options::{Options, at};

/// What a handler's rule is about.
pub(super) enum Object {
    None,
    Listed(Path),
    Loaded(Path, Action),
}

/// What is done with the object.
pub(super) enum Action {
    /// As the method says.
    Standard(&'static str),
    /// As the guard says.
    Given(Path),
}

impl Object {
    /// Reads it off the policy, the terms and the routes of a handler.
    pub(super) fn of(
        condition: &Condition,
        options: &Options,
        routes: Option<&[Declared]>,
        name: &syn::Ident,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let terms = &options.terms;
        let Some(resource) = terms.object.as_ref().or_else(|| condition.resource()) else {
            if let (Some(key), false) = (terms.first_key(), matches!(condition, Condition::Never)) {
                diagnostics.error(
                    key,
                    format!(
                        "`{key}` is about an object, and the policy names none: add \
                         `object = Post`, or a condition such as `owner(Post)`"
                    ),
                );
            }
            return Self::None;
        };
        let resource = resource.clone();
        if terms.is_list {
            let single = terms.key_among(&["id", "action", "on_denied"]);
            if let Some(key) = single {
                let message =
                    format!("`{key}` is about one object and `list` about all: remove one");
                diagnostics.error(key, message);
            }
            return Self::Listed(resource);
        }
        if let Some(action) = &terms.action {
            return Self::Loaded(resource, Action::Given(action.clone()));
        }
        match standard_action(routes) {
            Ok(action) => Self::Loaded(resource, Action::Standard(action)),
            Err(why) => {
                diagnostics.error(
                    name,
                    format!(
                        "{why}: say what the handler does with the object, for example \
                         `action = Update`"
                    ),
                );
                Self::Loaded(resource, Action::Standard("Read"))
            }
        }
    }

    /// The type that stands for it.
    pub(super) fn expand_type(&self, options: &Options) -> TokenStream {
        let private = options.private();
        match self {
            Self::None => quote!(#private::NoObject),
            Self::Listed(resource) => quote!(#private::Listed<#resource>),
            Self::Loaded(resource, action) => {
                let action = action.expand(&private);
                quote!(#private::Loaded<#resource, #action>)
            }
        }
    }

    /// The policy with `root`, and with this object as its target.
    pub(super) fn expand_policy(&self, root: &TokenStream, options: &Options) -> TokenStream {
        let private = options.private();
        let terms = options.terms.expand(&private);
        match self {
            Self::None => quote!(#private::Policy::new(#root)),
            Self::Listed(resource) => {
                let (span, read) = (resource.span(), quote!(#private::Read));
                let private = at(private, span);
                quote_spanned! {span=>
                    #private::Policy::about(
                        #root,
                        #private::Target::listed::<#resource, #read>(#terms),
                    )
                }
            }
            Self::Loaded(resource, action) => {
                let (span, action) = (resource.span(), action.expand(&private));
                let private = at(private, span);
                quote_spanned! {span=>
                    #private::Policy::about(
                        #root,
                        #private::Target::loaded::<#resource, #action>(#terms),
                    )
                }
            }
        }
    }
}

impl Action {
    fn expand(&self, private: &TokenStream) -> TokenStream {
        match self {
            Self::Standard(name) => {
                let name = quote::format_ident!("{name}");
                quote!(#private::#name)
            }
            Self::Given(path) => path.to_token_stream(),
        }
    }
}

/// The one action that all methods of a handler stand for.
fn standard_action(routes: Option<&[Declared]>) -> Result<&'static str, String> {
    let Some(routes) = routes else {
        return Err(
            "no route attribute below tells the method (one above: move the guard over it)"
                .to_owned(),
        );
    };
    let mut actions = routes.iter().flat_map(|route| &route.methods).map(|method| {
        Ok(match method.as_str() {
            "GET" | "HEAD" | "QUERY" => "Read",
            "PUT" | "PATCH" => "Update",
            "DELETE" => "Delete",
            other => return Err(format!("{other} does not tell")),
        })
    });
    let first = actions.next().unwrap_or_else(|| Err("there is no method".to_owned()))?;
    for action in actions {
        if action? != first {
            return Err("the methods tell different things".to_owned());
        }
    }
    Ok(first)
}
