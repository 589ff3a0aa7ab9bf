//! `assert_policies!`: rules about all routes of some tables.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Ident, Path, Token};

use super::requirement::Requirement;
use super::selection::Selection;
use super::{Extent, parse_each, vocabulary, with_vocabulary, written};
use crate::diagnostics::Diagnostics;
use crate::guard::{role, role_index};
use crate::options::{Options, at};
use crate::suggest;

const EXAMPLE: &str = "for example `assert_policies!(API, ADMIN: no public route mutates, Reader \
                       reaches no DELETE, every route under \"/admin\" requires role(Admin))`";

struct Rule {
    extent: Extent,
    selection: Selection,
    says: Says,
}

enum Says {
    NonePublic,
    ReachesNone(Path),
    ReachesEvery(Path),
    EachRequires(Requirement),
}

struct Parsed {
    first: Path,
    others: Vec<Path>,
    rules: Vec<Rule>,
    options: Options,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let parser = |input: ParseStream| Parsed::parse(input, &mut diagnostics);
    let parsed = parser.parse2(input);
    let expansion = diagnostics.check(parsed).map(|parsed| parsed.expand());
    let errors = diagnostics.finish();
    quote!(#errors #expansion)
}

impl Parsed {
    fn parse(input: ParseStream, diagnostics: &mut Diagnostics) -> syn::Result<Self> {
        let table = |input: ParseStream| {
            input.call(Path::parse_mod_style).map_err(|error| {
                let message = format!("expected a table that `routes!` makes, {EXAMPLE}");
                syn::Error::new(error.span(), message)
            })
        };
        let first = table(input)?;
        let mut others = Vec::new();
        while input.parse::<Option<Token![:]>>()?.is_none() {
            if input.parse::<Option<Token![,]>>()?.is_none() {
                let message = format!("expected `,` or `:` after a table, {EXAMPLE}");
                return Err(input.error(message));
            }
            others.push(table(input)?);
        }
        let before = diagnostics.count();
        let (rules, options) = parse_each(input, ("rule", EXAMPLE), Rule::parse, diagnostics)?;
        if rules.is_empty() && diagnostics.count() == before {
            diagnostics.error(&first, format!("no rule is stated, {EXAMPLE}"));
        }
        let options = with_vocabulary(options, &first);
        Ok(Self { first, others, rules, options })
    }

    fn expand(&self) -> TokenStream {
        let Self { first, others, rules, options } = self;
        let rules = rules.iter().map(|rule| rule.expand(options));
        let tables = core::iter::once(first).chain(others).map(|table| {
            let private = at(options.private(), table.span());
            quote_spanned!(table.span()=> <#table as #private::Tabled>::TABLE)
        });
        let span = first.span();
        let (private, vocabulary) = (at(options.private(), span), vocabulary(first));
        let alias = quote_spanned! {span=>
            type #vocabulary = <#first as #private::Tabled>::Vocabulary;
        };
        let list = quote_spanned!(span=> &[&#private::RouteTable<#vocabulary>]);
        quote! {
            const _: () = {
                #alias
                const __TABLES: #list = &[#(#tables),*];
                #(#rules)*
            };
        }
    }
}

impl Rule {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let extent = Extent::of(input)?;
        let word = input.fork().call(Ident::parse_any).map(|word| word.to_string());
        let (selection, says) = match word.as_deref() {
            Ok("no") => none_public(input)?,
            Ok("every") => {
                input.parse::<Ident>()?;
                let selection = input.parse()?;
                keyword(input, &["requires"])?;
                (selection, Says::EachRequires(input.parse()?))
            }
            Ok(_) => reaches(input)?,
            Err(_) => {
                let message = format!("expected a rule, {EXAMPLE}");
                return Err(syn::Error::new(input.span(), message));
            }
        };
        Ok(Self { extent, selection, says })
    }

    fn expand(&self, options: &Options) -> TokenStream {
        let Self { extent, selection, says } = self;
        let selection = selection.expand(options);
        let (function, more) = match says {
            Says::NonePublic => ("assert_none_public", None),
            Says::ReachesNone(role) => ("assert_reaches_none", Some(reached_by(role, options))),
            Says::ReachesEvery(role) => ("assert_reaches_every", Some(reached_by(role, options))),
            Says::EachRequires(requirement) => {
                ("assert_each_requires", Some(requirement.expand(options)))
            }
        };
        let more = more.into_iter();
        extent.constant(function, quote!(__TABLES, #selection #(, #more)*), options)
    }
}

fn reached_by(role: &Path, options: &Options) -> TokenStream {
    let (index, written) = (role_index(role, options), written(role));
    quote!(#index, #written)
}

/// `no public route mutates`.
fn none_public(input: ParseStream) -> syn::Result<(Selection, Says)> {
    keyword(input, &["no"])?;
    keyword(input, &["public"])?;
    let mut selection: Selection = input.parse()?;
    if input.peek(Ident) {
        let span = input.span();
        keyword(input, &["mutates"])?;
        if selection.has_method() {
            let message = "a method mutates or it does not: write `no public route mutates`, or \
                           leave out `mutates`";
            return Err(syn::Error::new(span, message));
        }
        selection.mutating = true;
    }
    Ok((selection, Says::NonePublic))
}

/// `Reader reaches no DELETE`, `Admin reaches every route`.
fn reaches(input: ParseStream) -> syn::Result<(Selection, Says)> {
    let role = role(input)?;
    keyword(input, &["reaches"])?;
    let says = match keyword(input, &["no", "every"])? {
        "no" => Says::ReachesNone(role),
        _ => Says::ReachesEvery(role),
    };
    Ok((input.parse()?, says))
}

/// One of `words`, which must stand here.
fn keyword<'w>(input: ParseStream, words: &[&'w str]) -> syn::Result<&'w str> {
    let span = input.span();
    let found = input.call(Ident::parse_any).map(|word| word.to_string()).unwrap_or_default();
    match words.iter().find(|word| **word == found) {
        Some(word) => Ok(word),
        None => {
            let message = format!("expected {} here, {EXAMPLE}", suggest::list(words));
            Err(syn::Error::new(span, message))
        }
    }
}
