//! `SafeCreate`: from a valid DTO to a new entity.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned as _;

use super::input::Kind;
use super::model::Model;
use crate::options::at;

impl Model<'_> {
    pub(super) fn expand_create(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity) = (self.name, &self.entity);
        let (shape, position, read) = (self.shape(), self.position(), self.read());
        let (is_set, walk_below, validate) = (self.is_set(), self.walk_below(), self.validate());
        let (parts_type, parts, finish) = self.parts();
        let (server_type, server) = self.server();
        let idents = self.fields.iter().map(|field| field.ident);
        let fields = self.fields.iter().map(|field| {
            let (ident, reader) = (field.ident, self.reader(field));
            quote_spanned!(field.ty.span()=> #ident: #reader::into_field(#ident),)
        });
        let supplied = self
            .settings
            .server
            .iter()
            .map(|(ident, ty)| quote_spanned!(ty.span()=> #ident: __server.#ident,));
        let defaults = self.settings.default.iter().map(
            |ident| quote_spanned!(ident.span()=> #ident: ::core::default::Default::default(),),
        );
        let (sanitize, assertions, as_input) =
            (self.sanitize(), self.assertions(), self.as_input());
        quote! {
            #server
            const _: () = {
                #parts_type
                #[automatically_derived]
                impl #private::Dto for #name {
                    #shape
                    type Parts = __Parts;
                    #[inline]
                    fn parts() -> __Parts {
                        #parts
                    }
                    #position
                    #read
                    #[inline]
                    fn finish(__parts: __Parts) -> ::core::option::Option<Self> {
                        let mut __dto = #finish;
                        let _ = &mut __dto;
                        #sanitize
                        ::core::option::Option::Some(__dto)
                    }
                    #is_set
                    #walk_below
                    #validate
                }
            };
            #[automatically_derived]
            impl #private::SafeCreate for #name {
                type Entity = #entity;
                type Server = #server_type;
                fn into_entity(self, __server: #server_type) -> #entity {
                    let _ = &__server;
                    let Self { #(#idents),* } = self;
                    #entity {
                        #(#fields)*
                        #(#supplied)*
                        #(#defaults)*
                    }
                }
            }
            #as_input
            #assertions
        }
    }

    /// What has been read so far: its type, none of it, and the whole.
    fn parts(&self) -> (TokenStream, TokenStream, TokenStream) {
        let types = self.fields.iter().map(|field| {
            let (ident, ty) = (field.ident, field.ty);
            match self.kind(field) {
                Kind::Optional => quote!(#ident: #ty,),
                Kind::Required | Kind::Update => quote!(#ident: ::core::option::Option<#ty>,),
            }
        });
        let none = self.fields.iter().map(|field| {
            let ident = field.ident;
            quote!(#ident: ::core::option::Option::None,)
        });
        let all = self.fields.iter().map(|field| {
            let ident = field.ident;
            match self.kind(field) {
                Kind::Optional => quote!(#ident: __parts.#ident,),
                Kind::Required | Kind::Update => quote!(#ident: __parts.#ident?,),
            }
        });
        (
            quote!(pub struct __Parts { #(#types)* }),
            quote!(__Parts { #(#none)* }),
            quote!(Self { #(#all)* }),
        )
    }

    /// The fields that the handler supplies: the name of their type, and the type.
    fn server(&self) -> (TokenStream, TokenStream) {
        if self.settings.server.is_empty() {
            return (quote!(()), TokenStream::new());
        }
        let (visibility, name) = (self.visibility, self.server_name());
        let fields = self.settings.server.iter().map(|(ident, ty)| quote!(pub #ident: #ty,));
        let doc = format!("What the handler supplies to a `{}`.", self.name);
        let item = quote! {
            #[doc = #doc]
            #[allow(missing_docs, clippy::struct_field_names)]
            #visibility struct #name { #(#fields)* }
        };
        (quote!(#name), item)
    }

    fn server_name(&self) -> Ident {
        format_ident!("{}Server", self.name, span = self.name.span())
    }

    /// A DTO without fields of the server may stand in another.
    fn as_input(&self) -> Option<TokenStream> {
        if !self.settings.server.is_empty() {
            return None;
        }
        let (name, entity) = (self.name, &self.entity);
        let private = at(self.settings.options.private(), name.span());
        Some(quote_spanned! {name.span()=>
            #[automatically_derived]
            impl #private::Input for #name {
                type Field = #entity;
                const HAS_FIELDS: ::core::primitive::bool = true;
                fn read<'__de, __D: #private::serde::Deserializer<'__de>>(
                    __deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    #private::read_dto(__deserializer)
                }
                fn inspect(
                    __document: &#private::Document,
                    __inspector: &mut #private::Inspector<'_>,
                ) {
                    #private::inspect_dto::<Self>(__document, __inspector)
                }
                fn below() -> ::core::option::Option<&'static #private::Shape> {
                    ::core::option::Option::Some(<Self as #private::Dto>::SHAPE)
                }
                fn walk(&self, __walk: &mut #private::Walk<'_>) {
                    __walk.dto(self)
                }
                fn into_field(self) -> #entity {
                    <Self as #private::SafeCreate>::into_entity(self, ())
                }
            }
        })
    }

    /// Stands in for a DTO with a mistake, so that what names it reports nothing.
    pub(super) fn stub_create(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity, stub) = (self.name, &self.entity, self.stub_dto());
        let (server_type, server) = self.server();
        quote! {
            #server
            #stub
            impl #private::SafeCreate for #name {
                type Entity = #entity;
                type Server = #server_type;
                fn into_entity(self, _: #server_type) -> #entity {
                    ::core::unreachable!("the DTO does not compile")
                }
            }
        }
    }
}
