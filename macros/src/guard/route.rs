//! The route attribute of a handler: which methods and paths it declares.

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, MetaNameValue, Path, Token};

use crate::diagnostics::Diagnostics;

const METHODS: &[&str] =
    &["get", "post", "put", "patch", "delete", "query", "head", "options", "trace", "connect"];

/// One path with its methods.
pub(super) struct Declared {
    pub(super) path: String,
    pub(super) methods: Vec<String>,
    /// What `wrap = ".."` names, innermost last.
    pub(super) middleware: Vec<String>,
    pub(super) conditional: bool,
}

/// What the route attributes of a handler declare; `None` when it has none.
///
/// Arguments that do not parse are left for the route attribute itself to report.
pub(super) fn declared(
    attributes: &[Attribute],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Declared>> {
    let is = |attribute: &&Attribute, name: &str| last_word(attribute.path()) == name;
    let several = attributes.iter().any(|attribute| is(&attribute, "routes"));
    let routes: Vec<_> = attributes
        .iter()
        .filter(|attribute| {
            is(attribute, "route") || METHODS.iter().any(|method| is(attribute, method))
        })
        .collect();
    if let (false, [_, second, ..]) = (several, routes.as_slice()) {
        diagnostics
            .error(second, "a second route attribute: put `#[routes]` above them, or keep one");
    }
    if routes.is_empty() && !several {
        refuse_alias(attributes, diagnostics);
        return None;
    }
    Some(routes.into_iter().filter_map(parse).collect())
}

/// Notes an attribute that takes a path like a route attribute but has another name: the struct
/// that it emits would meet the type of the rule.
fn refuse_alias(attributes: &[Attribute], diagnostics: &mut Diagnostics) {
    let takes_path = |attribute: &&Attribute| {
        let parser = |input: syn::parse::ParseStream| {
            let path: LitStr = input.parse()?;
            input.parse::<proc_macro2::TokenStream>()?;
            Ok(path)
        };
        let list = attribute.meta.require_list().ok();
        let path = list.and_then(|list| parser.parse2(list.tokens.clone()).ok());
        path.is_some_and(|path| path.value().starts_with('/'))
    };
    if let Some(attribute) = attributes.iter().find(takes_path) {
        diagnostics.error(
            attribute,
            "a route attribute needs its own name to be recognized: write `#[get(..)]`, \
             `#[post(..)]` and so on, without `use .. as ..`",
        );
    }
}

fn parse(attribute: &Attribute) -> Option<Declared> {
    let tokens = &attribute.meta.require_list().ok()?.tokens;
    let parser = |input: syn::parse::ParseStream| {
        let path: LitStr = input.parse()?;
        let mut options = Punctuated::<MetaNameValue, Token![,]>::new();
        if input.parse::<Option<Token![,]>>()?.is_some() {
            options = Punctuated::parse_terminated(input)?;
        }
        Ok((path, options))
    };
    let (path, options) = parser.parse2(tokens.clone()).ok()?;
    let word = last_word(attribute.path());
    let values = |key: &'static str| {
        options.iter().filter(move |option| option.path.is_ident(key)).filter_map(text)
    };
    let mut methods: Vec<_> = values("method").collect();
    if word != "route" {
        methods.push(word.to_uppercase());
    }
    let mut middleware: Vec<_> = values("wrap").collect();
    // The last one wraps the others.
    middleware.reverse();
    let conditional = values("guard").next().is_some();
    Some(Declared { path: path.value(), methods, middleware, conditional })
}

/// The literal of `key = "literal"`.
fn text(option: &MetaNameValue) -> Option<String> {
    match &option.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

fn last_word(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
