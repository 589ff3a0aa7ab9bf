//! Handler attributes: from what is written to a rule and a guarded function.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemFn;

use crate::diagnostics::Diagnostics;

mod attribute;
mod condition;
mod expand;
mod grammar;
mod handler;
mod named;
mod object;
mod route;
mod sql;
mod surface;
mod table;
mod terms;

pub(crate) use attribute::Kind;
pub(crate) use condition::{Condition, Permission, role_index};
pub(crate) use grammar::role;
pub(crate) use named::expand as expand_named;
pub(crate) use table::expand as expand_table;
pub(crate) use terms::{Terms, reason};

use attribute::Written;
use handler::Handler;

/// Expands the attribute `kind` on `item`, together with all policy attributes below it.
pub(crate) fn expand(kind: Kind, arguments: TokenStream, item: TokenStream) -> TokenStream {
    if arguments.to_string() == expand::PROBE {
        // Whatever stands here is gone: as an argument of a handler's attribute it removes the
        // handler, never its policy alone.
        return TokenStream::new();
    }
    let mut diagnostics = Diagnostics::new();
    let Ok(function) = syn::parse2::<ItemFn>(item.clone()) else {
        let message = format!("`{}` goes on a handler: an `async fn` with a body", kind.name());
        diagnostics.error(item.into_iter().next(), message);
        return diagnostics.finish();
    };
    let first = (kind, Written::parse(kind, arguments));
    let handler = Handler::new(first, function, &mut diagnostics);
    let expansion = expand::expand(&handler);
    let errors = diagnostics.finish();
    quote!(#errors #expansion)
}
