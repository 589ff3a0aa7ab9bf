//! `SafeResponse`: from a valid DTO to what is shown of an entity.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned as _;

use super::model::{Field, Model};
use crate::diagnostics::Diagnostics;

impl Model<'_> {
    /// Refuses what contradicts itself on a field that goes out.
    pub(super) fn check_shown(&self, diagnostics: &mut Diagnostics) {
        for field in &self.fields {
            if let (Some(mask), true) = (&field.settings.mask, field.settings.is_scalar) {
                let message = "a mask makes a text of any type: remove `scalar`";
                diagnostics.error(mask, message);
            }
            // Another name for the type is found by the compiler.
            if field.settings.rule.is_none() && is_visible(field.ty) {
                let message = "nothing says who sees the field: add a rule, for example \
                               `#[safe_response(owner)]`, or write the type without `Visible`";
                diagnostics.error(field.ty, message);
            }
        }
    }

    pub(super) fn expand_response(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity, assertions) = (self.name, &self.entity, self.assertions());
        let shape = self.output_shape();
        let fields = || self.fields.iter().zip(0_u32..);
        let access = fields().map(|(field, at)| field.access(&private, entity, at));
        let show = fields().map(|(field, at)| field.show(&private, at));
        let take = fields().map(|(field, at)| field.take(&private, at));
        let write = self.fields.iter().map(|field| field.write(&private));
        let prepare = self.fields.iter().filter_map(|field| field.prepare(&private));
        quote! {
            const _: () = {
                #(#access)*
                #[automatically_derived]
                impl #private::SafeResponse for #name {
                    type Entity = #entity;
                    #shape
                    #[inline]
                    fn show_fields<__M: #private::serde::ser::SerializeMap>(
                        __entity: &#entity,
                        __fields: &mut #private::ShownFields<'_, __M>,
                    ) -> ::core::result::Result<(), __M::Error> {
                        let _ = (&__entity, &__fields);
                        #(#show)*
                        ::core::result::Result::Ok(())
                    }
                    fn prepare_below(__preparation: &mut #private::Preparation<'_>) {
                        let _ = &__preparation;
                        #(#prepare)*
                    }
                }
                #[automatically_derived]
                impl #private::serde::Serialize for #name {
                    fn serialize<__S: #private::serde::Serializer>(
                        &self,
                        __serializer: __S,
                    ) -> ::core::result::Result<__S::Ok, __S::Error> {
                        let mut __fields = #private::OwnFields::begin(__serializer)?;
                        #(#write)*
                        __fields.end()
                    }
                }
                #[automatically_derived]
                impl ::core::convert::From<&#entity> for #name {
                    fn from(__entity: &#entity) -> Self {
                        let _ = &__entity;
                        Self { #(#take)* }
                    }
                }
                #[automatically_derived]
                impl #private::Shows for #name {
                    type Field = #entity;
                    #[inline]
                    fn show<__S: #private::serde::Serializer>(
                        __entity: &#entity,
                        __caller: &#private::Caller,
                        __serializer: __S,
                    ) -> ::core::result::Result<__S::Ok, __S::Error> {
                        #private::show_view::<Self, __S>(__entity, __caller, __serializer)
                    }
                    fn of_field(__entity: &#entity) -> Self {
                        <Self as ::core::convert::From<&#entity>>::from(__entity)
                    }
                    fn write<__S: #private::serde::Serializer>(
                        &self,
                        __serializer: __S,
                    ) -> ::core::result::Result<__S::Ok, __S::Error> {
                        #private::serde::Serialize::serialize(self, __serializer)
                    }
                    fn prepare(__preparation: &mut #private::Preparation<'_>) {
                        __preparation.view::<Self>()
                    }
                    fn below() -> ::core::option::Option<&'static #private::OutputShape> {
                        ::core::option::Option::Some(<Self as #private::SafeResponse>::SHAPE)
                    }
                }
            };
            #assertions
        }
    }

    /// What goes out, and to whom, as data.
    fn output_shape(&self) -> TokenStream {
        let private = self.settings.options.private();
        let view = self.name.to_string();
        let fields = self.fields.iter().map(|field| {
            let Field { name, key, .. } = field;
            let rule = self.rule(field);
            if field.settings.mask.is_some() {
                let schema = field.schema(&private);
                return quote!(#private::OutputField::masked(#name, #key, #rule, #schema));
            }
            let (shows, span) = (field.shows(&private), field.ty.span());
            let is_plain = quote_spanned!(span=> #shows::IS_PLAIN);
            let below = quote_spanned!(span=> #shows::below);
            let schema = field.schema(&private);
            quote!(#private::OutputField::new(#name, #key, #rule, #is_plain, #below, #schema))
        });
        quote! {
            const SHAPE: &'static #private::OutputShape = {
                #[allow(unused_imports)]
                use #private::NoSchema as _;
                const __FIELDS: &[#private::OutputField] = &[#(#fields),*];
                &#private::OutputShape::of::<Self>(#view, __FIELDS)
            };
        }
    }

    /// Stands in for a view with a mistake, so that what names it reports nothing.
    pub(super) fn stub_response(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (name, entity, view) = (self.name, &self.entity, self.name.to_string());
        quote! {
            impl #private::SafeResponse for #name {
                type Entity = #entity;
                const SHAPE: &'static #private::OutputShape =
                    &#private::OutputShape::of::<Self>(#view, &[]);
                fn show_fields<__M: #private::serde::ser::SerializeMap>(
                    _: &#entity,
                    _: &mut #private::ShownFields<'_, __M>,
                ) -> ::core::result::Result<(), __M::Error> {
                    ::core::result::Result::Ok(())
                }
                fn prepare_below(_: &mut #private::Preparation<'_>) {}
            }
            impl #private::serde::Serialize for #name {
                fn serialize<__S: #private::serde::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    __serializer.serialize_unit()
                }
            }
            impl ::core::convert::From<&#entity> for #name {
                fn from(_: &#entity) -> Self {
                    ::core::unreachable!("the view does not compile")
                }
            }
            impl #private::Shows for #name {
                type Field = #entity;
                fn show<__S: #private::serde::Serializer>(
                    _: &#entity,
                    _: &#private::Caller,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    __serializer.serialize_unit()
                }
                fn of_field(_: &#entity) -> Self {
                    ::core::unreachable!("the view does not compile")
                }
                fn write<__S: #private::serde::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    __serializer.serialize_unit()
                }
            }
        }
    }
}

/// Whether a type is written as `Visible<..>`.
fn is_visible(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|segment| segment.ident == "Visible")
}
