//! `Model`: a safe DTO whose every field is decided as far as the macro can see.

use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Ident, Path, Type, Visibility};

use super::field_settings::FieldSettings;
use super::settings::{Derive, Settings};
use crate::diagnostics::Diagnostics;
use crate::named_fields::named_fields;

/// As many fields as the runtime can tell apart.
const MOST_FIELDS: usize = 128;

/// A valid DTO.
pub(super) struct Model<'a> {
    pub(super) derive: Derive,
    pub(super) name: &'a Ident,
    pub(super) visibility: &'a Visibility,
    pub(super) entity: Path,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) settings: Settings,
    /// Whether garde's rules stand on it.
    pub(super) has_garde: bool,
}

pub(super) struct Field<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    /// The name in the source, which is the entity's as well.
    pub(super) name: String,
    /// The name on the wire.
    pub(super) key: String,
    pub(super) settings: FieldSettings,
}

impl<'a> Model<'a> {
    /// The model of `input`; `None` when it is not even a struct with fields, of an entity.
    pub(super) fn of(
        derive: Derive,
        input: &'a DeriveInput,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let fields = named_fields(
            input,
            "a safe DTO has no parameters: write one for each entity, with types of its own",
            &format!("a safe DTO is a struct with named fields and `{}`", derive.example()),
            diagnostics,
        );
        let settings = diagnostics.check(Settings::parse(derive, &input.attrs));
        let settings = settings.unwrap_or_default();
        let of = settings.of.clone();
        if of.is_none() && diagnostics.count() == 0 {
            diagnostics.error(
                &input.ident,
                format!("say of which entity it is, for example `{}`", derive.example()),
            );
        }
        let (fields, entity) = (fields?, of?);
        let fields: Vec<Field<'a>> = fields
            .iter()
            .filter_map(|field| Field::of(derive, &entity, field, &settings, diagnostics))
            .collect();
        let model = Self {
            derive,
            name: &input.ident,
            visibility: &input.vis,
            has_garde: has_rules(input, "garde"),
            entity,
            fields,
            settings,
        };
        model.check_keys(diagnostics);
        model.check_decisions(diagnostics);
        if derive == Derive::Response {
            model.check_shown(diagnostics);
        } else if has_rules(input, "validate") && model.settings.validate.is_none() {
            diagnostics.error(
                &input.ident,
                "the rules of `#[validate(..)]` would not be asked: say what asks them, for example \
                 `validate = valid`, a function from `&Self` to `Result<(), Invalid>`",
            );
        }
        Some(model)
    }

    /// Keys are different words, whatever their case.
    fn check_keys(&self, diagnostics: &mut Diagnostics) {
        let folded = |field: &Field<'_>| field.key.replace(['_', '-'], "").to_lowercase();
        for (at, field) in self.fields.iter().enumerate() {
            let twin = self.fields.iter().take(at).find(|other| folded(other) == folded(field));
            if let Some(twin) = twin {
                let message = format!(
                    "`{}` and `{}` are one word on the wire: give one of them another name",
                    twin.key, field.key
                );
                diagnostics.error(field.ident, message);
            }
        }
        if let Some(field) = self.fields.get(MOST_FIELDS) {
            diagnostics.error(field.ident, "a safe DTO has at most 128 fields");
        }
    }

    /// No field is decided twice.
    fn check_decisions(&self, diagnostics: &mut Diagnostics) {
        let own = match self.derive {
            Derive::Response => "a field of the view",
            Derive::Update | Derive::Create => "a field of the DTO",
        };
        let mut decided: Vec<(String, &'static str)> =
            self.fields.iter().map(|field| (field.name.clone(), own)).collect();
        let settings = &self.settings;
        let refused = settings.deny.iter().map(|ident| (ident, "in `deny(..)`"));
        let hidden = settings.hide.iter().map(|ident| (ident, "in `hide(..)`"));
        let server = settings.server.iter().map(|(ident, _)| (ident, "in `server(..)`"));
        let default = settings.default.iter().map(|ident| (ident, "in `default(..)`"));
        for (ident, place) in refused.chain(hidden).chain(server).chain(default) {
            let name = ident.unraw().to_string();
            if let Some((_, other)) = decided.iter().find(|(decided, _)| *decided == name) {
                let message = format!("`{name}` is {other} already: keep one");
                diagnostics.error(ident, message);
            }
            decided.push((name, place));
        }
    }
}

impl<'a> Field<'a> {
    fn of(
        derive: Derive,
        entity: &Path,
        field: &'a syn::Field,
        settings: &Settings,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let ident = field.ident.as_ref()?;
        let name = ident.unraw().to_string();
        let parsed = FieldSettings::parse(derive, Some(entity), &field.attrs);
        let own = diagnostics.check(parsed).unwrap_or_default();
        let renamed = own.rename.as_ref().map(syn::LitStr::value);
        let key = renamed.unwrap_or_else(|| match settings.rename_all {
            Some(case) => case.apply(&name),
            None => name.clone(),
        });
        Some(Self { ident, ty: &field.ty, name, key, settings: own })
    }
}

/// Whether an attribute of this name stands on the struct or on a field.
fn has_rules(input: &DeriveInput, name: &str) -> bool {
    let is_there = |attributes: &[Attribute]| {
        attributes.iter().any(|attribute| attribute.path().is_ident(name))
    };
    let Data::Struct(data) = &input.data else { return false };
    is_there(&input.attrs) || data.fields.iter().any(|field| is_there(&field.attrs))
}
