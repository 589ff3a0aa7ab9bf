//! The arguments of `#[safe_query(..)]`.

use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, LitInt, Path, Token};

use super::settings::{each_argument, fields, inside};
use crate::options::Options;
use crate::suggest;

pub(super) const EXAMPLE: &str = "#[safe_query(of = PostView, sort(id, title))]";

const ATTRIBUTE: &str = "safe_query";
const KEYS: &[&str] = &["of", "sort", "page", "crate"];
const PAGE_KEYS: &[&str] = &["default", "most"];
const PAGE_EXAMPLE: &str = "page(default = 20, most = 100)";
/// As many objects as one page may ever have.
const MOST_OBJECTS: u32 = 10_000;

/// What stands on the struct.
#[derive(Default)]
pub(super) struct QuerySettings {
    /// The view.
    pub(super) of: Option<Path>,
    /// The fields to sort by.
    pub(super) sort: Vec<Ident>,
    pub(super) page: PageSettings,
    pub(super) options: Options,
}

/// How many objects a page has.
#[derive(Clone, Copy)]
pub(super) struct PageSettings {
    pub(super) default: u32,
    pub(super) most: u32,
}

impl Default for PageSettings {
    fn default() -> Self {
        Self { default: 20, most: 100 }
    }
}

impl QuerySettings {
    pub(super) fn parse(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut settings = Self::default();
        each_argument(ATTRIBUTE, attributes, |input| {
            let key = input.call(Ident::parse_any)?;
            match key.to_string().as_str() {
                "of" => {
                    input.parse::<Token![=]>()?;
                    settings.of = Some(input.call(Path::parse_mod_style)?);
                }
                "sort" => settings.sort = fields(input, "sort(id, title)")?,
                "page" => settings.page = PageSettings::parse(input)?,
                _ => settings.options.parse_value(&key, input, KEYS)?,
            }
            Ok(key)
        })?;
        Ok(settings)
    }

    /// Refuses arguments on a field, where nothing is to be said.
    pub(super) fn refuse_on_field(attributes: &[Attribute]) -> syn::Result<()> {
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident(ATTRIBUTE) {
                let message = "a filter has no arguments: who may use it is who sees the field, \
                               which the view says";
                return Err(syn::Error::new_spanned(attribute, message));
            }
            if path.is_ident("serde") {
                let message = "a query is not read by serde: its keys are those of the view, so \
                               rename the field there";
                return Err(syn::Error::new_spanned(attribute, message));
            }
        }
        Ok(())
    }
}

impl PageSettings {
    /// `(default = 20, most = 100)`.
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let inner = inside(input, PAGE_EXAMPLE)?;
        let (mut default, mut most) = (None, None);
        while !inner.is_empty() {
            let key = inner.call(Ident::parse_any)?;
            let place = match key.to_string().as_str() {
                "default" => &mut default,
                "most" => &mut most,
                other => {
                    let hint = suggest::hint(other, PAGE_KEYS);
                    return Err(syn::Error::new(
                        key.span(),
                        format!("unknown key `{other}`{hint}"),
                    ));
                }
            };
            if place.is_some() {
                let message = format!("`{key}` is given twice: keep one");
                return Err(syn::Error::new(key.span(), message));
            }
            inner.parse::<Token![=]>()?;
            *place = Some(inner.parse::<LitInt>()?);
            if !inner.is_empty() {
                inner.parse::<Token![,]>()?;
            }
        }
        let (Some(default), Some(most)) = (default, most) else {
            let message = format!("expected both numbers, for example `{PAGE_EXAMPLE}`");
            return Err(inner.error(message));
        };
        Ok(Self {
            most: within(&most, MOST_OBJECTS)?,
            default: within(&default, most.base10_parse()?)?,
        })
    }
}

/// A number of objects.
fn within(number: &LitInt, most: u32) -> syn::Result<u32> {
    match number.base10_parse() {
        Ok(value) if (1..=most).contains(&value) => Ok(value),
        _ => {
            let message = format!("expected 1 to {most}, for example `{PAGE_EXAMPLE}`");
            Err(syn::Error::new(number.span(), message))
        }
    }
}
