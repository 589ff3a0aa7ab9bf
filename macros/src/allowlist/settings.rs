//! The arguments that stand on a safe DTO.

use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Path, Token, Type, parenthesized};

use super::case::Case;
use super::serde_attributes::SerdeNames;
use crate::options::Options;

/// Which derive it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Update,
    Create,
    Response,
}

impl Derive {
    /// The attribute that goes with it.
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Self::Update => "safe_update",
            Self::Create => "safe_create",
            Self::Response => "safe_response",
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Update => &["of", "deny", "rename_all", "validate", "vocabulary", "crate"],
            Self::Create => {
                &["of", "server", "default", "rename_all", "validate", "vocabulary", "crate"]
            }
            Self::Response => &["of", "hide", "rename_all", "vocabulary", "crate"],
        }
    }

    /// The keys on a field, beside its rule.
    pub(super) fn field_keys(self) -> &'static [&'static str] {
        match self {
            Self::Update | Self::Create => &["rename", "scalar", "sanitize"],
            Self::Response => &["rename", "scalar", "mask"],
        }
    }

    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Update => "#[safe_update(of = Post, deny(id, author_id))]",
            Self::Create => "#[safe_create(of = Post, server(author_id: i64), default(id))]",
            Self::Response => "#[safe_response(of = User, hide(password_hash))]",
        }
    }
}

/// What stands on the struct.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) of: Option<Path>,
    /// Fields that never cross the wire.
    pub(super) deny: Vec<Ident>,
    /// Fields that are never shown.
    pub(super) hide: Vec<Ident>,
    /// Fields that the handler supplies.
    pub(super) server: Vec<(Ident, Type)>,
    /// Fields that begin with the default of their type.
    pub(super) default: Vec<Ident>,
    pub(super) rename_all: Option<Case>,
    pub(super) validate: Option<Path>,
    pub(super) options: Options,
}

impl Settings {
    pub(super) fn parse(derive: Derive, attributes: &[Attribute]) -> syn::Result<Self> {
        let mut settings = Self::default();
        let mut rename_all: Option<LitStr> = SerdeNames::parse(attributes)?.rename_all;
        each_argument(derive.attribute(), attributes, |input| {
            let key = input.call(Ident::parse_any)?;
            let word = key.to_string();
            match word.as_str() {
                known if !derive.keys().contains(&known) => {
                    settings.options.parse_value(&key, input, derive.keys())?;
                }
                "of" => {
                    input.parse::<Token![=]>()?;
                    settings.of = Some(input.call(Path::parse_mod_style)?);
                }
                "deny" => settings.deny = fields(input, "deny(id, author_id)")?,
                "hide" => settings.hide = fields(input, "hide(password_hash)")?,
                "default" => settings.default = fields(input, "default(id)")?,
                "server" => settings.server = server(input)?,
                "rename_all" => {
                    input.parse::<Token![=]>()?;
                    rename_all = Some(input.parse()?);
                }
                "validate" => {
                    input.parse::<Token![=]>()?;
                    settings.validate = Some(input.call(Path::parse_mod_style)?);
                }
                _ => settings.options.parse_value(&key, input, derive.keys())?,
            }
            Ok(key)
        })?;
        settings.rename_all = rename_all.as_ref().map(Case::parse).transpose()?;
        Ok(settings)
    }
}

/// Calls `parse` for each argument of all attributes of this name; what it returns is given once.
pub(super) fn each_argument(
    attribute: &str,
    attributes: &[Attribute],
    mut parse: impl FnMut(ParseStream) -> syn::Result<Ident>,
) -> syn::Result<()> {
    let mut seen: Vec<Ident> = Vec::new();
    let is_ours = |other: &&Attribute| other.path().is_ident(attribute);
    for attribute in attributes.iter().filter(is_ours) {
        attribute.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let key = parse(input)?;
                if seen.contains(&key) {
                    let message = format!("`{key}` is given twice: keep one");
                    return Err(syn::Error::new(key.span(), message));
                }
                seen.push(key);
                if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
                    return Err(input.error("expected `,` and another argument"));
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// `(id, author_id)`.
pub(super) fn fields(input: ParseStream, example: &str) -> syn::Result<Vec<Ident>> {
    let inner = inside(input, example)?;
    let fields = Punctuated::<Ident, Token![,]>::parse_terminated_with(&inner, Ident::parse_any)?;
    Ok(fields.into_iter().collect())
}

/// `(author_id: i64)`.
fn server(input: ParseStream) -> syn::Result<Vec<(Ident, Type)>> {
    const EXAMPLE: &str = "server(author_id: i64)";
    let inner = inside(input, EXAMPLE)?;
    let pair = |input: ParseStream| {
        let field = input.call(Ident::parse_any)?;
        if !input.peek(Token![:]) {
            let message = format!("expected `:` and the type, for example `{EXAMPLE}`");
            return Err(syn::Error::new(field.span(), message));
        }
        input.parse::<Token![:]>()?;
        Ok((field, input.parse()?))
    };
    let pairs = Punctuated::<(Ident, Type), Token![,]>::parse_terminated_with(&inner, pair)?;
    Ok(pairs.into_iter().collect())
}

pub(super) fn inside<'a>(
    input: ParseStream<'a>,
    example: &str,
) -> syn::Result<syn::parse::ParseBuffer<'a>> {
    if !input.peek(syn::token::Paren) {
        return Err(input.error(format!("expected fields, for example `{example}`")));
    }
    let inner;
    parenthesized!(inner in input);
    Ok(inner)
}
