//! From a valid handler to tokens: the rule, its place in the app, and the rewritten function.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Ident, ItemFn, parse_quote};

use super::handler::Handler;
use super::route::Declared;

/// The name of the parameter that replaces all others.
pub(super) const GATED: &str = "__gated";

/// The argument by which an attribute is asked whether it is ours.
pub(super) const PROBE: &str = "__probe";

pub(super) fn expand(handler: &Handler) -> TokenStream {
    if handler.is_guarded_already {
        return handler.function.to_token_stream();
    }
    if !handler.is_sound {
        return stub(handler);
    }
    let rule = rule(handler);
    let place = match &handler.routes {
        Some(_) => guarded(handler),
        None => rule_type(handler),
    };
    let probes = probes(handler);
    let function = rewritten(handler);
    quote!(#place #rule #probes #function)
}

/// Applies every attribute that was taken off the function to nothing. The compiler sees that its
/// import is used, and an attribute of another crate that has one of our names refuses the probe.
fn probes(handler: &Handler) -> TokenStream {
    let configuration = handler.configuration();
    let probe = Ident::new(PROBE, Span::call_site());
    let probes = handler.taken.iter().map(|path| {
        quote_spanned! {path.span()=>
            #(#configuration)*
            #[#path(#probe)]
            const _: () = ();
        }
    });
    probes.collect()
}

/// The one policy value of the handler, on the type that carries the handler's name.
fn rule(handler: &Handler) -> TokenStream {
    let configuration = handler.configuration();
    let name = &handler.function.sig.ident;
    let private = handler.options.private();
    let vocabulary = handler.options.vocabulary();
    let node = handler.condition.node(&handler.options);
    let policy = handler.object.expand_policy(&node, &handler.options);
    let object = handler.object.expand_type(&handler.options);
    let surface = handler.surface(&private);
    let shown = name.unraw().to_string();
    quote! {
        #(#configuration)*
        #[automatically_derived]
        impl #private::Rule for #name {
            type Vocabulary = #vocabulary;
            const POLICY: &'static #private::Policy<Self::Vocabulary> = &#policy;
            type Object = #object;
            const HANDLER: #private::HandlerInfo = #private::HandlerInfo {
                name: ::core::concat!(::core::module_path!(), "::", #shown),
                file: ::core::file!(),
                line: ::core::line!(),
            };
            #surface
        }
        // A constant that nobody reads is not evaluated, and its mistakes would go unseen.
        #(#configuration)*
        const _: &#private::Policy<<#name as #private::Rule>::Vocabulary> =
            <#name as #private::Rule>::POLICY;
    }
}

/// What lets the struct of the route attribute into an app.
fn guarded(handler: &Handler) -> TokenStream {
    let configuration = handler.configuration();
    let name = &handler.function.sig.ident;
    let private = handler.options.private();
    let declared = handler.routes.iter().flatten().map(|route| {
        let Declared { path, methods, middleware, conditional } = route;
        quote! {
            #private::Declared {
                path: #path,
                methods: &[#(#methods),*],
                middleware: &[#(#middleware),*],
                conditional: #conditional,
            }
        }
    });
    quote! {
        #(#configuration)*
        #[automatically_derived]
        impl #private::Routed for #name {
            const ROUTES: &'static [#private::Declared] = &[#(#declared),*];
        }
        #(#configuration)*
        #[automatically_derived]
        impl #private::Guarded for #name {
            type Vocabulary = <Self as #private::Rule>::Vocabulary;
            fn mount(self, __mount: &mut #private::Mount<'_, Self::Vocabulary>) {
                __mount.route_attribute(self, || #name);
            }
        }
    }
}

/// Without a route attribute no struct exists: the rule gets a type of its own, in the type
/// namespace, beside the function of the same name.
fn rule_type(handler: &Handler) -> TokenStream {
    let configuration = handler.configuration();
    let visibility = &handler.function.vis;
    let name = &handler.function.sig.ident;
    quote! {
        #(#configuration)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}
    }
}

/// The function with the gate as its only parameter.
fn rewritten(handler: &Handler) -> ItemFn {
    let mut function = handler.function.clone();
    let private = handler.options.private();
    let name = &function.sig.ident;
    let types = handler.parameters.iter().map(|(_, ty)| ty);
    let gated = Ident::new(GATED, Span::mixed_site());
    let places: Vec<_> = (0..handler.parameters.len())
        .map(|index| format_ident!("__argument_{index}", span = Span::mixed_site()))
        .collect();
    // Every argument gets a name before its pattern, so that `_` drops where it did before.
    let bindings = handler.parameters.iter().zip(&places).map(|((pattern, _), place)| {
        quote_spanned! {Span::mixed_site()=>
            #[allow(clippy::no_effect_underscore_binding)]
            let #pattern = #place;
        }
    });
    let statements = &function.block.stmts;
    let body = parse_quote! {{
        let (#(#places,)*) = #gated.into_inner();
        #(#bindings)*
        #(#statements)*
    }};
    let parameter = parse_quote!(#gated: #private::Gated<#name, (#(#types,)*)>);
    function.block = body;
    function.sig.inputs = core::iter::once::<syn::FnArg>(parameter).collect();
    function
}

/// Stands in for a handler whose signature is wrong, so that one mistake gives one message: it can
/// be named and registered wherever the handler is.
fn stub(handler: &Handler) -> TokenStream {
    let configuration = handler.configuration();
    let visibility = &handler.function.vis;
    let signature = &handler.function.sig;
    let name = &signature.ident;
    let private = handler.options.private();
    let vocabulary = handler.options.vocabulary();
    if signature.receiver().is_some() {
        return TokenStream::new();
    }
    if handler.routes.is_none() {
        let (place, rule) = (rule_type(handler), rule(handler));
        let (generics, bounds) = (&signature.generics, &signature.generics.where_clause);
        return quote! {
            #place
            #rule
            #(#configuration)*
            #visibility async fn #name #generics (_: #private::Gated<#name, ()>)
                -> &'static ::core::primitive::str #bounds { "" }
        };
    }
    quote! {
        #(#configuration)*
        #[allow(non_camel_case_types)]
        #visibility struct #name;
        #(#configuration)*
        impl #private::Guarded for #name {
            type Vocabulary = #vocabulary;
            fn mount(self, _: &mut #private::Mount<'_, #vocabulary>) {}
        }
    }
}
