//! What `SafeUpdate` and `SafeCreate` take, as data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt as _;

use super::input::Kind;
use super::model::{Field, Model};
use super::settings::Derive;

impl Model<'_> {
    /// What the DTO takes, as data.
    pub(super) fn shape(&self) -> TokenStream {
        let private = self.settings.options.private();
        let dto = self.name.to_string();
        let constructor = self.shape_constructor();
        let denied = self.refused().map(|ident| ident.unraw().to_string());
        let fields = self.fields.iter().map(|field| {
            let Field { name, key, .. } = field;
            let reader = self.reader(field);
            let is_required = self.kind(field) == Kind::Required;
            let rule = self.rule(field);
            let schema = field_schema(&quote!(#reader::Value), &reader, &private);
            quote! {
                #private::FieldShape::new(
                    #name,
                    #key,
                    #is_required,
                    |__document, __inspector| #reader::inspect(__document, __inspector),
                    #rule,
                    || #reader::below(),
                    #schema,
                )
            }
        });
        quote! {
            const SHAPE: &'static #private::Shape = {
                #[allow(unused_imports)]
                use #private::NoSchema as _;
                &#private::Shape::#constructor::<Self>(#dto, &[#(#fields),*], &[#(#denied),*])
            };
        }
    }

    /// What makes the shape of such a DTO.
    pub(super) fn shape_constructor(&self) -> Ident {
        match self.derive {
            Derive::Create => format_ident!("of_create"),
            Derive::Update | Derive::Response => format_ident!("of_update"),
        }
    }
}

/// What the values of a field look like. `reader` starts the path of an implementation that knows how
/// the values of the type `value` lie in the field.
fn field_schema(value: &TokenStream, reader: &TokenStream, private: &TokenStream) -> TokenStream {
    quote! {
        || #private::FieldSchema::new(
            <#private::SchemaOf<#value>>::__SCHEMA,
            #reader::FORM,
            #reader::IS_NULLABLE,
        )
    }
}
