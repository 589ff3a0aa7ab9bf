//! The code of one field of a view.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, Path};

use super::model::Field;
use crate::options::at;

/// Masks that the runtime has.
const MASKS: &[&str] = &["last4", "email", "all"];

impl Field<'_> {
    /// The type that is shown to who sees the field.
    fn shown(&self, private: &TokenStream) -> TokenStream {
        let ty = self.ty;
        if self.settings.rule.is_none() {
            return quote!(#ty);
        }
        let ruled = self.ruled(private);
        quote_spanned!(ty.span()=> #ruled::Inner)
    }

    /// The implementation that may hide the field, for the start of a path.
    fn ruled(&self, private: &TokenStream) -> TokenStream {
        let (ty, private) = (self.ty, at(private.clone(), self.ty.span()));
        quote_spanned!(ty.span()=> <#ty as #private::Ruled>)
    }

    /// The implementation that shows the type, for the start of a path.
    pub(super) fn shows(&self, private: &TokenStream) -> TokenStream {
        let (shown, how) = (self.shown(private), self.how(private));
        let private = at(private.clone(), self.ty.span());
        quote_spanned!(self.ty.span()=> <#shown as #private::Shows<#how>>)
    }

    /// What the values of the field look like.
    pub(super) fn schema(&self, private: &TokenStream) -> TokenStream {
        let (shown, span) = (self.shown(private), self.ty.span());
        let implementation = self.shows(private);
        let own = at(private.clone(), span);
        let of_type = quote_spanned!(span=> <#own::SchemaOf<#shown>>::__SCHEMA);
        let form = quote_spanned!(span=> #implementation::FORM);
        quote!(|| #private::FieldSchema::new(#of_type, #form, false))
    }

    /// The function that reaches the field, the one place where the types are compared.
    pub(super) fn access(
        &self,
        private: &TokenStream,
        entity: &Path,
        position: u32,
    ) -> TokenStream {
        let (ident, span) = (self.ident, self.ty.span());
        let function = self.accessor(position);
        let Some(path) = &self.settings.mask else {
            let shows = self.shows(private);
            return quote_spanned! {span=>
                #[inline]
                fn #function(__entity: &#entity) -> &#shows::Field {
                    &__entity.#ident
                }
            };
        };
        let (shown, mask) = (self.shown(private), mask(path, private));
        let private = at(private.clone(), span);
        quote_spanned! {span=>
            #[inline]
            fn #function(__entity: &#entity) -> impl #private::MaskedField<#shown> + '_ {
                #private::masked::<#shown, _, _, _>(&__entity.#ident, #mask)
            }
        }
    }

    fn accessor(&self, position: u32) -> Ident {
        format_ident!("__field_{position}", span = self.ty.span())
    }

    /// Shows the field from the entity, if it is seen.
    pub(super) fn show(&self, private: &TokenStream, position: u32) -> TokenStream {
        let (key, access) = (&self.key, self.accessor(position));
        if self.settings.mask.is_some() {
            return quote!(__fields.member(#position, #key, &#access(__entity))?;);
        }
        let shows = self.shows(private);
        quote_spanned! {self.ty.span()=>
            #shows::show_member(#access(__entity), #position, #key, __fields)?;
        }
    }

    /// Asks the rules of the views in the field; a masked field has none.
    pub(super) fn prepare(&self, private: &TokenStream) -> Option<TokenStream> {
        if self.settings.mask.is_some() {
            return None;
        }
        let shows = self.shows(private);
        Some(quote_spanned!(self.ty.span()=> #shows::prepare(__preparation);))
    }

    /// Writes the field of the view itself, unless it is hidden.
    pub(super) fn write(&self, private: &TokenStream) -> TokenStream {
        let (ident, key, span) = (self.ident, &self.key, self.ty.span());
        let shows = self.shows(private);
        if self.settings.rule.is_none() {
            return quote_spanned!(span=> #shows::write_member(&self.#ident, #key, &mut __fields)?;);
        }
        let ruled = self.ruled(private);
        quote_spanned! {span=>
            if let ::core::option::Option::Some(__value) = #ruled::seen(&self.#ident) {
                #shows::write_member(__value, #key, &mut __fields)?;
            }
        }
    }

    /// Writes into the view what everybody sees.
    pub(super) fn take(&self, private: &TokenStream, position: u32) -> TokenStream {
        let (ident, span, access) = (self.ident, self.ty.span(), self.accessor(position));
        if self.settings.rule.is_some() {
            let ruled = self.ruled(private);
            return quote_spanned!(span=> #ident: #ruled::hidden(),);
        }
        if self.settings.mask.is_some() {
            let private = at(private.clone(), span);
            return quote_spanned! {span=>
                #ident: #private::MaskedField::into_text(#access(__entity)),
            };
        }
        let shows = self.shows(private);
        quote_spanned!(span=> #ident: #shows::of_field(#access(__entity)),)
    }
}

/// The function behind a mask, as a closure that gives it what it takes. The call has the user's span,
/// for errors; the closure has not, as linters look at what users write.
fn mask(path: &Path, private: &TokenStream) -> TokenStream {
    let span = path.span();
    let ready = path.get_ident().map(ToString::to_string);
    let call = match ready.filter(|word| MASKS.contains(&word.as_str())) {
        Some(word) => {
            let (function, private) =
                (format_ident!("mask_{word}", span = span), at(private.clone(), span));
            quote_spanned!(span=> #private::#function(__value))
        }
        None => quote_spanned!(span=> #path(__value)),
    };
    let value = Ident::new("__value", span);
    quote!(|#value| { #call })
}
