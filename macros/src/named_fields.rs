//! The fields that a derive works on: those of a struct with names and without parameters.

use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Token};

use crate::diagnostics::Diagnostics;

/// The fields of `input`; `None`, with one of the messages, where it is something else.
pub(crate) fn named_fields<'a>(
    input: &'a DeriveInput,
    has_parameters: &str,
    is_no_such_struct: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'a Punctuated<syn::Field, Token![,]>> {
    if !input.generics.params.is_empty() {
        diagnostics.error(&input.generics, has_parameters);
        return None;
    }
    if let Data::Struct(data) = &input.data
        && let Fields::Named(fields) = &data.fields
    {
        return Some(&fields.named);
    }
    diagnostics.error(&input.ident, is_no_such_struct);
    None
}
