//! `assert_policy!` and `assert_policies!`: what must be true of policies, checked by the compiler.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Ident, Path, Token};

use crate::diagnostics::Diagnostics;
use crate::options::{Options, at};

mod clause;
mod requirement;
mod rule;
mod selection;

pub(crate) use clause::expand as expand_policy;
pub(crate) use rule::expand as expand_policies;

/// The name under which the vocabulary of what is asserted is known to one assertion.
const VOCABULARY: &str = "__Vocabulary";

/// Where a clause or rule begins and ends: the compiler reports it as a whole.
#[derive(Clone, Copy)]
struct Extent {
    first: Span,
    last: Span,
}

impl Extent {
    /// Everything up to the next comma.
    fn of(input: ParseStream) -> syn::Result<Self> {
        let ahead = input.fork();
        let (first, mut last) = (input.span(), input.span());
        while !ahead.is_empty() && !ahead.peek(Token![,]) {
            last = ahead.parse::<TokenTree>()?.span();
        }
        Ok(Self { first, last })
    }

    /// A constant that calls `function`, which panics where the statement is false.
    fn constant(self, function: &str, arguments: TokenStream, options: &Options) -> TokenStream {
        let Self { first, last } = self;
        let private = at(options.private(), first);
        let function = Ident::new(function, first);
        let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
        arguments.set_span(last);
        quote_spanned!(first=> const _: () = #private::#function #arguments;)
    }
}

/// Parses items with commas between them, and `crate = path` after them. A mistake in one is noted
/// and the next one is read; `each` also names what is read, for a message.
fn parse_each<T>(
    input: ParseStream,
    (each, example): (&str, &str),
    parse: impl Fn(ParseStream) -> syn::Result<T>,
    diagnostics: &mut Diagnostics,
) -> syn::Result<(Vec<T>, Options)> {
    let mut items = Vec::new();
    let mut options = Options::default();
    while !input.is_empty() {
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            let key = input.parse::<Token![crate]>()?;
            options.parse_value(&Ident::new("crate", key.span), input, &["crate"])?;
        } else {
            let item = parse(input).and_then(|item| {
                if input.is_empty() || input.peek(Token![,]) {
                    return Ok(item);
                }
                Err(input.error(format!("expected `,` after a complete {each}, {example}")))
            });
            items.extend(diagnostics.check(item));
        }
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok((items, options))
}

/// The words of a path in the source.
fn written(path: &Path) -> String {
    quote!(#path).to_string().replace(' ', "")
}

/// The alias of the vocabulary, reported at what is asserted: there it is missing, if it is.
fn vocabulary(asserted: &Path) -> Ident {
    Ident::new(VOCABULARY, Span::call_site().located_at(asserted.span()))
}

/// The options under which roles and permissions are those of the assertion.
fn with_vocabulary(options: Options, asserted: &Path) -> Options {
    options.with_vocabulary(vocabulary(asserted).into())
}
