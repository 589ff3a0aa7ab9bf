//! `Model`: an entity whose relations all name fields that it has.

use syn::ext::IdentExt as _;
use syn::{DeriveInput, Ident, LitStr, Type};

use super::settings::{FieldSettings, Settings};
use crate::diagnostics::Diagnostics;
use crate::named_fields::named_fields;
use crate::options::Options;
use crate::suggest;

/// A valid entity.
pub(super) struct Model<'a> {
    pub(super) name: &'a Ident,
    pub(super) fields: Vec<Field<'a>>,
    /// Positions in `fields`.
    pub(super) id: Vec<usize>,
    pub(super) owners: Vec<usize>,
    pub(super) tenant: Option<usize>,
    pub(super) parents: Vec<usize>,
    pub(super) table: Option<LitStr>,
    pub(super) allow_serialize: Option<LitStr>,
    /// Only ever a part of another: it has fields, and nothing else of a resource.
    pub(super) is_embedded: bool,
    pub(super) options: Options,
}

pub(super) struct Field<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    pub(super) name: String,
    pub(super) column: String,
    pub(super) settings: FieldSettings,
}

impl<'a> Model<'a> {
    /// The model of `input`; `None` when it is not even a struct with fields.
    pub(super) fn of(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Self> {
        let fields = named_fields(
            input,
            "a resource has no parameters: write an entity for each kind of object",
            "a resource is a struct with named fields, for example \
             `struct Post { id: i64, author_id: i64 }`",
            diagnostics,
        )?;
        let settings = diagnostics.check(Settings::parse(&input.attrs)).unwrap_or_default();
        let fields: Vec<Field<'a>> = fields
            .iter()
            .filter_map(|field| {
                let ident = field.ident.as_ref()?;
                let settings = diagnostics.check(FieldSettings::parse(&field.attrs));
                let (settings, name) = (settings.unwrap_or_default(), ident.unraw().to_string());
                let column = settings.column.as_ref().map_or_else(|| name.clone(), LitStr::value);
                Some(Field { ident, ty: &field.ty, name, column, settings })
            })
            .collect();
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let mut find = |ident: &Ident| {
            let word = ident.unraw().to_string();
            let found = names.iter().position(|name| *name == word);
            if found.is_none() {
                let hint = suggest::hint(&word, &names);
                let message = format!("`{}` has no field `{word}`{hint}", input.ident);
                diagnostics.error(ident, message);
            }
            found
        };
        let owners = settings.owners.iter().filter_map(&mut find).collect();
        let tenant = settings.tenant.as_ref().and_then(&mut find);
        let parents: Vec<usize> = settings.parents.iter().filter_map(&mut find).collect();
        let mut id: Vec<usize> = settings.id.iter().filter_map(&mut find).collect();
        if settings.id.is_empty() && !settings.is_embedded {
            id.extend(names.iter().position(|name| *name == "id"));
            if id.is_empty() {
                diagnostics.error(
                    &input.ident,
                    "the entity has no field `id`: say what identifies it, for example \
                     `#[resource(id = number)]` or `#[resource(id = (blog_id, number))]`",
                );
            }
        }
        if let ([only], Some(field)) = (id.as_slice(), settings.parents.first())
            && parents.contains(only)
        {
            diagnostics.error(
                field,
                "the identifier is no parent: name the field that holds the parent, and the path \
                 parameter like it, for example `blog_id`",
            );
        }
        Some(Self {
            name: &input.ident,
            fields,
            id,
            owners,
            tenant,
            parents,
            table: settings.table,
            allow_serialize: settings.allow_serialize,
            is_embedded: settings.is_embedded,
            options: settings.options,
        })
    }

    pub(super) fn field(&self, index: usize) -> Option<&Field<'a>> {
        self.fields.get(index)
    }

    /// The fields at these positions, each once.
    pub(super) fn distinct(
        &self,
        indices: impl IntoIterator<Item = usize>,
    ) -> impl Iterator<Item = &Field<'a>> {
        let mut seen = Vec::new();
        indices.into_iter().filter_map(move |index| {
            if seen.contains(&index) {
                return None;
            }
            seen.push(index);
            self.field(index)
        })
    }

    /// Owners, tenant and parents.
    pub(super) fn relations(&self) -> impl Iterator<Item = usize> {
        self.owners.iter().chain(&self.tenant).chain(&self.parents).copied()
    }

    /// What must be unchanged when a change is written.
    pub(super) fn pinned(&self) -> impl Iterator<Item = usize> {
        let marked = self.fields.iter().enumerate();
        let marked = marked.filter(|(_, field)| field.settings.is_pinned).map(|(index, _)| index);
        self.id.iter().copied().chain(self.relations()).chain(marked)
    }
}
