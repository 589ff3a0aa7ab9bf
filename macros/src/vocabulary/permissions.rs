//! `#[derive(Permissions)]`: the names of an enum's variants, as positions in a bit set.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, DeriveInput, Ident, LitStr, Token};

use super::{by_name, index, names, plain_variants, refuse_duplicates};
use crate::diagnostics::Diagnostics;
use crate::options::Options;
use crate::suggest;

/// A valid enum of permissions.
struct Permissions<'a> {
    name: &'a Ident,
    variants: Vec<Permission<'a>>,
    no_roles: bool,
    /// Whether the variants can be constants and numbers.
    is_plain: bool,
    options: Options,
}

struct Permission<'a> {
    variant: &'a Ident,
    name: LitStr,
    ungranted: bool,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::new();
    let model = parse(&input, &mut diagnostics);
    let errors = diagnostics.finish();
    if !input.generics.params.is_empty() {
        return errors;
    }
    let expansion = model.expand();
    quote!(#errors #expansion)
}

fn parse<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Permissions<'a> {
    let mut no_roles = false;
    let mut options = Options::default();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("permissions"))
    {
        let parsed = attribute.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                if key == "no_roles" {
                    if core::mem::replace(&mut no_roles, true) {
                        let message = "`no_roles` is given twice: keep one";
                        return Err(syn::Error::new(key.span(), message));
                    }
                } else {
                    options.parse_value(&key, input, &["no_roles", "crate"])?;
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        });
        diagnostics.check(parsed);
    }
    let before = diagnostics.count();
    let written = plain_variants(input, "permissions", diagnostics);
    let is_plain = diagnostics.count() == before;
    let variants: Vec<_> = written
        .into_iter()
        .filter_map(|variant| {
            let named = named(&variant.ident, &variant.attrs);
            let (name, ungranted) = diagnostics.check(named)?;
            diagnostics.check(names::check_permission(&name));
            Some(Permission { variant: &variant.ident, name, ungranted })
        })
        .collect();
    let values: Vec<_> = variants.iter().map(|permission| permission.name.value()).collect();
    let places = variants.iter().map(|permission| &permission.name as &dyn ToTokens);
    refuse_duplicates(values.iter().map(String::as_str).zip(places), diagnostics);
    Permissions { name: &input.ident, variants, no_roles, is_plain, options }
}

fn named(variant: &Ident, attributes: &[Attribute]) -> syn::Result<(LitStr, bool)> {
    const EXAMPLE: &str = "name the permission: `#[permission(\"users:delete\")]`";
    let mut own = attributes.iter().filter(|attribute| attribute.path().is_ident("permission"));
    let Some(attribute) = own.next() else {
        return Err(syn::Error::new_spanned(variant, EXAMPLE));
    };
    if let Some(second) = own.next() {
        return Err(syn::Error::new_spanned(second, "the permission is named twice: keep one"));
    }
    if let syn::Meta::Path(path) = &attribute.meta {
        return Err(syn::Error::new_spanned(path, EXAMPLE));
    }
    attribute.parse_args_with(|input: ParseStream| {
        let name: LitStr = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "expected the name, for example `\"users:delete\"`")
        })?;
        let mut ungranted = false;
        while !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| {
                let message = "expected `,` and a key, for example \
                               `#[permission(\"users:delete\", ungranted)]`";
                syn::Error::new(error.span(), message)
            })?;
            if input.is_empty() {
                break;
            }
            let key = input.call(Ident::parse_any)?;
            if key != "ungranted" {
                let hint = suggest::hint(&key.to_string(), &["ungranted"]);
                return Err(syn::Error::new(key.span(), format!("unknown key `{key}`{hint}")));
            }
            if core::mem::replace(&mut ungranted, true) {
                return Err(syn::Error::new(key.span(), "`ungranted` is given twice: keep one"));
            }
        }
        Ok((name, ungranted))
    })
}

impl Permissions<'_> {
    fn expand(&self) -> TokenStream {
        let name = self.name;
        let private = self.options.private();
        let count = self.variants.len();
        let names = self.variants.iter().map(|permission| &permission.name);
        let variants: Vec<_> = self
            .variants
            .iter()
            .map(|permission| permission.variant)
            .filter(|_| self.is_plain)
            .collect();
        let ungranted = self
            .variants
            .iter()
            .filter(|permission| permission.ungranted && self.is_plain)
            .map(|permission| permission.variant);
        let by_name = by_name(name, &private, &Ident::new("Permissions", Span::call_site()));
        let vocabulary = self.no_roles.then(|| {
            quote! {
                #[automatically_derived]
                impl #private::Vocabulary for #name {
                    type Role = #private::NoRoles<Self>;
                }
            }
        });
        let index = index(self.is_plain);
        quote! {
            #[automatically_derived]
            impl #private::Permissions for #name {
                type Set = #private::BitSet<{ #private::words(#count) }>;
                const NAMES: &'static [&'static ::core::primitive::str] = &[#(#names),*];
                const VARIANTS: &'static [Self] = &[#(Self::#variants),*];
                const UNGRANTED: Self::Set =
                    #private::BitSet::EMPTY #(.with(Self::#ungranted as ::core::primitive::u16))*;
                #index
            }
            #vocabulary
            #by_name
        }
    }
}
