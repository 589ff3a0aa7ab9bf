//! Safe DTOs: `SafeUpdate` and `SafeCreate` on the way in, `SafeResponse` on the way out,
//! `SafeQuery` about lists.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diagnostics::Diagnostics;

mod case;
mod create;
mod field_settings;
mod input;
mod model;
mod query;
mod query_settings;
mod response;
mod serde_attributes;
mod settings;
mod shape;
mod shown_field;
mod update;

use model::Model;
pub(crate) use query::expand_query;
pub(crate) use settings::Derive;

/// Expands `derive`: parses, reports every mistake, and emits the code, or a stub in its place.
pub(crate) fn expand(derive: Derive, input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::new();
    let model = Model::of(derive, &input, &mut diagnostics);
    let is_sound = diagnostics.count() == 0;
    let errors = diagnostics.finish();
    let expansion = model.map(|model| match (derive, is_sound) {
        (Derive::Update, true) => model.expand_update(),
        (Derive::Update, false) => model.stub_update(),
        (Derive::Create, true) => model.expand_create(),
        (Derive::Create, false) => model.stub_create(),
        (Derive::Response, true) => model.expand_response(),
        (Derive::Response, false) => model.stub_response(),
    });
    quote!(#errors #expansion)
}
