//! `assert_policy!`: statements about the policy of one handler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Ident, Path, Token};

use super::requirement::Requirement;
use super::{Extent, parse_each, vocabulary, with_vocabulary, written};
use crate::diagnostics::Diagnostics;
use crate::guard::{role, role_index};
use crate::options::{Options, at};
use crate::suggest;

const EXAMPLE: &str = "for example `assert_policy!(delete_user: denies Reader, allows Admin, \
                       requires \"users:delete\")`";

struct Clause {
    extent: Extent,
    says: Says,
}

enum Says {
    Denies(Path),
    Allows(Path),
    Requires(Requirement),
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let parser = |input: ParseStream| parse(input, &mut diagnostics);
    let parsed = parser.parse2(input);
    let expansion = diagnostics
        .check(parsed)
        .map(|(handler, clauses, options)| assertion(&handler, &clauses, &options));
    let errors = diagnostics.finish();
    quote!(#errors #expansion)
}

fn parse(
    input: ParseStream,
    diagnostics: &mut Diagnostics,
) -> syn::Result<(Path, Vec<Clause>, Options)> {
    let like = |error: syn::Error| syn::Error::new(error.span(), format!("{error}, {EXAMPLE}"));
    let handler = input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), format!("expected the path of a handler, {EXAMPLE}"))
    })?;
    input.parse::<Token![:]>().map_err(like)?;
    let before = diagnostics.count();
    let (clauses, options) = parse_each(input, ("clause", EXAMPLE), clause, diagnostics)?;
    if clauses.is_empty() && diagnostics.count() == before {
        let message = format!("nothing is stated about it, {EXAMPLE}");
        diagnostics.error(&handler, message);
    }
    let options = with_vocabulary(options, &handler);
    Ok((handler, clauses, options))
}

fn clause(input: ParseStream) -> syn::Result<Clause> {
    let extent = Extent::of(input)?;
    let word: Ident = input.parse().map_err(|error| {
        syn::Error::new(
            error.span(),
            format!("expected `denies`, `allows` or `requires`, {EXAMPLE}"),
        )
    })?;
    let says = match word.to_string().as_str() {
        "denies" => Says::Denies(role(input)?),
        "allows" => Says::Allows(role(input)?),
        "requires" => Says::Requires(input.parse()?),
        other => {
            let hint = suggest::hint(other, &["denies", "allows", "requires"]);
            return Err(syn::Error::new(word.span(), format!("unknown word `{other}`{hint}")));
        }
    };
    Ok(Clause { extent, says })
}

fn assertion(handler: &Path, clauses: &[Clause], options: &Options) -> TokenStream {
    let name = written(handler);
    let constants = clauses.iter().map(|Clause { extent, says }| match says {
        Says::Denies(role) | Says::Allows(role) => {
            let (index, written) = (role_index(role, options), written(role));
            let denies = matches!(says, Says::Denies(_));
            let function = if denies { "assert_denies" } else { "assert_allows" };
            extent.constant(function, quote!(__POLICY, #name, #index, #written), options)
        }
        Says::Requires(requirement) => {
            let requirement = requirement.expand(options);
            extent.constant("assert_requires", quote!(__POLICY, #name, #requirement), options)
        }
    });
    let span = handler.span();
    let private = at(options.private(), span);
    let vocabulary = vocabulary(handler);
    // The handler is asked for its policy in one place, where a mistake is reported once.
    let policy = quote_spanned! {span=>
        const __POLICY: &#private::Policy<#vocabulary> = <#handler as #private::Rule>::POLICY;
    };
    let vocabulary = quote_spanned! {span=>
        type #vocabulary = <#handler as #private::Rule>::Vocabulary;
    };
    quote! {
        const _: () = {
            #vocabulary
            #policy
            #(#constants)*
        };
    }
}
