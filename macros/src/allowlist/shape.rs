//! What `SafeUpdate` and `SafeCreate` take, as data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::input::Kind;
use super::model::{Field, Model};
use super::settings::Derive;
use crate::options::at;

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
            let schema = self.field_schema(field, &private);
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

    /// What the values of a field look like. All of it has the span of the type, where what is wrong
    /// with that is reported once.
    fn field_schema(&self, field: &Field<'_>, private: &TokenStream) -> TokenStream {
        let (ty, span, reader) = (field.ty, field.ty.span(), self.reader(field));
        let own = at(private.clone(), span);
        let holder = match self.kind(field) {
            Kind::Required => "SchemaOf",
            Kind::Update | Kind::Optional => "HeldSchemaOf",
        };
        let holder = format_ident!("{holder}", span = span);
        let of_type = quote_spanned!(span=> <#own::#holder<#ty>>::__SCHEMA);
        let form = quote_spanned!(span=> #reader::FORM);
        let is_nullable = quote_spanned!(span=> #reader::IS_NULLABLE);
        quote!(|| #private::FieldSchema::new(#of_type, #form, #is_nullable))
    }
}
