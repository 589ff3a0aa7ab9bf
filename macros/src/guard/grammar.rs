//! The grammar of policies: `all(..)`, `any(..)`, `not(..)`, `permission("..")` and the others.

use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Ident, LitInt, LitStr, Path, Token, parenthesized};

use super::condition::{Condition, Permission};
use super::sql;
use crate::options::at;
use crate::suggest;

const CONDITIONS: &[&str] = &[
    "all",
    "any",
    "not",
    "permission",
    "role",
    "scope",
    "fresh",
    "mfa",
    "check",
    "owner",
    "tenant",
];

impl Parse for Condition {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        Self::parse_about(input, None)
    }
}

impl Condition {
    /// Parses a condition in which `owner` and `tenant` alone are about `entity`.
    pub(crate) fn parse_about(input: ParseStream, entity: Option<&Path>) -> syn::Result<Self> {
        if let Ok(name) = input.fork().parse::<LitStr>() {
            let message =
                format!("a condition is needed here, for example `permission({:?})`", name.value());
            return Err(input.error(message));
        }
        if !input.peek(Ident)
            && !input.peek(Token![::])
            && !input.peek(Token![crate])
            && !input.peek(Token![self])
            && !input.peek(Token![super])
        {
            let message = format!(
                "expected a condition, one of {} or the path of a named policy",
                suggest::list(CONDITIONS)
            );
            return Err(syn::Error::new(input.span(), message));
        }
        let path = input.call(Path::parse_mod_style)?;
        let word = path.get_ident().map(ToString::to_string).unwrap_or_default();
        if word == "public" {
            return Err(syn::Error::new_spanned(
                &path,
                "`public` is no condition: it stands alone on a handler, \
                 `#[public(reason = \"liveness probe\")]`",
            ));
        }
        if word == "mfa" && !input.peek(syn::token::Paren) {
            return Ok(Self::MultiFactor);
        }
        if let (Some(entity), false) = (entity, input.peek(syn::token::Paren)) {
            // With the span of the word, where a resource without owners is reported.
            match word.as_str() {
                "owner" => return Ok(Self::Owner(at_word(entity, &path))),
                "tenant" => return Ok(Self::Tenant(at_word(entity, &path))),
                _ => {}
            }
        }
        if !input.peek(syn::token::Paren) {
            return if CONDITIONS.contains(&word.as_str()) {
                Err(input.error(format!("expected `{word}(..)`, {}", like(&word))))
            } else {
                Ok(Self::Named(path))
            };
        }
        let arguments;
        parenthesized!(arguments in input);
        let condition = match word.as_str() {
            "all" => Self::All(several(&path, &arguments, entity)?),
            "any" => Self::Any(several(&path, &arguments, entity)?),
            "not" => Self::Not(Box::new(Self::parse_about(&arguments, entity)?)),
            "permission" => Self::Permission(arguments.parse()?),
            "role" => Self::Role(role(&arguments)?),
            "scope" => Self::Scope(scope(&arguments)?),
            "fresh" => Self::Fresh(fresh(&arguments)?),
            "check" => check(&arguments)?,
            "owner" if arguments.peek(Ident) && arguments.peek2(Token![=]) => {
                Self::Parameter(own_parameter(&arguments)?)
            }
            "owner" => Self::Owner(resource(&arguments, &word)?),
            "tenant" => Self::Tenant(resource(&arguments, &word)?),
            "mfa" => Self::MultiFactor,
            _ => {
                let written = quote::quote!(#path).to_string().replace(' ', "");
                let hint = suggest::hint(&written, CONDITIONS);
                return Err(syn::Error::new_spanned(
                    &path,
                    format!("unknown condition `{written}`{hint}"),
                ));
            }
        };
        end(&arguments, &word)?;
        Ok(condition)
    }
}

impl Parse for Permission {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.is_empty() {
            let message = "expected a permission, for example `\"users:delete\"`";
            return Err(syn::Error::new(input.span(), message));
        }
        if input.peek(LitStr) {
            return Ok(Self::Name(input.parse()?));
        }
        input.call(Path::parse_mod_style).map(Self::Variant).map_err(|error| {
            syn::Error::new(
                error.span(),
                "expected a permission, for example `\"users:delete\"` or `Permission::DeleteUsers`",
            )
        })
    }
}

/// A role, by variant.
pub(crate) fn role(input: ParseStream) -> syn::Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), "expected the variant of a role, for example `Editor`")
    })
}

/// A resource, by the path of its type.
pub(super) fn resource(input: ParseStream, word: &str) -> syn::Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), format!("expected a resource, {}", like(word)))
    })
}

/// `id = "user_id"`: the path parameter that names the owner.
pub(super) fn own_parameter(input: ParseStream) -> syn::Result<LitStr> {
    const EXAMPLE: &str = "expected the path parameter that names the owner, for example \
                           `owner(id = \"user_id\")`";
    let key: Ident = input.parse()?;
    if key != "id" {
        return Err(syn::Error::new(key.span(), EXAMPLE));
    }
    input.parse::<Token![=]>()?;
    input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), EXAMPLE))
}

/// `function`, or `Resource, function` with an optional `sql = ".."`.
fn check(arguments: ParseStream) -> syn::Result<Condition> {
    let path = |arguments: ParseStream| {
        arguments.call(Path::parse_mod_style).map_err(|error| {
            let message = format!("expected the path of a function, {}", like("check"));
            syn::Error::new(error.span(), message)
        })
    };
    let first = path(arguments)?;
    if !arguments.peek(Token![,]) {
        return Ok(Condition::Check(first));
    }
    arguments.parse::<Token![,]>()?;
    if arguments.is_empty() {
        return Ok(Condition::Check(first));
    }
    let function = path(arguments)?;
    let mut sql = None;
    if arguments.parse::<Option<Token![,]>>()?.is_some() && !arguments.is_empty() {
        let key: Ident = arguments.parse()?;
        if key != "sql" {
            let hint = suggest::hint(&key.to_string(), &["sql"]);
            return Err(syn::Error::new(key.span(), format!("unknown key `{key}`{hint}")));
        }
        arguments.parse::<Token![=]>()?;
        sql = Some(sql::parse(&arguments.parse()?)?);
        arguments.parse::<Option<Token![,]>>()?;
    }
    Ok(Condition::ObjectCheck { resource: first, function, sql })
}

/// Refuses what is left over after a complete argument.
pub(super) fn end(input: ParseStream, word: &str) -> syn::Result<()> {
    if input.is_empty() {
        return Ok(());
    }
    Err(input.error(format!("unexpected after a complete `{word}`, {}", like(word))))
}

/// The path with the span of `word`.
fn at_word(path: &Path, word: &Path) -> Path {
    let tokens = at(quote::quote!(#path), word.span());
    syn::parse2(tokens).unwrap_or_else(|_| path.clone())
}

fn several(
    path: &Path,
    arguments: ParseStream,
    entity: Option<&Path>,
) -> syn::Result<Vec<Condition>> {
    if arguments.is_empty() {
        let word = quote::quote!(#path);
        return Err(syn::Error::new_spanned(
            path,
            format!(
                "`{word}` needs at least one condition, for example \
                 `{word}(permission(\"users:delete\"), role(Admin))`"
            ),
        ));
    }
    let mut conditions = Vec::new();
    while !arguments.is_empty() {
        conditions.push(Condition::parse_about(arguments, entity)?);
        if !arguments.is_empty() && !arguments.peek(Token![,]) {
            return Err(arguments.error(
                "expected `,` between conditions, for example \
                 `any(permission(\"posts:read\"), role(Editor))`",
            ));
        }
        arguments.parse::<Option<Token![,]>>()?;
    }
    Ok(conditions)
}

/// An OAuth scope token (RFC 6749 section 3.3): visible ASCII without `"` and `\`.
fn scope(arguments: ParseStream) -> syn::Result<LitStr> {
    const EXAMPLE: &str =
        "expected one OAuth scope without spaces, for example `scope(\"reports.read\")`";
    let scope: LitStr =
        arguments.parse().map_err(|error| syn::Error::new(error.span(), EXAMPLE))?;
    let value = scope.value();
    let is_token = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    if value.is_empty() || !value.bytes().all(is_token) {
        return Err(syn::Error::new(scope.span(), EXAMPLE));
    }
    Ok(scope)
}

fn fresh(arguments: ParseStream) -> syn::Result<u32> {
    let example = "expected the greatest age, for example `fresh(minutes = 5)`";
    let unit: Ident = arguments.parse().map_err(|error| syn::Error::new(error.span(), example))?;
    let seconds_each = match unit.to_string().as_str() {
        "seconds" => 1,
        "minutes" => 60,
        other => {
            let hint = suggest::hint(other, &["minutes", "seconds"]);
            return Err(syn::Error::new(unit.span(), format!("unknown key `{other}`{hint}")));
        }
    };
    arguments.parse::<Token![=]>()?;
    let amount: LitInt = arguments.parse()?;
    // A suffix might be meant as a unit: `minutes = 5s` is not five seconds.
    let plain = Some(&amount).filter(|amount| amount.suffix().is_empty());
    plain
        .and_then(|amount| amount.base10_parse::<u32>().ok())
        .filter(|amount| *amount > 0)
        .and_then(|amount| amount.checked_mul(seconds_each))
        .ok_or_else(|| syn::Error::new(amount.span(), example))
}

/// A correct example of `word`, to end a message with.
fn like(word: &str) -> String {
    let example = match word {
        "all" => "all(permission(\"posts:read\"), mfa)",
        "any" => "any(permission(\"posts:read\"), role(Editor))",
        "not" => "not(role(Contractor))",
        "permission" => "permission(\"users:delete\")",
        "role" => "role(Editor)",
        "scope" => "scope(\"reports.read\")",
        "fresh" => "fresh(minutes = 5)",
        "check" => "check(rules::in_office_hours)",
        "mfa" => "mfa",
        "owner" => "owner(Post)",
        "tenant" => "tenant(Post)",
        "owner_or_admin" => "#[owner_or_admin(Post)]",
        "public" => "#[public(reason = \"liveness probe\")]",
        "require_permission" => "#[require_permission(\"users:delete\")]",
        "require_role" => "#[require_role(Editor)]",
        "authorize" => "#[authorize(any(permission(\"posts:read\"), role(Editor)))]",
        "policy" => {
            "policy!(pub CAN_EDIT: Permission = any(permission(\"posts:edit\"), role(Editor)))"
        }
        "routes" => "routes!(pub ADMIN = \"/admin\", policy ADMIN_ONLY, [list_users])",
        _ => "#[authenticated]",
    };
    format!("for example `{example}`")
}
