//! `Diagnostics`: collects the errors of one item, so that all of them are reported at once.

use proc_macro2::TokenStream;
use quote::quote;

/// Errors found so far. Must be asked for them with [`finish`](Diagnostics::finish): dropping it
/// unasked is a bug of a macro and panics.
#[must_use]
pub(crate) struct Diagnostics {
    errors: Vec<syn::Error>,
    finished: bool,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self { errors: Vec::new(), finished: false }
    }

    /// Notes an error at `tokens`.
    pub(crate) fn error(&mut self, tokens: impl quote::ToTokens, message: impl core::fmt::Display) {
        self.errors.push(syn::Error::new_spanned(tokens, message));
    }

    /// Notes the error of a parser and goes on without a value.
    pub(crate) fn check<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    /// How many errors were noted so far.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    /// The compile errors to emit; empty when nothing was noted.
    pub(crate) fn finish(mut self) -> TokenStream {
        self.finished = true;
        let errors = self.errors.iter().map(syn::Error::to_compile_error);
        quote!(#(#errors)*)
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(
            self.finished || std::thread::panicking(),
            "the diagnostics of a macro were not emitted"
        );
    }
}
