//! `SafeQuery`: filters and sort keys, as data about a view.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Ident, Path, Visibility};

use super::case::Case;
use super::query_settings::{EXAMPLE, QuerySettings};
use crate::diagnostics::Diagnostics;
use crate::named_fields::named_fields;
use crate::options::at;

/// As many keys of a kind as a query has at most.
const MOST_KEYS: usize = 128;

/// Expands the derive: parses, reports every mistake, and emits the code, or a stub in its place.
pub(crate) fn expand_query(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::new();
    let model = Model::of(&input, &mut diagnostics);
    let is_sound = diagnostics.count() == 0;
    let errors = diagnostics.finish();
    let expansion =
        model.map(|model| if is_sound { model.expand() } else { model.implement(true) });
    quote!(#errors #expansion)
}

/// A query that the macro finds nothing wrong with.
struct Model<'a> {
    name: &'a Ident,
    visibility: &'a Visibility,
    view: Path,
    filters: Vec<(Key, &'a syn::Type)>,
    sorts: Vec<Key>,
    settings: QuerySettings,
}

/// A field, and the variant that stands for it.
struct Key {
    ident: Ident,
    name: String,
    variant: Ident,
}

impl<'a> Model<'a> {
    fn of(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Self> {
        let no_struct = format!(
            "a query is a struct whose named fields are the filters, with `{EXAMPLE}`; without \
             filters it is empty: `struct {} {{}}`",
            input.ident
        );
        let parameters = "a query has no parameters: write one for each view";
        let fields = named_fields(input, parameters, &no_struct, diagnostics);
        let settings = diagnostics.check(QuerySettings::parse(&input.attrs)).unwrap_or_default();
        let view = settings.of.clone();
        if view.is_none() && diagnostics.count() == 0 {
            let message = format!("say of which view it is, for example `{EXAMPLE}`");
            diagnostics.error(&input.ident, message);
        }
        let (fields, view) = (fields?, view?);
        let filters = fields.iter().filter_map(|field| {
            diagnostics.check(QuerySettings::refuse_on_field(&field.attrs));
            Some((Key::of(field.ident.as_ref()?), &field.ty))
        });
        let filters: Vec<_> = filters.collect();
        let sorts: Vec<_> = settings.sort.iter().map(Key::of).collect();
        check(&filters.iter().map(|(key, _)| key).collect::<Vec<_>>(), diagnostics);
        check(&sorts.iter().collect::<Vec<_>>(), diagnostics);
        let (name, visibility) = (&input.ident, &input.vis);
        Some(Self { name, visibility, view, filters, sorts, settings })
    }

    fn expand(&self) -> TokenStream {
        let (implementation, assertions) = (self.implement(false), self.assertions());
        quote!(#implementation #assertions)
    }

    /// The enums and the implementation; a stub of it offers nothing.
    fn implement(&self, is_stub: bool) -> TokenStream {
        let private = self.settings.options.private();
        let (name, view, shown) = (self.name, &self.view, self.name.to_string());
        let (filter, sort) = (self.enum_name("Filter"), self.enum_name("Sort"));
        let filter_keys = self.keys(&filter, "filtered", self.filters.iter().map(|(key, _)| key));
        let sort_keys = self.keys(&sort, "sorted", self.sorts.iter());
        let entity = self.entity();
        let offers = |offers: Vec<TokenStream>| if is_stub { Vec::new() } else { offers };
        let (filters, sorts) = (offers(self.filters(&filter)), offers(self.sorts(&sort)));
        let (default, most) = (self.settings.page.default, self.settings.page.most);
        let unfiltered = if is_stub {
            quote!(::core::unreachable!("the query does not compile"))
        } else {
            let unset = self.filters.iter().map(|(key, ty)| {
                let (ident, private) = (&key.ident, at(private.clone(), ty.span()));
                quote_spanned!(ty.span()=> #ident: <#ty as #private::FilterField>::UNSET,)
            });
            quote!(Self { #(#unset)* })
        };
        quote! {
            #filter_keys
            #sort_keys
            #[automatically_derived]
            impl #private::SafeQuery for #name {
                type Entity = #entity;
                type View = #view;
                type Filter = #filter;
                type Sort = #sort;
                const SHAPE: &'static #private::QueryShape<Self> = {
                    #[allow(unused_imports)]
                    use #private::NoSchema as _;
                    &#private::QueryShape::new(
                        #shown,
                        ::core::concat!(::core::module_path!(), "::", #shown),
                        &[#(#filters),*],
                        &[#(#sorts),*],
                        #private::Limits { default: #default, most: #most },
                    )
                };
                fn unfiltered() -> Self {
                    #unfiltered
                }
            }
        }
    }

    fn filters(&self, keys: &Ident) -> Vec<TokenStream> {
        let (view, entity) = (&self.view, self.entity());
        let filters = self.filters.iter().map(|(Key { ident, name, variant }, ty)| {
            let private = at(self.settings.options.private(), ty.span());
            quote_spanned! {ty.span()=>
                #private::FilterShape::<Self>::new(
                    #keys::#variant,
                    #private::column::<#entity>(#name),
                    #private::shown::<#view>(#name),
                    <#ty as #private::FilterField>::EXPECTED,
                    |__query, __text| <#ty as #private::FilterField>::read(&mut __query.#ident, __text),
                    |__query| <#ty as #private::FilterField>::to_value(&__query.#ident),
                    || #private::FieldSchema::new(
                        <#private::SchemaOf<<#ty as #private::FilterField>::Value>>::__SCHEMA,
                        #private::Form::One,
                        false,
                    ),
                )
            }
        });
        filters.collect()
    }

    fn sorts(&self, keys: &Ident) -> Vec<TokenStream> {
        let (view, entity) = (&self.view, self.entity());
        let sorts = self.sorts.iter().map(|Key { ident, name, variant }| {
            let private = at(self.settings.options.private(), ident.span());
            quote_spanned! {ident.span()=>
                #private::SortShape::<Self>::new(
                    #keys::#variant,
                    #private::column::<#entity>(#name),
                    #private::shown::<#view>(#name),
                    |__entity| #private::value_of(&__entity.#ident),
                )
            }
        });
        sorts.collect()
    }

    /// The constants by which the compiler compares the query with its view.
    fn assertions(&self) -> TokenStream {
        let (view, entity) = (&self.view, self.entity());
        let filters = self.filters.iter().map(|(Key { ident, name, .. }, ty)| {
            let own = at(self.settings.options.private(), ident.span());
            let private = at(self.settings.options.private(), ty.span());
            let shown = quote_spanned! {ident.span()=>
                const _: () = #own::assert_shown::<#view>(#name, "filtered");
            };
            let compared = quote_spanned! {ty.span()=>
                const _: fn(&#entity) =
                    |__entity| #private::assert_compared::<#ty, _>(&__entity.#ident);
            };
            quote!(#shown #compared)
        });
        let sorts = self.sorts.iter().map(|Key { ident, name, .. }| {
            let private = at(self.settings.options.private(), ident.span());
            quote_spanned! {ident.span()=>
                const _: () = #private::assert_shown::<#view>(#name, "sorted");
                const _: () =
                    #private::assert_sortable(#name, |__entity: &#entity| &__entity.#ident);
            }
        });
        let private = at(self.settings.options.private(), view.span());
        let identified = quote_spanned! {view.span()=>
            const _: () = #private::assert_identified::<#view>();
        };
        quote!(#(#filters)* #(#sorts)* #identified)
    }

    fn entity(&self) -> TokenStream {
        let (private, view) = (self.settings.options.private(), &self.view);
        quote!(<#view as #private::SafeResponse>::Entity)
    }

    fn enum_name(&self, what: &str) -> Ident {
        format_ident!("{}{what}", self.name, span = self.name.span())
    }

    /// An enum of keys.
    fn keys<'k>(
        &self,
        name: &Ident,
        used: &str,
        keys: impl Iterator<Item = &'k Key>,
    ) -> TokenStream {
        let doc = format!("What the list of a `{}` can be {used} by.", self.name);
        let visibility = self.visibility;
        let mut variants: Vec<&Ident> = Vec::new();
        for key in keys {
            // A key that is there twice is reported; once in the stub is enough.
            if !variants.contains(&&key.variant) {
                variants.push(&key.variant);
            }
        }
        quote! {
            #[doc = #doc]
            #[derive(
                ::core::clone::Clone,
                ::core::marker::Copy,
                ::core::fmt::Debug,
                ::core::cmp::PartialEq,
                ::core::cmp::Eq,
            )]
            #[allow(missing_docs)]
            #visibility enum #name { #(#variants),* }
        }
    }
}

impl Key {
    fn of(ident: &Ident) -> Self {
        let name = ident.unraw().to_string();
        let variant = match Case::Pascal.apply(&name).as_str() {
            // The one word that no variant can be, and what begins with a digit.
            word if word == "Self" || !word.starts_with(char::is_alphabetic) => format!("_{word}"),
            word => word.to_owned(),
        };
        let variant = Ident::new(&variant, ident.span());
        Self { ident: ident.clone(), name, variant }
    }
}

/// Every key has a variant of its own.
fn check(keys: &[&Key], diagnostics: &mut Diagnostics) {
    for (at, key) in keys.iter().enumerate() {
        let twin = keys.iter().take(at).find(|other| other.variant == key.variant);
        match twin {
            Some(twin) if twin.name == key.name => {
                diagnostics.error(&key.ident, format!("`{}` is given twice: keep one", key.name));
            }
            Some(twin) => {
                let message = format!(
                    "`{}` and `{}` would both be the variant `{}`: give one of them another name",
                    twin.name, key.name, key.variant
                );
                diagnostics.error(&key.ident, message);
            }
            None if at == MOST_KEYS => {
                diagnostics.error(&key.ident, "a query has at most 128 keys of a kind");
            }
            None => {}
        }
    }
}
