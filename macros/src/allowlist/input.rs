//! What `SafeUpdate` and `SafeCreate` have in common: an object that is read strictly.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Ident, Type};

use super::model::{Field, Model};
use super::settings::Derive;
use crate::options::at;

/// How the value of a field is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Absent, or a change.
    Update,
    Required,
    /// Absent and null are one.
    Optional,
}

impl Model<'_> {
    /// The constants by which the compiler compares the DTO with its entity.
    pub(super) fn assertions(&self) -> TokenStream {
        let private = self.settings.options.private();
        let (entity, dto) = (&self.entity, self.name.to_string());
        let allowed = self.fields.iter().map(|field| &field.name);
        let refused = self.refused().map(|ident| ident.unraw().to_string());
        let remedy = match self.derive {
            Derive::Update => {
                "add a field to the DTO to let clients set it, or name it in `deny(..)`"
            }
            Derive::Create => {
                "add a field to the DTO to let clients set it, or name it in `server(..)` or \
                 `default(..)`"
            }
            Derive::Response => "add a field to the view to show it, or name it in `hide(..)`",
        };
        let each = self.refused().map(|ident| {
            let (name, private) = (ident.unraw().to_string(), at(private.clone(), ident.span()));
            quote_spanned!(ident.span()=> const _: () = #private::assert_field::<#entity>(#name);)
        });
        let decided = quote! {
            #private::Decided {
                dto: #dto,
                allowed: &[#(#allowed),*],
                refused: &[#(#refused),*],
                remedy: #remedy,
            }
        };
        let (span, own) = (self.name.span(), at(private.clone(), self.name.span()));
        let all = quote_spanned! {span=>
            const _: () = #own::assert_decided::<#entity>(#decided);
        };
        quote!(#(#each)* #all)
    }

    /// The fields that never cross the wire, or that clients never set.
    pub(super) fn refused(&self) -> impl Iterator<Item = &Ident> {
        let settings = &self.settings;
        let server = settings.server.iter().map(|(ident, _)| ident);
        settings.deny.iter().chain(&settings.hide).chain(server).chain(&settings.default)
    }

    /// The rule of a field, as a constant of its own: only there do the parts of a policy live on.
    pub(super) fn rule(&self, field: &Field<'_>) -> TokenStream {
        let Some((rule, span)) = &field.settings.rule else {
            return quote!(::core::option::Option::None);
        };
        let (entity, options) = (&self.entity, &self.settings.options);
        let (vocabulary, node) = (options.vocabulary(), rule.node(options));
        let private = options.private();
        // The call has the span of the rule: there the compiler reports what is wrong with it.
        let own = at(private.clone(), *span);
        let policy = match self.derive {
            Derive::Update => quote_spanned! {*span=>
                &#own::Policy::of_field(#node, #own::about::<#entity>())
            },
            Derive::Create => quote_spanned!(*span=> &#own::Policy::of_new_field(#node)),
            Derive::Response => quote_spanned! {*span=>
                &#own::Policy::of_shown_field(#node, #own::about::<#entity>())
            },
        };
        quote!(::core::option::Option::Some({
            const __RULE: &#private::Policy<#vocabulary> = #policy;
            __RULE
        }))
    }

    /// From a key to the position of its field.
    pub(super) fn position(&self) -> TokenStream {
        let arms = self.fields.iter().zip(0_u32..).map(|(field, position)| {
            let key = &field.key;
            quote!(#key => ::core::option::Option::Some(#position),)
        });
        quote! {
            #[inline]
            fn position(
                __key: &::core::primitive::str,
            ) -> ::core::option::Option<::core::primitive::u32> {
                match __key {
                    #(#arms)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }

    /// Reads the value of the field at a position into the parts.
    pub(super) fn read(&self) -> TokenStream {
        let private = self.settings.options.private();
        let arms = self.fields.iter().zip(0_u32..).map(|(field, position)| {
            let Field { ident, ty, .. } = field;
            let how = field.how(&private);
            let private = at(private.clone(), ty.span());
            let next = |name: &str| {
                let name = format_ident!("{name}", span = ty.span());
                quote_spanned!(ty.span()=> #private::#name::<#ty, #how, _>(__map)?)
            };
            let value = match self.kind(field) {
                Kind::Update => next("next_update"),
                Kind::Required => {
                    let value = next("next_required");
                    quote!(::core::option::Option::Some(#value))
                }
                Kind::Optional => next("next_optional"),
            };
            quote!(#position => __parts.#ident = #value,)
        });
        quote! {
            fn read<'__de, __A: #private::serde::de::MapAccess<'__de>>(
                __parts: &mut Self::Parts,
                __position: ::core::primitive::u32,
                __map: &mut __A,
            ) -> ::core::result::Result<(), __A::Error> {
                match __position {
                    #(#arms)*
                    _ => {}
                }
                ::core::result::Result::Ok(())
            }
        }
    }

    /// Which fields the client gave.
    pub(super) fn is_set(&self) -> TokenStream {
        let arms = self.fields.iter().zip(0_u32..).filter_map(|(field, position)| {
            let (ident, reader) = (field.ident, self.reader(field));
            match self.kind(field) {
                Kind::Required => None,
                Kind::Update | Kind::Optional => {
                    Some(quote!(#position => #reader::is_set(&self.#ident),))
                }
            }
        });
        let arms: Vec<_> = arms.collect();
        let others = self.derive == Derive::Create;
        quote! {
            fn is_set(&self, __position: ::core::primitive::u32) -> ::core::primitive::bool {
                match __position {
                    #(#arms)*
                    _ => #others,
                }
            }
        }
    }

    /// Visits the DTOs below.
    pub(super) fn walk_below(&self) -> TokenStream {
        let private = self.settings.options.private();
        let fields = self.fields.iter().map(|field| {
            let (ident, key, reader) = (field.ident, &field.key, self.reader(field));
            quote! {
                if #reader::HAS_FIELDS {
                    __walk.below(#key, |__walk| #reader::walk(&self.#ident, __walk));
                }
            }
        });
        quote! {
            fn walk_below(&self, __walk: &mut #private::Walk<'_>) {
                let _ = &__walk;
                #(#fields)*
            }
        }
    }

    /// What the app's own rules say, where there are any.
    pub(super) fn validate(&self) -> Option<TokenStream> {
        let private = self.settings.options.private();
        let garde = self.has_garde.then(|| quote!(#private::garde_report(self)));
        let own =
            self.settings.validate.as_ref().map(|path| quote_spanned!(path.span()=> #path(self)));
        let rules: Vec<_> = garde.into_iter().chain(own).collect();
        if rules.is_empty() {
            return None;
        }
        Some(quote! {
            fn validate(&self) -> ::core::result::Result<(), #private::Invalid> {
                #private::all_valid([#(#rules),*])
            }
        })
    }

    /// Cleans the texts of the finished DTO, called `__dto`.
    pub(super) fn sanitize(&self) -> TokenStream {
        let private = self.settings.options.private();
        let fields = self.fields.iter().filter(|field| !field.settings.sanitize.is_empty());
        let fields = fields.map(|field| {
            let ident = field.ident;
            let with = field.settings.sanitize.iter().map(|word| {
                let (span, private) = (word.span(), at(private.clone(), word.span()));
                let function = format_ident!("sanitize_{word}", span = span);
                quote_spanned!(span=> const { #private::#function() })
            });
            let span = field.ty.span();
            let private = at(private.clone(), span);
            quote_spanned!(span=> #private::sanitize(&mut __dto.#ident, &[#(#with),*]);)
        });
        quote!(#(#fields)*)
    }

    /// The implementation of the trait that reads the type of `field`, for the start of a path.
    pub(super) fn reader(&self, field: &Field<'_>) -> TokenStream {
        let private = self.settings.options.private();
        let (ty, how) = (field.ty, field.how(&private));
        let private = at(private, ty.span());
        let name = match self.kind(field) {
            Kind::Update => "UpdateField",
            Kind::Required => "RequiredField",
            Kind::Optional => "OptionalField",
        };
        let name = format_ident!("{name}", span = ty.span());
        quote_spanned!(ty.span()=> <#ty as #private::#name<#how>>)
    }

    pub(super) fn kind(&self, field: &Field<'_>) -> Kind {
        match self.derive {
            Derive::Update => Kind::Update,
            Derive::Create if is_option(field.ty) => Kind::Optional,
            Derive::Create | Derive::Response => Kind::Required,
        }
    }
}

impl Field<'_> {
    /// How the type is read.
    pub(super) fn how(&self, private: &TokenStream) -> TokenStream {
        let private = at(private.clone(), self.ty.span());
        let name = if self.settings.is_scalar { "AsScalar" } else { "Typed" };
        let name = format_ident!("{name}", span = self.ty.span());
        quote_spanned!(self.ty.span()=> #private::#name)
    }
}

/// Whether a type is written as `Option<..>`. Another name for one is read as required, and does not
/// compile.
fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|segment| segment.ident == "Option")
}
