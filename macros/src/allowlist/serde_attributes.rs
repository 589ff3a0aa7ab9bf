//! What `#[serde(..)]` says beside a safe DTO: names are taken over, anything else is refused.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr};

/// The names that serde's attributes give.
#[derive(Default)]
pub(super) struct SerdeNames {
    pub(super) rename: Option<LitStr>,
    pub(super) rename_all: Option<LitStr>,
}

impl SerdeNames {
    /// Reads the attributes of a struct or a field. A key that would change what is read or written
    /// without the DTO knowing is an error: it would look as if it did something.
    pub(super) fn parse(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut names = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let place = if meta.path.is_ident("rename") {
                    &mut names.rename
                } else if meta.path.is_ident("rename_all") {
                    &mut names.rename_all
                } else {
                    return Err(refusal(&meta));
                };
                *place = Some(meta.value()?.parse()?);
                Ok(())
            })?;
        }
        Ok(names)
    }
}

fn refusal(meta: &ParseNestedMeta<'_>) -> syn::Error {
    let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    let why = match key.as_str() {
        "default" => {
            "a safe DTO is not read by serde: what may be left out is an `Option`, and a default is \
             given by `default(..)` of the derive"
        }
        "deny_unknown_fields" => "a safe DTO refuses unknown fields always: remove it",
        "flatten" => "fields from elsewhere would be ones that nobody allowed: name them here",
        "alias" => "a field has one name: a second one would pass what watches for the first",
        _ => "a safe DTO is not read by serde, so that it would do nothing",
    };
    meta.error(format!("`serde({key})`: {why}; only `rename` and `rename_all` are taken over"))
}
