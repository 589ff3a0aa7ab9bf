//! The SQL that a check states for lists: text with places for what is bound.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::suggest;

/// A piece of the condition.
pub(crate) enum Part {
    Text(String),
    Subject,
    Tenant,
    This,
}

const PLACES: &[&str] = &["subject", "tenant", "self"];

/// Splits the text at `{subject}`, `{tenant}` and `{self}`; doubled braces stand for one.
pub(super) fn parse(literal: &LitStr) -> syn::Result<Vec<Part>> {
    let refuse = |message: String| Err(syn::Error::new(literal.span(), message));
    let value = literal.value();
    if value.trim().is_empty() {
        return refuse(
            "expected a condition, for example `sql = \"EXISTS (SELECT 1 FROM editors e \
                       WHERE e.post_id = {self}.id AND CAST(e.user_id AS TEXT) = {subject})\"`"
                .to_owned(),
        );
    }
    if let Some(word) = ["--", "/*", ";"].iter().find(|word| value.contains(**word)) {
        return refuse(format!("`{word}` would end the condition early: leave it out"));
    }
    if value.contains(['?', '$']) {
        return refuse(
            "a placeholder of its own would take the place of another value: write `{subject}` or \
             `{tenant}` where one is bound"
                .to_owned(),
        );
    }
    if !is_balanced(&value) {
        return refuse("the parentheses do not close what they open".to_owned());
    }
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = value.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            text.extend(from.chars().next());
            rest = after;
            continue;
        }
        let Some((place, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}'))
        else {
            return refuse("a single `{` or `}`: double it to mean the letter".to_owned());
        };
        if is_cast(&text, after) {
            return refuse(format!(
                "a cast lets other spellings of `{{{place}}}` through, such as `007` for 7: cast the \
                 column instead, for example `CAST(e.user_id AS TEXT) = {{{place}}}`"
            ));
        }
        parts.push(Part::Text(core::mem::take(&mut text)));
        parts.push(match place {
            "subject" => Part::Subject,
            "tenant" => Part::Tenant,
            "self" => Part::This,
            other => {
                let hint = suggest::hint(other, PLACES);
                return refuse(format!("unknown place `{other}`{hint}"));
            }
        });
        rest = after;
    }
    text.push_str(rest);
    parts.push(Part::Text(text));
    parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    Ok(parts)
}

/// Whether every parenthesis outside a literal closes one that was opened.
fn is_balanced(sql: &str) -> bool {
    let mut open = 0_usize;
    let mut is_literal = false;
    for letter in sql.chars() {
        match letter {
            '\'' => is_literal = !is_literal,
            '(' if !is_literal => open += 1,
            ')' if !is_literal => match open.checked_sub(1) {
                Some(left) => open = left,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0 && !is_literal
}

/// Whether what stands around a place casts it.
fn is_cast(before: &str, after: &str) -> bool {
    let before: String = before.chars().filter(|letter| !letter.is_whitespace()).collect();
    before.to_ascii_lowercase().ends_with("cast(") || after.trim_start().starts_with("::")
}

impl Part {
    pub(super) fn expand(&self, private: &TokenStream) -> TokenStream {
        match self {
            Self::Text(text) => quote!(#private::SqlPart::Text(#text)),
            Self::Subject => quote!(#private::SqlPart::Subject),
            Self::Tenant => quote!(#private::SqlPart::Tenant),
            Self::This => quote!(#private::SqlPart::This),
        }
    }
}
