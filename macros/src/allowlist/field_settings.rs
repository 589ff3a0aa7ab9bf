//! The arguments that stand on a field of a safe DTO: its rule, its name, how it is read.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Path, Token, parenthesized};

use super::serde_attributes::SerdeNames;
use super::settings::{Derive, each_argument};
use crate::guard::Condition;
use crate::suggest;

/// What stands on a field.
#[derive(Default)]
pub(super) struct FieldSettings {
    pub(super) rename: Option<LitStr>,
    /// Read by serde, as one string, number or boolean.
    pub(super) is_scalar: bool,
    pub(super) sanitize: Vec<Ident>,
    /// What leaves only a part of the value: the name of a ready mask, or the path of a function.
    pub(super) mask: Option<Path>,
    /// Who may, and where that is written.
    pub(super) rule: Option<(Condition, Span)>,
}

/// What cleans a text.
const SANITIZERS: &[&str] = &["trim", "lowercase", "nfc", "email", "html"];

impl FieldSettings {
    /// Parses the attributes of a field; `owner` and `tenant` alone are about `entity`.
    pub(super) fn parse(
        derive: Derive,
        entity: Option<&Path>,
        attributes: &[Attribute],
    ) -> syn::Result<Self> {
        let mut settings =
            Self { rename: SerdeNames::parse(attributes)?.rename, ..Self::default() };
        each_argument(derive.attribute(), attributes, |input| {
            let ahead = input.fork();
            let key = ahead.call(Ident::parse_any).ok();
            let word = key.as_ref().map(ToString::to_string).unwrap_or_default();
            let is_key = derive.field_keys().contains(&word.as_str());
            match (word.as_str(), key.filter(|_| is_key || ahead.peek(Token![=]))) {
                ("rename", Some(key)) if ahead.peek(Token![=]) => {
                    skip_key(input)?;
                    input.parse::<Token![=]>()?;
                    settings.rename = Some(input.parse()?);
                    Ok(key)
                }
                ("scalar", Some(key)) if ahead.is_empty() || ahead.peek(Token![,]) => {
                    skip_key(input)?;
                    settings.is_scalar = true;
                    Ok(key)
                }
                ("sanitize", Some(key)) if ahead.peek(syn::token::Paren) => {
                    skip_key(input)?;
                    settings.sanitize = sanitizers(input)?;
                    Ok(key)
                }
                ("mask", Some(key)) if is_key => {
                    skip_key(input)?;
                    settings.mask = Some(mask(input)?);
                    Ok(key)
                }
                (word, Some(key)) if ahead.peek(Token![=]) => {
                    let hint = suggest::hint(word, derive.field_keys());
                    Err(syn::Error::new(key.span(), format!("unknown key `{word}`{hint}")))
                }
                _ => {
                    let span = input.span();
                    let rule = Condition::parse_about(input, entity)?;
                    if settings.rule.replace((rule, span)).is_some() {
                        let message = "a field has one rule: combine them, for example \
                                       `all(owner, permission(\"posts:publish\"))`";
                        return Err(syn::Error::new(span, message));
                    }
                    // A name that no key has, as the rule has none.
                    Ok(Ident::new("__rule", span))
                }
            }
        })?;
        Ok(settings)
    }
}

fn skip_key(input: ParseStream) -> syn::Result<()> {
    input.call(Ident::parse_any).map(drop)
}

/// `= last4`, `= crate::masks::initials`.
fn mask(input: ParseStream) -> syn::Result<Path> {
    const EXAMPLE: &str = "expected a mask, for example `mask = last4`, `mask = email`, `mask = all` \
                           or the path of a function, `mask = initials`";
    let after = |error: syn::Error| syn::Error::new(error.span(), EXAMPLE);
    input.parse::<Token![=]>().map_err(after)?;
    input.call(Path::parse_mod_style).map_err(after)
}

/// `(trim, lowercase)`.
fn sanitizers(input: ParseStream) -> syn::Result<Vec<Ident>> {
    let inner;
    parenthesized!(inner in input);
    let words = Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?;
    if words.is_empty() {
        return Err(inner.error("expected what to do, for example `sanitize(trim, nfc)`"));
    }
    for word in &words {
        if !SANITIZERS.contains(&word.to_string().as_str()) {
            let hint = suggest::hint(&word.to_string(), SANITIZERS);
            return Err(syn::Error::new(word.span(), format!("unknown sanitizer `{word}`{hint}")));
        }
    }
    Ok(words.into_iter().collect())
}
