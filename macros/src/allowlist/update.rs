//! `SafeUpdate`: from a valid DTO to the changes of an entity.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::model::Model;

impl Model<'_> {
    pub(super) fn expand_update(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity) = (self.name, &self.entity);
        let (shape, position, read) = (self.shape(), self.position(), self.read());
        let (is_set, walk_below, validate) = (self.is_set(), self.walk_below(), self.validate());
        let unset = self.fields.iter().map(|field| {
            let (ident, reader) = (field.ident, self.reader(field));
            quote!(#ident: #reader::UNSET,)
        });
        let apply = self.fields.iter().map(|field| {
            let (ident, reader) = (field.ident, self.reader(field));
            quote_spanned! {field.ty.span()=>
                #reader::apply(self.#ident, &mut __entity.#ident);
            }
        });
        let (sanitize, columns, assertions) = (self.sanitize(), self.columns(), self.assertions());
        quote! {
            #[automatically_derived]
            impl #private::Dto for #name {
                #shape
                type Parts = Self;
                #[inline]
                fn parts() -> Self {
                    Self { #(#unset)* }
                }
                #position
                #read
                #[inline]
                fn finish(mut __dto: Self) -> ::core::option::Option<Self> {
                    let _ = &mut __dto;
                    #sanitize
                    ::core::option::Option::Some(__dto)
                }
                #is_set
                #walk_below
                #validate
            }
            #[automatically_derived]
            impl #private::SafeUpdate for #name {
                type Entity = #entity;
                fn apply(self, __entity: &mut #entity) {
                    let _ = &__entity;
                    #(#apply)*
                }
            }
            #columns
            #assertions
        }
    }

    /// The columns of what is set, where the database parts of the runtime are there.
    fn columns(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity) = (self.name, &self.entity);
        let bounds = self.fields.iter().map(|field| {
            let (ty, how) = (field.ty, field.how(&private));
            quote!(#ty: #private::ColumnField<__DB, #how>)
        });
        let push = self.fields.iter().map(|field| {
            let (ident, ty, field_name) = (field.ident, field.ty, &field.name);
            let how = field.how(&private);
            quote! {
                <#ty as #private::ColumnField<__DB, #how>>::push(
                    &self.#ident,
                    const { #private::column::<#entity>(#field_name) },
                    __columns,
                );
            }
        });
        quote! {
            #private::with_sql! {
                #[automatically_derived]
                impl<__DB: #private::Dialect> #private::SetColumns<__DB> for #name
                where
                    #(#bounds,)*
                {
                    fn push_columns(&self, __columns: &mut #private::Columns<'_, __DB>) {
                        let _ = &__columns;
                        #(#push)*
                    }
                }
            }
        }
    }

    /// Stands in for a DTO with a mistake, so that what names it reports nothing.
    pub(super) fn stub_update(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity, stub) = (self.name, &self.entity, self.stub_dto());
        quote! {
            #stub
            impl #private::SafeUpdate for #name {
                type Entity = #entity;
                fn apply(self, _: &mut #entity) {}
            }
        }
    }

    /// A DTO that reads nothing.
    pub(super) fn stub_dto(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, dto) = (self.name, self.name.to_string());
        let constructor = self.shape_constructor();
        quote! {
            impl #private::Dto for #name {
                const SHAPE: &'static #private::Shape =
                    &#private::Shape::#constructor::<Self>(#dto, &[], &[]);
                type Parts = ();
                fn parts() {}
                fn position(
                    _: &::core::primitive::str,
                ) -> ::core::option::Option<::core::primitive::u32> {
                    ::core::option::Option::None
                }
                fn read<'__de, __A: #private::serde::de::MapAccess<'__de>>(
                    _: &mut (),
                    _: ::core::primitive::u32,
                    _: &mut __A,
                ) -> ::core::result::Result<(), __A::Error> {
                    ::core::result::Result::Ok(())
                }
                fn finish(_: ()) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
                fn is_set(&self, _: ::core::primitive::u32) -> ::core::primitive::bool {
                    false
                }
                fn walk_below(&self, _: &mut #private::Walk<'_>) {}
            }
        }
    }
}
