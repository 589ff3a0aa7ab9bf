//! `Terms`: what a guard says about the object behind a route, beside its policy.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Token, bracketed, parenthesized};

use crate::suggest;

/// The keys, as far as they were given. Each may be given once over all attributes of a handler.
#[derive(Default)]
pub(crate) struct Terms {
    pub(super) object: Option<Path>,
    pub(super) id: Option<Vec<LitStr>>,
    pub(super) action: Option<Path>,
    on_denied: Option<OnDenied>,
    cross_tenant: Option<LitStr>,
    pub(super) is_list: bool,
    unrelated: Vec<(Ident, LitStr)>,
    /// Every key with its place, in the order of writing.
    keys: Vec<Ident>,
}

#[derive(Clone, Copy)]
enum OnDenied {
    NotFound,
    Forbidden,
}

impl Terms {
    /// Parses the rest of `key`, if it is one about objects.
    pub(crate) fn parse_value(&mut self, key: &Ident, input: ParseStream) -> syn::Result<bool> {
        let word = key.to_string();
        let has_value = match word.as_str() {
            "object" | "id" | "action" | "on_denied" | "cross_tenant" => true,
            "list" | "danger_unrelated" => false,
            _ => return Ok(false),
        };
        let may_repeat = word == "danger_unrelated";
        if !may_repeat && self.keys.contains(key) {
            return Err(syn::Error::new(key.span(), format!("`{key}` is given twice: keep one")));
        }
        if has_value {
            input.parse::<Token![=]>()?;
        }
        match word.as_str() {
            "object" => self.object = Some(input.call(Path::parse_mod_style)?),
            "id" => self.id = Some(id(input)?),
            "action" => self.action = Some(input.call(Path::parse_mod_style)?),
            "on_denied" => self.on_denied = Some(on_denied(input)?),
            "cross_tenant" => self.cross_tenant = Some(reason(input, &word)?),
            "list" => self.is_list = true,
            _ => self.unrelated.push(unrelated(input)?),
        }
        self.keys.push(key.clone());
        Ok(true)
    }

    /// Takes what `other` says.
    pub(crate) fn merge(&mut self, other: Self) -> syn::Result<()> {
        let is_double = |key: &&Ident| **key != "danger_unrelated" && self.keys.contains(key);
        if let Some(key) = other.keys.iter().find(is_double) {
            return Err(syn::Error::new(
                key.span(),
                format!("another attribute of this handler gives `{key}` too: keep one"),
            ));
        }
        self.object = self.object.take().or(other.object);
        self.id = self.id.take().or(other.id);
        self.action = self.action.take().or(other.action);
        self.on_denied = self.on_denied.or(other.on_denied);
        self.cross_tenant = self.cross_tenant.take().or(other.cross_tenant);
        self.is_list |= other.is_list;
        self.unrelated.extend(other.unrelated);
        self.keys.extend(other.keys);
        Ok(())
    }

    /// The first key that was given.
    pub(super) fn first_key(&self) -> Option<&Ident> {
        self.keys.first()
    }

    /// The first given key among `words`.
    pub(super) fn key_among(&self, words: &[&str]) -> Option<&Ident> {
        self.keys.iter().find(|key| words.iter().any(|word| *key == word))
    }

    /// The constant that the runtime takes.
    pub(super) fn expand(&self, private: &TokenStream) -> TokenStream {
        let option = |value: Option<TokenStream>| match value {
            Some(value) => quote!(::core::option::Option::Some(#value)),
            None => quote!(::core::option::Option::None),
        };
        let id = option(self.id.as_ref().map(|names| quote!(&[#(#names),*])));
        let cross_tenant = option(self.cross_tenant.as_ref().map(ToTokens::to_token_stream));
        let on_denied = match self.on_denied {
            Some(OnDenied::Forbidden) => quote!(Forbidden),
            Some(OnDenied::NotFound) | None => quote!(NotFound),
        };
        let unrelated = self.unrelated.iter().map(|(name, reason)| {
            let name = name.unraw().to_string();
            quote!((#name, #reason))
        });
        quote! {
            #private::Terms {
                id: #id,
                cross_tenant: #cross_tenant,
                on_denied: #private::OnDenied::#on_denied,
                unrelated: &[#(#unrelated),*],
            }
        }
    }
}

/// `"id"` or `["blog_id", "number"]`.
fn id(input: ParseStream) -> syn::Result<Vec<LitStr>> {
    const EXAMPLE: &str = "expected the path parameter that names the object, for example \
                           `id = \"post_id\"` or `id = [\"blog_id\", \"number\"]`";
    let here = input.span();
    let names = if input.peek(syn::token::Bracket) {
        let names;
        bracketed!(names in input);
        Punctuated::<LitStr, Token![,]>::parse_terminated(&names)
            .map(|names| names.into_iter().collect())
    } else {
        input.parse().map(|name| vec![name])
    };
    let names: Vec<LitStr> = names.map_err(|error| syn::Error::new(error.span(), EXAMPLE))?;
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|other| other.value() == name.value()) {
            let message = "this parameter names another part already: name each once";
            return Err(syn::Error::new(name.span(), message));
        }
    }
    match names.iter().find(|name| name.value().is_empty()) {
        Some(empty) => Err(syn::Error::new(empty.span(), EXAMPLE)),
        None if names.is_empty() => Err(syn::Error::new(here, EXAMPLE)),
        None => Ok(names),
    }
}

fn on_denied(input: ParseStream) -> syn::Result<OnDenied> {
    let word: Ident = input.parse()?;
    if word == "forbidden" {
        Ok(OnDenied::Forbidden)
    } else if word == "not_found" {
        Ok(OnDenied::NotFound)
    } else {
        let hint = suggest::hint(&word.to_string(), &["forbidden", "not_found"]);
        Err(syn::Error::new(word.span(), format!("unknown answer `{word}`{hint}")))
    }
}

/// A text that says why.
pub(crate) fn reason(input: ParseStream, key: &str) -> syn::Result<LitStr> {
    let example = format!("say why, for example `{key} = \"support looks after every tenant\"`");
    let reason: LitStr =
        input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), &example))?;
    if reason.value().trim().is_empty() {
        return Err(syn::Error::new(reason.span(), example));
    }
    Ok(reason)
}

/// `(locale, reason = "..")`.
fn unrelated(input: ParseStream) -> syn::Result<(Ident, LitStr)> {
    const EXAMPLE: &str = "expected a path parameter and why it is not about the object, for \
                           example `danger_unrelated(locale, reason = \"a language\")`";
    let error = |error: syn::Error| syn::Error::new(error.span(), EXAMPLE);
    if !input.peek(syn::token::Paren) {
        return Err(input.error(EXAMPLE));
    }
    let arguments;
    parenthesized!(arguments in input);
    let name = arguments.call(Ident::parse_any).map_err(error)?;
    arguments.parse::<Token![,]>().map_err(error)?;
    let key: Ident = arguments.parse().map_err(error)?;
    if key != "reason" {
        return Err(syn::Error::new(key.span(), EXAMPLE));
    }
    arguments.parse::<Token![=]>().map_err(error)?;
    let reason = reason(&arguments, "reason")?;
    arguments.parse::<Option<Token![,]>>()?;
    if !arguments.is_empty() {
        return Err(arguments.error(EXAMPLE));
    }
    Ok((name, reason))
}
