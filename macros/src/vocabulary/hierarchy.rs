//! What the hierarchy of roles must satisfy as a whole: known roles, distinct names, no cycles.

use quote::ToTokens;
use syn::Ident;

use super::refuse_duplicates;
use super::roles::{Role, Roles};
use crate::diagnostics::Diagnostics;
use crate::suggest;

pub(super) fn check(roles: &Roles<'_>, diagnostics: &mut Diagnostics) {
    let known: Vec<_> = roles.variants.iter().map(|role| role.variant.to_string()).collect();
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let named = roles.variants.iter().flat_map(|role| &role.inherits).chain(&roles.admin);
    for name in named {
        let word = name.to_string();
        if !known.contains(&word.as_str()) {
            let hint = suggest::hint(&word, &known);
            diagnostics.error(name, format!("unknown role `{word}`{hint}"));
        }
    }
    let values: Vec<_> = roles.variants.iter().map(|role| role.name.value()).collect();
    let places = roles.variants.iter().map(|role| &role.name as &dyn ToTokens);
    refuse_duplicates(values.iter().map(String::as_str).zip(places), diagnostics);
    refuse_cycles(roles, diagnostics);
}

/// Notes each cycle once, at the `inherits` that closes it.
fn refuse_cycles(roles: &Roles<'_>, diagnostics: &mut Diagnostics) {
    let mut finished: Vec<&Ident> = Vec::new();
    for role in &roles.variants {
        visit(role, roles, &mut Vec::new(), &mut finished, diagnostics);
    }
}

fn visit<'a>(
    role: &'a Role<'a>,
    roles: &'a Roles<'a>,
    path: &mut Vec<&'a Ident>,
    finished: &mut Vec<&'a Ident>,
    diagnostics: &mut Diagnostics,
) {
    if finished.contains(&role.variant) {
        return;
    }
    path.push(role.variant);
    for parent in &role.inherits {
        if let Some(start) = path.iter().position(|seen| *seen == parent) {
            let cycle: Vec<_> = path.iter().skip(start).map(ToString::to_string).collect();
            diagnostics.error(
                parent,
                format!(
                    "roles inherit in a circle, {} -> {parent}: remove one of these `inherits`",
                    cycle.join(" -> ")
                ),
            );
        } else if let Some(parent) = roles.variants.iter().find(|other| other.variant == parent) {
            visit(parent, roles, path, finished, diagnostics);
        }
    }
    path.pop();
    finished.push(role.variant);
}
