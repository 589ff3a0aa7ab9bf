//! From a valid entity to its relations as data.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::model::{Field, Model};
use crate::options::at;

impl Model<'_> {
    pub(super) fn expand(&self) -> TokenStream {
        let name = self.name;
        let private = self.options.private();
        let (id_type, id) = self.identifier();
        let id_names = self.id.iter().filter_map(|index| Some(&self.field(*index)?.name));
        let owners = self.distinct(self.owners.iter().copied()).map(|it| it.key(&private));
        let tenant = option(self.tenant_field().map(|field| field.key(&private)));
        let relation_names = self.distinct(self.relations()).map(|field| &field.name);
        let relations = self.distinct(self.relations()).map(|field| field.key(&private));
        let pinned = self.distinct(self.pinned()).map(|field| field.pin(&private, name));
        let owned = any(self.distinct(self.owners.iter().copied()), "__subject", &private);
        let of_tenant = any(self.tenant_field().into_iter(), "__tenant", &private);
        let agreements = self.distinct(self.relations()).map(|field| {
            let (name, matches) = (&field.name, field.matches("__text", &private));
            quote!(#name => #matches,)
        });
        let table = self.table(&private);
        let entity = self.entity(&private);
        if self.is_embedded {
            return entity;
        }
        quote! {
            #entity
            #[automatically_derived]
            impl #private::Resource for #name {
                type Id = #id_type;
                const ID: &'static [&'static ::core::primitive::str] = &[#(#id_names),*];
                const OWNERS: &'static [#private::KeyColumn] = &[#(#owners),*];
                const TENANT: ::core::option::Option<#private::KeyColumn> = #tenant;
                const RELATIONS: &'static [&'static ::core::primitive::str] =
                    &[#(#relation_names),*];
                const RELATION_COLUMNS: &'static [#private::KeyColumn] = &[#(#relations),*];
                const PINNED: &'static [#private::PinnedColumn<Self>] = &[#(#pinned),*];
                fn id(
                    __parameters: &#private::Parameters<'_>,
                ) -> ::core::option::Option<Self::Id> {
                    #id
                }
                fn is_owned_by(&self, __subject: &::core::primitive::str) -> ::core::primitive::bool {
                    #owned
                }
                fn is_of_tenant(&self, __tenant: &::core::primitive::str) -> ::core::primitive::bool {
                    #of_tenant
                }
                fn agrees(
                    &self,
                    __relation: &::core::primitive::str,
                    __text: &::core::primitive::str,
                ) -> ::core::primitive::bool {
                    match __relation {
                        #(#agreements)*
                        _ => false,
                    }
                }
            }
            #table
        }
    }

    /// The fields by name, and the constants that refuse an entity which can be serialized.
    fn entity(&self, private: &TokenStream) -> TokenStream {
        let name = self.name;
        let shown = name.to_string();
        let fields = self.fields.iter().map(|field| field.describe(private));
        let allows_serialize = option(self.allow_serialize.as_ref().map(ToTokens::to_token_stream));
        let refusals = self.refusals(private);
        quote! {
            #[automatically_derived]
            impl #private::Entity for #name {
                const NAME: &'static ::core::primitive::str = #shown;
                const PATH: &'static ::core::primitive::str =
                    ::core::concat!(::core::module_path!(), "::", #shown);
                const FIELDS: &'static [#private::Field] = &[#(#fields),*];
                const ALLOWS_SERIALIZE: ::core::option::Option<&'static ::core::primitive::str> =
                    #allows_serialize;
            }
            #refusals
        }
    }

    /// Stands in for an entity with a mistake, so that what names it reports nothing.
    pub(super) fn stub(&self) -> TokenStream {
        let name = self.name;
        let private = self.options.private();
        let shown = name.to_string();
        let (id_type, _) = self.identifier();
        let table = self.table(&private);
        let fields = self.fields.iter().map(|field| field.describe(&private));
        quote! {
            impl #private::Entity for #name {
                const NAME: &'static ::core::primitive::str = #shown;
                const PATH: &'static ::core::primitive::str =
                    ::core::concat!(::core::module_path!(), "::", #shown);
                const FIELDS: &'static [#private::Field] = &[#(#fields),*];
                const ALLOWS_SERIALIZE: ::core::option::Option<&'static ::core::primitive::str> =
                    ::core::option::Option::None;
            }
            impl #private::Resource for #name {
                type Id = #id_type;
                const ID: &'static [&'static ::core::primitive::str] = &[#shown];
                const OWNERS: &'static [#private::KeyColumn] =
                    &[#private::KeyColumn::of::<::core::primitive::i64>("")];
                const TENANT: ::core::option::Option<#private::KeyColumn> =
                    ::core::option::Option::Some(#private::KeyColumn::of::<::core::primitive::i64>(""));
                const RELATIONS: &'static [&'static ::core::primitive::str] = &[];
                const RELATION_COLUMNS: &'static [#private::KeyColumn] = &[];
                const PINNED: &'static [#private::PinnedColumn<Self>] = &[];
                fn id(_: &#private::Parameters<'_>) -> ::core::option::Option<Self::Id> {
                    ::core::option::Option::None
                }
                fn is_owned_by(&self, _: &::core::primitive::str) -> ::core::primitive::bool {
                    false
                }
                fn is_of_tenant(&self, _: &::core::primitive::str) -> ::core::primitive::bool {
                    false
                }
                fn agrees(
                    &self,
                    _: &::core::primitive::str,
                    _: &::core::primitive::str,
                ) -> ::core::primitive::bool {
                    false
                }
            }
            #table
        }
    }

    fn tenant_field(&self) -> Option<&Field<'_>> {
        self.tenant.and_then(|index| self.field(index))
    }

    /// The type of the identifier, and how the path parameters spell it.
    fn identifier(&self) -> (TokenStream, TokenStream) {
        let parts = self.id.iter().filter_map(|index| self.field(*index));
        let types: Vec<_> = parts.map(|field| field.ty).collect();
        let read = types
            .iter()
            .enumerate()
            .map(|(at, ty)| quote_spanned!(ty.span()=> __parameters.part::<#ty>(#at)));
        match types.as_slice() {
            [single] => (single.to_token_stream(), quote!(#(#read)*)),
            several => {
                (quote!((#(#several,)*)), quote!(::core::option::Option::Some((#(#read?,)*))))
            }
        }
    }

    fn table(&self, private: &TokenStream) -> Option<TokenStream> {
        let (name, table) = (self.name, self.table.as_ref()?);
        Some(quote! {
            #[automatically_derived]
            impl #private::Table for #name {
                const TABLE: &'static ::core::primitive::str = #table;
            }
        })
    }

    /// Constants that do not compile when the entity can be (de)serialized.
    fn refusals(&self, private: &TokenStream) -> Option<TokenStream> {
        if self.allow_serialize.is_some() {
            return None;
        }
        let (name, span) = (self.name, self.name.span());
        let escape = "or say `#[resource(danger_allow_serialize(reason = \"..\"))]`";
        let serialize = format!(
            "`{name}` is an entity and implements `Serialize`, which would let every field out: \
             remove it and expose the entity through a `SafeResponse`, {escape}"
        );
        let deserialize = format!(
            "`{name}` is an entity and implements `Deserialize`, which would let every field in: \
             remove it and take the entity in through a `SafeUpdate`, {escape}"
        );
        let private = at(private.clone(), span);
        let refusal = |bound: TokenStream, message: String| {
            quote_spanned! {span=>
                const _: () = {
                    #[allow(dead_code)]
                    struct __Probe<T>(::core::marker::PhantomData<T>);
                    trait __Absent {
                        const IS_THERE: ::core::primitive::bool = false;
                    }
                    impl<T> __Absent for __Probe<T> {}
                    #[allow(dead_code)]
                    impl<T: #bound> __Probe<T> {
                        const IS_THERE: ::core::primitive::bool = true;
                    }
                    ::core::assert!(!<__Probe<#name>>::IS_THERE, #message);
                };
            }
        };
        let out = refusal(quote!(#private::serde::Serialize), serialize);
        let into = refusal(quote!(#private::serde::Deserialize<'static>), deserialize);
        Some(quote!(#out #into))
    }
}

impl Field<'_> {
    /// Name, sensitivity and class.
    fn describe(&self, private: &TokenStream) -> TokenStream {
        let (name, column, is_sensitive) = (&self.name, &self.column, self.settings.is_sensitive);
        let class = option(self.settings.class.as_ref().map(ToTokens::to_token_stream));
        quote!(#private::Field::new(#name, #column, #is_sensitive, #class))
    }

    fn key(&self, private: &TokenStream) -> TokenStream {
        let (ty, column) = (self.ty, &self.column);
        let private = at(private.clone(), ty.span());
        quote_spanned!(ty.span()=> #private::KeyColumn::of::<#ty>(#column))
    }

    fn pin(&self, private: &TokenStream, entity: &syn::Ident) -> TokenStream {
        let (ident, ty, column) = (self.ident, self.ty, &self.column);
        let private = at(private.clone(), ty.span());
        quote_spanned! {ty.span()=>
            #private::PinnedColumn::new(
                #column,
                |__entity: &#entity| #private::value_of::<#ty>(&__entity.#ident),
            )
        }
    }

    fn matches(&self, text: &str, private: &TokenStream) -> TokenStream {
        let (ident, ty) = (self.ident, self.ty);
        let text = syn::Ident::new(text, proc_macro2::Span::call_site());
        let private = at(private.clone(), ty.span());
        quote_spanned!(ty.span()=> <#ty as #private::Key>::matches(&self.#ident, #text))
    }
}

/// Whether one of the fields names what `text` says; nobody, where there are none.
fn any<'a>(
    fields: impl Iterator<Item = &'a Field<'a>>,
    text: &str,
    private: &TokenStream,
) -> TokenStream {
    let matches: Vec<_> = fields.map(|field| field.matches(text, private)).collect();
    if matches.is_empty() {
        let text = syn::Ident::new(text, proc_macro2::Span::call_site());
        return quote!({
            let _ = #text;
            false
        });
    }
    quote!(#(#matches)||*)
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
