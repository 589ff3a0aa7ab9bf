//! `#[derive(Roles)]`: a role hierarchy, closed at compile time.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, DeriveInput, Ident, LitStr, Path, Token, parenthesized};

use super::{by_name, hierarchy, index, names, plain_variants};
use crate::diagnostics::Diagnostics;
use crate::options::{Options, typed_index};
use crate::suggest;

/// An enum of roles, valid but for what the hierarchy check says.
pub(super) struct Roles<'a> {
    name: &'a Ident,
    permission: Path,
    pub(super) admin: Option<Ident>,
    pub(super) variants: Vec<Role<'a>>,
    options: Options,
}

pub(super) struct Role<'a> {
    pub(super) variant: &'a Ident,
    pub(super) name: LitStr,
    pub(super) inherits: Vec<Ident>,
    grants: Grants,
}

impl<'a> Role<'a> {
    /// Grants and inherits nothing.
    fn plain(variant: &'a Ident) -> Self {
        Self {
            variant,
            name: LitStr::new(&names::kebab_case(&variant.unraw().to_string()), variant.span()),
            inherits: Vec::new(),
            grants: Grants::Some(Vec::new()),
        }
    }
}

enum Grants {
    All,
    Some(Vec<Ident>),
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::new();
    let model = parse(&input, &mut diagnostics);
    if let Some(roles) = &model {
        hierarchy::check(roles, &mut diagnostics);
    }
    let is_sound = diagnostics.count() == 0;
    let errors = diagnostics.finish();
    let expansion = match model {
        Some(roles) if is_sound => roles.expand(),
        Some(roles) if input.generics.params.is_empty() => roles.stub(),
        _ => TokenStream::new(),
    };
    quote!(#errors #expansion)
}

fn parse<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Roles<'a>> {
    let settings = diagnostics.check(settings(input));
    let variants: Vec<_> = plain_variants(input, "roles", diagnostics)
        .into_iter()
        .map(|variant| {
            // A variant with a mistake stays, so that handlers which name it report nothing.
            let role = diagnostics.check(role(&variant.ident, &variant.attrs));
            role.unwrap_or_else(|| Role::plain(&variant.ident))
        })
        .collect();
    let (permission, admin, options) = settings?;
    Some(Roles { name: &input.ident, permission, admin, variants, options })
}

/// `#[roles(permission = Permission, admin = Admin)]`.
fn settings(input: &DeriveInput) -> syn::Result<(Path, Option<Ident>, Options)> {
    const EXAMPLE: &str = "say what the roles grant: `#[roles(permission = Permission)]`";
    let mut permission: Option<Path> = None;
    let mut admin: Option<Ident> = None;
    let mut options = Options::default();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("roles")) {
        attribute.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                let is_double = (key == "permission" && permission.is_some())
                    || (key == "admin" && admin.is_some());
                if is_double {
                    return Err(syn::Error::new(
                        key.span(),
                        format!("`{key}` is given twice: keep one"),
                    ));
                } else if key == "permission" {
                    input.parse::<Token![=]>()?;
                    permission = Some(input.call(Path::parse_mod_style)?);
                } else if key == "admin" {
                    input.parse::<Token![=]>()?;
                    admin = Some(input.parse()?);
                } else {
                    options.parse_value(&key, input, &["permission", "admin", "crate"])?;
                }
                comma(input)?;
            }
            Ok(())
        })?;
    }
    match permission {
        Some(permission) => Ok((permission, admin, options)),
        None => Err(syn::Error::new_spanned(&input.ident, EXAMPLE)),
    }
}

/// `#[role(inherits(Reader), grants(PublishPosts), name = "editor")]`.
fn role<'a>(variant: &'a Ident, attributes: &[Attribute]) -> syn::Result<Role<'a>> {
    const KEYS: &[&str] = &["inherits", "grants", "name"];
    let mut seen = Vec::new();
    let mut role = Role::plain(variant);
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("role")) {
        attribute.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                if seen.contains(&key) {
                    return Err(syn::Error::new(
                        key.span(),
                        format!("`{key}` is given twice: keep one"),
                    ));
                }
                match key.to_string().as_str() {
                    "inherits" => role.inherits = idents(input)?,
                    "grants" => {
                        let granted = idents(input)?;
                        role.grants = match granted.as_slice() {
                            [all] if all == "all" => Grants::All,
                            _ => Grants::Some(granted),
                        };
                    }
                    "name" => {
                        input.parse::<Token![=]>()?;
                        role.name = input.parse()?;
                        names::check_role(&role.name)?;
                    }
                    other => {
                        let hint = suggest::hint(other, KEYS);
                        return Err(syn::Error::new(
                            key.span(),
                            format!("unknown key `{other}`{hint}"),
                        ));
                    }
                }
                seen.push(key);
                comma(input)?;
            }
            Ok(())
        })?;
    }
    Ok(role)
}

/// The comma after a key, unless it is the last one.
fn comma(input: ParseStream) -> syn::Result<()> {
    if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
        return Ok(());
    }
    Err(input.error(
        "expected `,` and another key, for example \
         `#[role(inherits(Reader), grants(PublishPosts))]`",
    ))
}

/// A parenthesized list of variants without repetition.
fn idents(input: ParseStream) -> syn::Result<Vec<Ident>> {
    let inner;
    parenthesized!(inner in input);
    let idents = Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?;
    let mut unique: Vec<Ident> = Vec::new();
    for ident in idents {
        if unique.contains(&ident) {
            return Err(syn::Error::new(
                ident.span(),
                format!("`{ident}` is given twice: keep one"),
            ));
        }
        unique.push(ident);
    }
    Ok(unique)
}

impl Roles<'_> {
    fn expand(&self) -> TokenStream {
        let Self { name, permission, .. } = self;
        let private = self.options.private();
        let count = self.variants.len();
        let names = self.variants.iter().map(|role| &role.name);
        let variants: Vec<_> = self.variants.iter().map(|role| role.variant).collect();
        let inherits = self.variants.iter().map(|role| {
            let parents = &role.inherits;
            quote!(#private::BitSet::EMPTY #(.with(Self::#parents as ::core::primitive::u16))*)
        });
        let grants = self.variants.iter().map(|role| match &role.grants {
            Grants::All => {
                quote!(#private::BitSet::first(<#permission as #private::Permissions>::NAMES.len()))
            }
            Grants::Some(granted) => {
                let set = granted.iter().map(|variant| {
                    let of = permission.to_token_stream();
                    let index = typed_index(&quote!(<#of>::#variant), &of, variant.span());
                    quote!(.with(#index))
                });
                quote!(#private::BitSet::EMPTY #(#set)*)
            }
        });
        let admin = match &self.admin {
            Some(admin) => {
                quote!(::core::option::Option::Some(Self::#admin as ::core::primitive::u16))
            }
            None => quote!(::core::option::Option::None),
        };
        let by_name = by_name(name, &private, &Ident::new("Roles", Span::call_site()));
        let index = index(true);
        let granted = quote_spanned! {name.span()=>
            const _: () = #private::assert_granted(
                <#permission as #private::Permissions>::NAMES,
                &<#permission as #private::Permissions>::UNGRANTED,
                <#name as #private::Roles>::GRANTS,
            );
        };
        quote! {
            #[automatically_derived]
            impl #private::Roles for #name {
                type Permission = #permission;
                type Set = #private::BitSet<{ #private::words(#count) }>;
                const NAMES: &'static [&'static ::core::primitive::str] = &[#(#names),*];
                const VARIANTS: &'static [Self] = &[#(Self::#variants),*];
                const INCLUDES: &'static [Self::Set] =
                    &const { #private::includes::<#count, _>([#(#inherits),*]) };
                const GRANTS: &'static [<#permission as #private::Permissions>::Set] =
                    &const { #private::grants::<#count, _, _>(
                        <Self as #private::Roles>::INCLUDES,
                        [#(#grants),*],
                    ) };
                const ADMIN: ::core::option::Option<::core::primitive::u16> = #admin;
                #index
            }
            #[automatically_derived]
            impl #private::Vocabulary for #permission {
                type Role = #name;
            }
            #granted
            #by_name
        }
    }

    /// Stands in for roles with a mistake, so that the handlers which name them report nothing.
    fn stub(&self) -> TokenStream {
        let Self { name, permission, .. } = self;
        let private = self.options.private();
        let by_name = by_name(name, &private, &Ident::new("Roles", Span::call_site()));
        let index = index(false);
        let names = self.variants.iter().map(|role| &role.name);
        quote! {
            impl #private::Roles for #name {
                type Permission = #permission;
                type Set = #private::BitSet<1>;
                const NAMES: &'static [&'static ::core::primitive::str] = &[#(#names),*];
                const VARIANTS: &'static [Self] = &[];
                const INCLUDES: &'static [Self::Set] = &[];
                const GRANTS: &'static [<#permission as #private::Permissions>::Set] = &[];
                const ADMIN: ::core::option::Option<::core::primitive::u16> =
                    ::core::option::Option::Some(0);
                #index
            }
            impl #private::Vocabulary for #permission {
                type Role = #name;
            }
            #by_name
        }
    }
}
