//! From what a view shows to a list of fields.

use crate::allowlist::output::{OutputField, OutputShape};
use crate::gate::FieldPolicy;
use crate::inventory::{FieldInfo, FieldList, FieldListKind, FieldUsage, Frame, Source};

impl OutputShape {
    /// The fields that the view shows, those of the views in it included. `frame` is what the answer
    /// puts around them.
    pub(super) fn list(&self, frame: Frame) -> FieldList {
        self.list_within(frame, &mut Vec::new())
    }

    /// `around` are the views that hold this one: one that holds itself is shown once.
    fn list_within(&self, frame: Frame, around: &mut Vec<&'static str>) -> FieldList {
        let path = self.origin.path();
        let mut list = FieldList {
            name: self.name.into(),
            kind: FieldListKind::OfView,
            entity: Some(self.origin.entity()),
            fields: Vec::new(),
            left_out: Vec::new(),
            source: Source { path: path.into(), frame },
        };
        if around.contains(&path) {
            return list;
        }
        around.push(path);
        list.fields = self
            .fields
            .iter()
            .map(|field| FieldInfo {
                is_masked: field.is_masked,
                below: (field.below)()
                    .map(|below| Box::new(below.list_within(Frame::None, around))),
                ..self.field_info(field, FieldUsage::Show)
            })
            .collect();
        around.pop();
        list.left_out =
            self.origin.left_out(|name| self.fields.iter().any(|field| field.name == name));
        list
    }

    /// One field, without what is below.
    pub(super) fn field_info(&self, field: &OutputField, usage: FieldUsage) -> FieldInfo {
        let of_entity = self.origin.field(field.name);
        FieldInfo {
            key: field.key.into(),
            name: field.name.into(),
            usage,
            is_required: false,
            is_masked: false,
            rule: field.rule.map(FieldPolicy::condition),
            is_sensitive: of_entity.is_some_and(|field| field.is_sensitive),
            class: of_entity.and_then(|field| field.class).map(Into::into),
            below: None,
            schema: (field.schema)(),
        }
    }
}
