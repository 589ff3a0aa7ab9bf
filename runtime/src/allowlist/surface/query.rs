//! From what may be asked of a list to a list of fields.

use crate::allowlist::output::SafeResponse as _;
use crate::allowlist::query::{QueryShape, SafeQuery};
use crate::inventory::{FieldList, FieldListKind, FieldUsage};
use crate::resource::Entity as _;

impl<Q: SafeQuery> QueryShape<Q> {
    /// The filters, then what can be sorted by, each under the rule by which the view shows it.
    pub(super) fn list(&self) -> FieldList {
        let filters = self.filters.iter().map(|filter| (filter.on.output, FieldUsage::Filter));
        let sorts = self.sorts.iter().map(|sort| (sort.on.output, FieldUsage::Sort));
        let fields = filters.chain(sorts).filter_map(|(output, usage)| Some((output?, usage)));
        FieldList {
            name: self.name.into(),
            kind: FieldListKind::Query,
            entity: Some(Q::Entity::NAME.into()),
            fields: fields.map(|(field, usage)| Q::View::SHAPE.field_info(field, usage)).collect(),
            left_out: Vec::new(),
        }
    }
}
