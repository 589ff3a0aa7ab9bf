//! `#[derive(Resource)]`: an entity and its relations.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diagnostics::Diagnostics;

mod expand;
mod model;
mod settings;

use model::Model;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::new();
    let model = Model::of(&input, &mut diagnostics);
    let is_sound = diagnostics.count() == 0;
    let errors = diagnostics.finish();
    let expansion = match model {
        Some(model) if is_sound => model.expand(),
        Some(model) => model.stub(),
        None => TokenStream::new(),
    };
    quote!(#errors #expansion)
}
