//! `Handler`: a function that can be guarded without losing anything of it.

use syn::{Attribute, FnArg, ItemFn, Pat, Path, Safety, Type};

use super::attribute::{Kind, Written};
use super::condition::Condition;
use super::object::Object;
use super::route::{self, Declared};
use crate::diagnostics::Diagnostics;
use crate::options::Options;

/// The greatest number of extractors that actix-web takes.
const MOST_PARAMETERS: usize = 16;

/// A valid handler with its policy.
pub(super) struct Handler {
    pub(super) function: ItemFn,
    pub(super) parameters: Vec<(Pat, Type)>,
    pub(super) condition: Condition,
    pub(super) options: Options,
    pub(super) object: Object,
    /// The attributes that were taken off the function, by the names they have there.
    pub(super) taken: Vec<Path>,
    /// `None` for a function without a route attribute.
    pub(super) routes: Option<Vec<Declared>>,
    /// Whether the signature can be rewritten at all.
    pub(super) is_sound: bool,
    /// Whether it is the result of an earlier expansion, under a name we did not recognize.
    pub(super) is_guarded_already: bool,
}

impl Handler {
    /// Takes the policy attributes off `function` and looks at what remains.
    pub(super) fn new(
        first: (Kind, syn::Result<Written>),
        mut function: ItemFn,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let start = diagnostics.count();
        let krate = first.1.as_ref().ok().and_then(|it| it.options.krate().cloned());
        let mut taken = Vec::new();
        let mut written = vec![first];
        function.attrs.retain(|attribute| match Kind::of(attribute.path(), krate.as_ref()) {
            Some(kind) => {
                taken.push(attribute.path().clone());
                written.push((kind, Written::parse_attribute(kind, attribute)));
                false
            }
            None => true,
        });
        let (condition, options) = combine(&function, written, diagnostics);
        let before = diagnostics.count();
        let routes = route::declared(&function.attrs, diagnostics);
        let name = &function.sig.ident;
        let object = Object::of(&condition, &options, routes.as_deref(), name, diagnostics);
        check_witnesses(&function, diagnostics);
        let parameters = check_signature(&function, diagnostics);
        if routes.is_some() && function.sig.generics.type_params().next().is_some() {
            diagnostics.error(
                &function.sig.generics,
                "a generic handler cannot carry a route attribute: register it with \
                 `.route(get().to(handler::<T>))`",
            );
        }
        // What the guard would provide is not known then, and must not be reported as missing.
        let lacks_witness = before > start && takes_witness(&function);
        let is_sound = diagnostics.count() == before && !lacks_witness;
        let is_guarded_already = parameters.iter().any(is_of_the_gate);
        Self {
            function,
            parameters,
            condition,
            options,
            object,
            taken,
            routes,
            is_sound,
            is_guarded_already,
        }
    }

    /// The `cfg` attributes, which everything beside the function must repeat.
    pub(super) fn configuration(&self) -> Vec<&Attribute> {
        let is_configuration = |attribute: &&Attribute| attribute.path().is_ident("cfg");
        self.function.attrs.iter().filter(is_configuration).collect()
    }
}

/// All attributes of a handler hold together.
fn combine(
    function: &ItemFn,
    written: Vec<(Kind, syn::Result<Written>)>,
    diagnostics: &mut Diagnostics,
) -> (Condition, Options) {
    let several = written.len() > 1;
    if several && written.iter().any(|(kind, _)| *kind == Kind::Public) {
        diagnostics.error(
            &function.sig.ident,
            "`public` and another policy on one handler contradict each other: remove one",
        );
    }
    let mut conditions = Vec::new();
    let mut options = Options::default();
    for (_, written) in written {
        if let Some(written) = diagnostics.check(written) {
            // What was refused above must not be refused once more by the policy it would become.
            if !(several && matches!(written.condition, Condition::Public(_))) {
                conditions.push(written.condition);
            }
            diagnostics.check(options.merge(written.options));
        }
    }
    let condition = match conditions.pop() {
        None => Condition::Never,
        Some(one) if conditions.is_empty() => one,
        Some(last) => {
            conditions.push(last);
            Condition::All(conditions)
        }
    };
    (condition, options)
}

/// The guard provides one object: a second parameter of the same type would get none.
fn check_witnesses(function: &ItemFn, diagnostics: &mut Diagnostics) {
    if let Some(second) = witnesses(function).nth(1) {
        diagnostics.error(
            second,
            "the guard provides one object or list: authorize a second object inside the \
             handler, `principal.authorize::<Update, _>(object).await?`",
        );
    }
}

fn takes_witness(function: &ItemFn) -> bool {
    witnesses(function).next().is_some()
}

fn witnesses(function: &ItemFn) -> impl Iterator<Item = &Type> {
    function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty).filter(|ty| is_witness(ty)),
        FnArg::Receiver(_) => None,
    })
}

fn is_witness(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "Authorized" || segment.ident == "Listing"),
        _ => false,
    }
}

fn check_signature(function: &ItemFn, diagnostics: &mut Diagnostics) -> Vec<(Pat, Type)> {
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        diagnostics.error(
            signature.fn_token,
            format!("a handler is asynchronous: write `async fn {}`", signature.ident),
        );
    }
    if matches!(signature.output, syn::ReturnType::Default) {
        diagnostics.error(
            &signature.ident,
            "a handler answers with something: add a return type, for example `-> HttpResponse`",
        );
    }
    if let Some(constness) = &signature.constness {
        diagnostics.error(constness, "a handler cannot be `const`: remove it");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        diagnostics.error(token, "a handler cannot be `unsafe`: remove it");
    }
    if let Some(abi) = &signature.abi {
        diagnostics.error(abi, "a handler has no foreign calling convention: remove it");
    }
    if let Some(variadic) = &signature.variadic {
        diagnostics.error(variadic, "a handler has a fixed number of parameters: remove it");
    }
    if signature.inputs.len() > MOST_PARAMETERS {
        diagnostics.error(
            signature.inputs.iter().nth(MOST_PARAMETERS),
            format!(
                "actix-web takes at most {MOST_PARAMETERS} extractors: combine some in a struct"
            ),
        );
    }
    for parameter in signature.generics.type_params() {
        // The guard is named like the handler: such a parameter would stand in for it.
        if parameter.ident == signature.ident {
            diagnostics.error(
                &parameter.ident,
                "a type parameter cannot have the name of its handler: rename it, for example `T`",
            );
        }
    }
    signature.inputs.iter().filter_map(|input| parameter(input, diagnostics)).collect()
}

fn parameter(input: &FnArg, diagnostics: &mut Diagnostics) -> Option<(Pat, Type)> {
    let input = match input {
        FnArg::Typed(input) => input,
        FnArg::Receiver(receiver) => {
            diagnostics.error(
                receiver,
                "a handler is a free function: move it out of the `impl` and remove `self`",
            );
            return None;
        }
    };
    if let Some(attribute) = input.attrs.first() {
        diagnostics.error(
            attribute,
            "an attribute on a handler's parameter cannot be kept: put it on the function",
        );
    }
    let parsed = ((*input.pat).clone(), (*input.ty).clone());
    if is_of_the_gate(&parsed) {
        diagnostics.error(
            proc_macro2::Group::new(proc_macro2::Delimiter::None, proc_macro2::TokenStream::new()),
            "this handler is guarded already: state all its policies under their own names, \
             without `use .. as ..`",
        );
    } else if names_gated(&input.ty) {
        diagnostics.error(
            &input.ty,
            "`Gated` is the extractor that the attributes add: rename a type of yours with \
             this name, and remove the parameter otherwise",
        );
    }
    if let Pat::Macro(_) | Pat::Verbatim(_) = *input.pat {
        diagnostics.error(
            &input.pat,
            "this pattern cannot be kept: name the parameter and destructure it in the body",
        );
    }
    Some(parsed)
}

/// Whether an earlier expansion made this parameter.
fn is_of_the_gate((pattern, ty): &(Pat, Type)) -> bool {
    matches!(pattern, Pat::Ident(name) if name.ident == super::expand::GATED) && names_gated(ty)
}

/// A second expansion over the result of a first one would guard the guard.
fn names_gated(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "Gated")
        }
        _ => false,
    }
}
