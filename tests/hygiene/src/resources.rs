//! A resource and its guards under the renamed crate, among the decoys.

#[allow(clippy::wildcard_imports)] // every decoy must be in scope
use crate::decoys::vocabulary::*;

// Glob imports give way to the primitive types, so these are named.
#[allow(unused_imports)]
use crate::decoys::vocabulary::{core, pc, portcullis, std};

type Answer = &'static ::core::primitive::str;

/// A note.
#[derive(::pc::Resource, ::core::clone::Clone, ::core::fmt::Debug)]
#[resource(owner = any(author, editor), tenant = house, parent = folder, table = "notes")]
#[resource(crate = ::pc)]
pub struct Note {
    /// What identifies it.
    pub id: ::core::primitive::i64,
    /// Whose it is.
    pub author: ::std::string::String,
    /// Whose it is, too.
    pub editor: ::core::option::Option<::std::string::String>,
    /// Where it belongs.
    pub house: ::core::primitive::u8,
    /// What it lies in.
    pub folder: ::core::primitive::i64,
    /// How often it changed.
    #[resource(pinned, class = "internal", column = "v")]
    pub version: ::core::primitive::i32,
}

/// The two parts name one object.
#[derive(::pc::Resource, ::core::fmt::Debug)]
#[resource(id = (name, index), crate = ::pc)]
pub struct Pair {
    /// The first part.
    pub name: ::std::string::String,
    /// The second part.
    pub index: ::core::primitive::u16,
}

/// Holds one note.
#[derive(::core::fmt::Debug)]
pub struct Shelf(pub Note);

impl ::pc::resource::Load for Note {
    type Store = Shelf;

    async fn load(
        shelf: &Shelf,
        id: ::core::primitive::i64,
    ) -> ::core::result::Result<::core::option::Option<Self>, ::pc::Outage> {
        let note = ::core::clone::Clone::clone(&shelf.0);
        ::core::future::ready(::core::result::Result::Ok(
            ::core::option::Option::Some(note).filter(|note| note.id == id),
        ))
        .await
    }
}

/// Reads one.
#[::pc::owner_or_admin(Note, on_denied = forbidden, action = ::pc::resource::Read, crate = ::pc)]
pub async fn note(_: ::pc::Authorized<Note, ::pc::resource::Read>) -> Answer {
    ::core::future::ready("note").await
}

/// Lists them.
#[::pc::authorize(
    any(owner(Note), tenant(Note), owner(id = "user"), check(Note, fine, sql = "{self}.v = {subject}")),
    list,
    danger_unrelated(user, reason = "compared with the caller"),
    crate = ::pc
)]
pub async fn notes(_: ::pc::Listing<Note>) -> Answer {
    ::core::future::ready("notes").await
}

/// Allows.
pub async fn fine(_: &::pc::Principal<Permission>, _: &Note) -> ::pc::Decision {
    ::core::future::ready(::pc::Decision::Allow).await
}
