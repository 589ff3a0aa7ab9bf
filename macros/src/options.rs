//! `Options`: where generated code finds the crate and the vocabulary.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, Path, Token};

use crate::guard::Terms;
use crate::suggest;

/// The keys that every attribute takes after its own arguments.
#[derive(Default)]
pub(crate) struct Options {
    krate: Option<Path>,
    vocabulary: Option<Path>,
    pub(crate) terms: Terms,
}

impl Options {
    /// Parses `, key = value` pairs up to the end; `known` are the keys that may occur.
    pub(crate) fn parse_rest(input: ParseStream, known: &[&str]) -> syn::Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key = input.call(Ident::parse_any)?;
            options.parse_value(&key, input, known)?;
        }
        Ok(options)
    }

    /// Parses the value of `key`, which is one of ours or unknown. `known` is for the message.
    pub(crate) fn parse_value(
        &mut self,
        key: &Ident,
        input: ParseStream,
        known: &[&str],
    ) -> syn::Result<()> {
        let word = key.to_string();
        if known.contains(&word.as_str()) && self.terms.parse_value(key, input)? {
            return Ok(());
        }
        let place = match word.as_str() {
            "crate" => &mut self.krate,
            "vocabulary" if known.contains(&"vocabulary") => &mut self.vocabulary,
            other => {
                let hint = suggest::hint(other, known);
                return Err(syn::Error::new(key.span(), format!("unknown key `{other}`{hint}")));
            }
        };
        if place.is_some() {
            return Err(syn::Error::new(key.span(), format!("`{key}` is given twice: keep one")));
        }
        input.parse::<Token![=]>()?;
        *place = Some(input.call(Path::parse_mod_style)?);
        Ok(())
    }

    /// Takes what `other` says; two attributes of one handler must not contradict each other.
    pub(crate) fn merge(&mut self, other: Self) -> syn::Result<()> {
        merge(&mut self.krate, other.krate, "crate")?;
        merge(&mut self.vocabulary, other.vocabulary, "vocabulary")?;
        self.terms.merge(other.terms)
    }

    pub(crate) fn with_vocabulary(mut self, vocabulary: Path) -> Self {
        self.vocabulary = Some(vocabulary);
        self
    }

    /// Where the attributes come from, as far as it was said.
    pub(crate) fn krate(&self) -> Option<&Path> {
        self.krate.as_ref()
    }

    /// The module that generated code may name things from.
    pub(crate) fn private(&self) -> TokenStream {
        match &self.krate {
            Some(path) => quote!(#path::__private),
            None => quote!(::portcullis::__private),
        }
    }

    /// The type that lists the permissions.
    pub(crate) fn vocabulary(&self) -> TokenStream {
        match &self.vocabulary {
            Some(path) => path.to_token_stream(),
            None => quote!(crate::Permission),
        }
    }
}

/// The position of a variant. The typed constant keeps a number or a variant of another enum out.
pub(crate) fn typed_index(variant: &impl ToTokens, of: &TokenStream, span: Span) -> TokenStream {
    quote_spanned! {span=> {
        const _: #of = #variant;
        #variant as ::core::primitive::u16
    }}
}

/// The same tokens, reported at `span`.
pub(crate) fn at(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

fn merge(own: &mut Option<Path>, other: Option<Path>, key: &str) -> syn::Result<()> {
    match (&own, other) {
        (_, None) => Ok(()),
        (Some(own), Some(other)) if written(own) != written(&other) => {
            Err(syn::Error::new_spanned(
                other,
                format!(
                    "another attribute of this handler names a different `{key}`: name the same one in all"
                ),
            ))
        }
        (_, other) => {
            *own = other;
            Ok(())
        }
    }
}

fn written(path: &Path) -> String {
    path.to_token_stream().to_string()
}
