//! `#[derive(Permissions)]` and `#[derive(Roles)]`.

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Fields, Ident};

use crate::diagnostics::Diagnostics;

mod hierarchy;
mod names;
mod permissions;
mod roles;

pub(crate) use permissions::expand as expand_permissions;
pub(crate) use roles::expand as expand_roles;

/// The variants of an enum without fields, generics and discriminants.
fn plain_variants<'a>(
    input: &'a DeriveInput,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<&'a syn::Variant> {
    let Data::Enum(data) = &input.data else {
        diagnostics.error(&input.ident, format!("{what} are the variants of an enum: make it one"));
        return Vec::new();
    };
    if !input.generics.params.is_empty() {
        diagnostics
            .error(&input.generics, format!("an enum of {what} has no generics: remove them"));
    }
    if data.variants.is_empty() {
        diagnostics
            .error(&input.ident, format!("an enum of {what} needs at least one variant: add it"));
    }
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            diagnostics
                .error(&variant.fields, format!("a variant of {what} has no fields: remove them"));
        }
        if let Some((_, value)) = &variant.discriminant {
            diagnostics.error(
                value,
                "the position in the enum is the bit in the set: remove the discriminant",
            );
        }
    }
    data.variants.iter().collect()
}

/// Notes every name that an earlier variant has already.
fn refuse_duplicates<'a>(
    names: impl Iterator<Item = (&'a str, &'a dyn quote::ToTokens)>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = std::collections::HashSet::new();
    for (name, place) in names {
        if !seen.insert(name) {
            diagnostics.error(place, format!("the name `{name}` is given twice: choose another"));
        }
    }
}

/// `fn index`, from the order of the variants; a stub where they cannot be numbers.
fn index(is_plain: bool) -> TokenStream {
    let value =
        if is_plain { quote::quote!(self as ::core::primitive::u16) } else { quote::quote!(0) };
    quote::quote! {
        fn index(self) -> ::core::primitive::u16 {
            #value
        }
    }
}

/// `Display` and `FromStr` by the names of a vocabulary trait.
fn by_name(name: &Ident, private: &TokenStream, vocabulary: &Ident) -> TokenStream {
    quote::quote! {
        #[automatically_derived]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let __names = <Self as #private::#vocabulary>::NAMES;
                let __index = ::core::convert::Into::into(<Self as #private::#vocabulary>::index(*self));
                __f.pad(__names.get::<::core::primitive::usize>(__index).copied().unwrap_or_default())
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for #name {
            type Err = #private::UnknownName;
            fn from_str(__name: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                #private::find(
                    <Self as #private::#vocabulary>::NAMES,
                    <Self as #private::#vocabulary>::VARIANTS,
                    __name,
                )
            }
        }
    }
}
