//! The form of names: `segment(:segment)*` for permissions, kebab case for roles.

use syn::LitStr;

/// Refuses a permission name that is not `segment(:segment)*` with segments `[a-z0-9_-]+`.
pub(super) fn check_permission(name: &LitStr) -> syn::Result<()> {
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && segment.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
            })
    };
    let value = name.value();
    if value.split(':').all(is_segment) && value.len() < 64 {
        return Ok(());
    }
    Err(syn::Error::new(
        name.span(),
        "expected lowercase segments with colons between them, at most 63 bytes, for example \
         `users:delete`",
    ))
}

/// Refuses a role name that is empty or holds white space.
pub(super) fn check_role(name: &LitStr) -> syn::Result<()> {
    let value = name.value();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(syn::Error::new(name.span(), "expected a name without spaces, for example `editor`"))
}

/// `BillingAdmin` as `billing-admin`, `HRLead` as `hr-lead`.
pub(super) fn kebab_case(variant: &str) -> String {
    let letters: Vec<char> = variant.chars().collect();
    let mut name = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if *letter == '_' {
            name.push('-');
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts_word = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if starts_word {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{check_permission, kebab_case};

    #[test]
    fn variants_become_kebab_case() {
        for (variant, name) in [
            ("Reader", "reader"),
            ("BillingAdmin", "billing-admin"),
            ("HRLead", "hr-lead"),
            ("Tier2Support", "tier2-support"),
            ("QA", "qa"),
        ] {
            assert_eq!(kebab_case(variant), name);
        }
    }

    #[test]
    fn permission_names_are_lowercase_segments() {
        let accepts = |name: &str| {
            check_permission(&syn::LitStr::new(name, proc_macro2::Span::call_site())).is_ok()
        };
        assert!(["users:delete", "a", "a:b:c", "a-b:c_d", "v2:x"].into_iter().all(accepts));
        assert!(
            !["", ":", "a:", ":a", "a::b", "A:b", "a b", "a.b", "é:b"].into_iter().any(accepts)
        );
    }
}
