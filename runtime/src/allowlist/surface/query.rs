//! From what may be asked of a list to a list of fields.

use crate::allowlist::output::SafeResponse as _;
use crate::allowlist::query::{Limits, QueryShape, SafeQuery};
use crate::inventory::{FieldInfo, FieldList, FieldListKind, FieldUsage, Frame, Source};
use crate::resource::Entity as _;

impl<Q: SafeQuery> QueryShape<Q> {
    /// The filters, then what can be sorted by, each under the rule by which the view shows it.
    pub(super) fn list(&self) -> FieldList {
        let info = |output, usage| Some(Q::View::SHAPE.field_info(output?, usage));
        let filters = self.filters.iter().filter_map(|filter| {
            let schema = (filter.schema)();
            Some(FieldInfo { schema, ..info(filter.on.output, FieldUsage::Filter)? })
        });
        let sorts = self.sorts.iter().filter_map(|sort| info(sort.on.output, FieldUsage::Sort));
        let Limits { default, most } = self.limits;
        FieldList {
            name: self.name.into(),
            kind: FieldListKind::OfQuery,
            entity: Some(Q::Entity::NAME.into()),
            fields: filters.chain(sorts).collect(),
            left_out: Vec::new(),
            source: Source { path: self.path.into(), frame: Frame::Query { default, most } },
        }
    }
}
