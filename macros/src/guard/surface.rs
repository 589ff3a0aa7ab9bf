//! The types of a handler's parameters and of its answer, of which the runtime knows the fields.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{GenericParam, ReturnType, Type, TypeParamBound};

use super::handler::Handler;
use crate::options::at;

impl Handler {
    /// The constant that lists what the handler takes and shows. Each type stands where an inherent
    /// constant wins over that of a trait, so that aliases work and any type may stand there.
    pub(super) fn surface(&self, private: &TokenStream) -> Option<TokenStream> {
        // The types of a function that is no handler may not even exist.
        if !self.is_sound {
            return None;
        }
        let input = self.parameters.iter().map(|(_, ty)| self.lists("Taken", ty, private));
        let output = match &self.function.sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.lists("Yielded", ty, private)),
        };
        let output = output.into_iter();
        Some(quote! {
            const SURFACE: #private::Surface = {
                #[allow(unused_imports)]
                use #private::{TakesNothing as _, YieldsUnlisted as _};
                #private::Surface::new(&[#(#input),*], &[#(#output),*])
            };
        })
    }

    fn lists(&self, holder: &str, ty: &Type, private: &TokenStream) -> TokenStream {
        if let Some(written) = self.unnamed(ty) {
            return quote!(|| #private::unnamed(#written));
        }
        let private = at(private.clone(), ty.span());
        let holder = format_ident!("{holder}", span = ty.span());
        quote_spanned!(ty.span()=> <#private::#holder<#ty>>::__LISTS)
    }

    /// What stands in a report for a type that means something inside the function alone.
    fn unnamed(&self, ty: &Type) -> Option<String> {
        if let Type::ImplTrait(ty) = ty {
            let bound = ty.bounds.iter().find_map(|bound| match bound {
                TypeParamBound::Trait(bound) => bound.path.segments.last(),
                _ => None,
            });
            return Some(bound.map_or("_".to_owned(), |bound| format!("impl {}", bound.ident)));
        }
        let parameters =
            self.function.sig.generics.params.iter().map(|parameter| match parameter {
                GenericParam::Type(parameter) => parameter.ident.unraw().to_string(),
                GenericParam::Const(parameter) => parameter.ident.unraw().to_string(),
                GenericParam::Lifetime(parameter) => parameter.lifetime.ident.to_string(),
            });
        let words: Vec<_> = parameters.chain(["impl".to_owned()]).collect();
        has_word(ty.to_token_stream(), &words).then(|| "_".to_owned())
    }
}

fn has_word(tokens: TokenStream, words: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => words.contains(&ident.unraw().to_string()),
        TokenTree::Group(group) => has_word(group.stream(), words),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
