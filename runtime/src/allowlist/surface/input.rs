//! From what a DTO takes to a list of fields.

use crate::allowlist::input::{FieldShape, Shape};
use crate::gate::FieldPolicy;
use crate::inventory::{FieldInfo, FieldList, FieldUsage, Frame, Source};

impl Shape {
    /// The fields that the DTO takes, those of the DTOs in it included.
    pub(super) fn list(&self) -> FieldList {
        self.list_within(&mut Vec::new())
    }

    /// `around` are the DTOs that hold this one: one that holds itself is shown once.
    fn list_within(&self, around: &mut Vec<&'static str>) -> FieldList {
        let path = self.origin.path();
        let mut list = FieldList {
            name: self.name.into(),
            kind: self.kind,
            entity: Some(self.origin.entity()),
            fields: Vec::new(),
            left_out: Vec::new(),
            source: Source { path: path.into(), frame: Frame::None },
        };
        if around.contains(&path) {
            return list;
        }
        around.push(path);
        list.fields = self.fields.iter().map(|field| self.field_info(field, around)).collect();
        around.pop();
        list.left_out =
            self.origin.left_out(|name| self.fields.iter().any(|field| field.name == name));
        list
    }

    fn field_info(&self, field: &FieldShape, around: &mut Vec<&'static str>) -> FieldInfo {
        let of_entity = self.origin.field(field.name);
        FieldInfo {
            key: field.key.into(),
            name: field.name.into(),
            usage: FieldUsage::Set,
            is_required: field.is_required,
            is_masked: false,
            rule: field.rule.map(FieldPolicy::condition),
            is_sensitive: of_entity.is_some_and(|field| field.is_sensitive),
            class: of_entity.and_then(|field| field.class).map(Into::into),
            below: (field.below)().map(|below| Box::new(below.list_within(around))),
            schema: (field.schema)(),
        }
    }
}
