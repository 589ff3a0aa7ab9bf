//! What routes about objects need: parameters in their path, and stores among the data.

use core::any::TypeId;

use super::defects::Defect;
use super::table::Entry;
use crate::const_eval::pattern::{missing_parameter, needless_escape, unchecked_parameter};
use crate::policy::Source;
use crate::vocabulary::Vocabulary;

/// What the route at `entry` lacks; `has_data` tells what it finds among the data.
pub(super) fn lacks<V: Vocabulary>(
    entry: &Entry<V>,
    has_data: impl Fn(TypeId) -> bool,
) -> Vec<Defect> {
    let mut lacks = Vec::new();
    let route = || format!("{} {}", entry.methods_in_words(), entry.path);
    // A scope about an object is a defect of its own.
    let scopes = entry
        .scopes
        .iter()
        .flat_map(|scope| &scope.policies)
        .filter(|policy| policy.target().is_none());
    for policy in scopes.chain([&entry.policy]) {
        if let Some(parameter) = missing_parameter(&entry.path, policy) {
            lacks.push(Defect::MissingParameter { route: route(), parameter });
        }
    }
    let Some(target) = entry.policy.target() else { return lacks };
    let resource = target.resource();
    if let Some(parameter) = unchecked_parameter(&entry.path, entry.policy) {
        let parameter = parameter.to_owned();
        lacks.push(Defect::UncheckedParameter { route: route(), parameter, resource });
    }
    if let Some(parameter) = needless_escape(&entry.path, entry.policy) {
        lacks.push(Defect::NeedlessEscape { route: route(), parameter });
    }
    if let Source::Loaded { store, .. } = target.source
        && !has_data((store.id)())
    {
        lacks.push(Defect::MissingStore { route: route(), resource, store: (store.name)() });
    }
    lacks
}
