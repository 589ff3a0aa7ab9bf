//! The attributes that state a policy, and the arguments that each of them takes.

use proc_macro2::TokenStream;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Ident, LitStr, Meta, Path, Token};

use super::condition::Condition;
use super::grammar;
use crate::options::Options;

/// The keys that every attribute but `public` takes.
const KEYS: &[&str] = &[
    "object",
    "id",
    "action",
    "on_denied",
    "cross_tenant",
    "list",
    "danger_unrelated",
    "vocabulary",
    "crate",
];

/// Which attribute it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Public,
    Authenticated,
    RequirePermission,
    RequireRole,
    Authorize,
    OwnerOrAdmin,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Public,
        Self::Authenticated,
        Self::RequirePermission,
        Self::RequireRole,
        Self::Authorize,
        Self::OwnerOrAdmin,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Authenticated => "authenticated",
            Self::RequirePermission => "require_permission",
            Self::RequireRole => "require_role",
            Self::Authorize => "authorize",
            Self::OwnerOrAdmin => "owner_or_admin",
        }
    }

    /// The kind that the path of an attribute names: alone, or behind the name of this crate,
    /// which is `krate` where it has another. An attribute of a different crate stays its own.
    pub(super) fn of(path: &Path, krate: Option<&Path>) -> Option<Self> {
        let mut segments = path.segments.iter().rev();
        let last = segments.next()?;
        let renamed = krate.and_then(|path| path.segments.last());
        let is_ours = segments.next().is_none_or(|before| {
            before.ident == "portcullis" || renamed.is_some_and(|name| before.ident == name.ident)
        });
        let named = Self::ALL.into_iter().find(|kind| last.ident == kind.name());
        named.filter(|_| is_ours)
    }
}

/// One attribute with its arguments.
pub(super) struct Written {
    pub(super) condition: Condition,
    pub(super) options: Options,
}

impl Written {
    pub(super) fn parse(kind: Kind, arguments: TokenStream) -> syn::Result<Self> {
        let parser = |input: ParseStream| {
            let written = Self::parse_arguments(kind, input)?;
            grammar::end(input, kind.name())?;
            Ok(written)
        };
        parser.parse2(arguments)
    }

    /// The same for an attribute that is still on the item.
    pub(super) fn parse_attribute(kind: Kind, attribute: &Attribute) -> syn::Result<Self> {
        match &attribute.meta {
            Meta::Path(_) => Self::parse(kind, TokenStream::new()).map_err(|error| {
                // Without arguments the error would have no place but the first attribute.
                syn::Error::new_spanned(attribute, error)
            }),
            Meta::List(list) => Self::parse(kind, list.tokens.clone()),
            Meta::NameValue(pair) => {
                Err(syn::Error::new_spanned(pair, format!("expected `#[{}(..)]`", kind.name())))
            }
        }
    }

    fn parse_arguments(kind: Kind, input: ParseStream) -> syn::Result<Self> {
        let condition = match kind {
            Kind::Public => return public(input),
            Kind::Authenticated => return authenticated(input),
            Kind::RequirePermission => Condition::Permission(input.parse()?),
            Kind::RequireRole => Condition::Role(grammar::role(input)?),
            Kind::Authorize => input.parse()?,
            Kind::OwnerOrAdmin => owner_or_admin(input)?,
        };
        if input.peek(Token![,]) && (input.peek2(LitStr) || !is_key(input)) {
            let name = kind.name();
            return Err(input.error(format!(
                "`{name}` takes one; stack attributes for \"and\", write \
                 `#[authorize(any(.., ..))]` for \"or\""
            )));
        }
        if !input.peek(Token![,]) {
            grammar::end(input, kind.name())?;
        }
        Ok(Self { condition, options: Options::parse_rest(input, KEYS)? })
    }
}

/// Whether `, key =`, a key without value, or nothing follows.
fn is_key(input: ParseStream) -> bool {
    let ahead = input.fork();
    if ahead.parse::<Token![,]>().is_err() {
        return false;
    }
    ahead.is_empty()
        || ahead
            .call(Ident::parse_any)
            .is_ok_and(|word| ahead.peek(Token![=]) || word == "list" || word == "danger_unrelated")
}

/// The resource whose owner may, or the path parameter that names the owner.
fn owner_or_admin(input: ParseStream) -> syn::Result<Condition> {
    if input.is_empty() {
        return Err(input.error(
            "expected a resource, or the path parameter that names the owner, for example \
             `#[owner_or_admin(Post)]` or `#[owner_or_admin(id = \"user_id\")]`",
        ));
    }
    let span = input.span();
    let owner = if input.peek2(Token![=]) {
        Condition::Parameter(grammar::own_parameter(input)?)
    } else {
        Condition::Owner(grammar::resource(input, "owner_or_admin")?)
    };
    Ok(Condition::Any(vec![owner, Condition::Admin(span)]))
}

fn public(input: ParseStream) -> syn::Result<Written> {
    const EXAMPLE: &str = "say why the route is public: `#[public(reason = \"liveness probe\")]`";
    let mut reason: Option<LitStr> = None;
    let mut options = Options::default();
    let example = |_| syn::Error::new(input.span(), EXAMPLE);
    while !input.is_empty() {
        let key = input.call(Ident::parse_any).map_err(example)?;
        if key == "reason" {
            if reason.is_some() {
                let message = "`reason` is given twice: keep one";
                return Err(syn::Error::new(key.span(), message));
            }
            input.parse::<Token![=]>().map_err(example)?;
            reason = Some(input.parse().map_err(example)?);
        } else {
            options.parse_value(&key, input, &["reason", "vocabulary", "crate"])?;
        }
        if !input.is_empty() && !input.peek(Token![,]) {
            grammar::end(input, "public")?;
        }
        input.parse::<Option<Token![,]>>()?;
    }
    match reason {
        Some(reason) if !reason.value().trim().is_empty() => {
            Ok(Written { condition: Condition::Public(reason), options })
        }
        Some(reason) => Err(syn::Error::new(reason.span(), EXAMPLE)),
        None => Err(syn::Error::new(input.span(), EXAMPLE)),
    }
}

fn authenticated(input: ParseStream) -> syn::Result<Written> {
    let mut options = Options::default();
    while !input.is_empty() {
        let key = input.call(Ident::parse_any)?;
        options.parse_value(&key, input, KEYS)?;
        if !input.is_empty() && !input.peek(Token![,]) {
            grammar::end(input, "authenticated")?;
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(Written { condition: Condition::Authenticated, options })
}
