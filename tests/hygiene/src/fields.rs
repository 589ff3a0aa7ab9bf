//! Safe DTOs under the renamed crate, among the decoys.

#[allow(clippy::wildcard_imports, unused_imports)] // every decoy must be in scope
use crate::decoys::vocabulary::*;

// Glob imports give way to the primitive types, so these are named.
#[allow(unused_imports)]
use crate::decoys::vocabulary::{core, pc, portcullis, std};

type Text = ::std::string::String;
type Answer = &'static ::core::primitive::str;

/// A leaf.
#[derive(::pc::Resource, ::core::clone::Clone, ::core::fmt::Debug, ::core::default::Default)]
#[resource(owner = author, tenant = house, table = "leaves", crate = ::pc)]
pub struct Leaf {
    /// What identifies it.
    pub id: ::core::primitive::i64,
    /// Whose it is.
    pub author: Text,
    /// Where it belongs.
    pub house: ::core::primitive::u8,
    /// What is on it.
    pub r#type: Text,
    /// What is on its back.
    pub back: ::core::option::Option<Text>,
    /// Its edge.
    pub edge: Edge,
    /// What hangs on it.
    pub drops: ::std::vec::Vec<Edge>,
    /// How old it is.
    pub age: ::core::time::Duration,
}

/// Part of a leaf.
#[derive(::pc::Resource, ::core::clone::Clone, ::core::fmt::Debug, ::core::default::Default)]
#[resource(embedded, crate = ::pc)]
pub struct Edge {
    /// How it feels.
    pub feel: Text,
}

/// What may change about an edge.
#[derive(::pc::SafeUpdate, ::core::fmt::Debug)]
#[safe_update(of = Edge, crate = ::pc)]
pub struct EdgeUpdate {
    /// How it feels.
    pub feel: ::core::option::Option<Text>,
}

/// A new edge.
#[derive(::pc::SafeCreate, ::core::fmt::Debug)]
#[safe_create(of = Edge, crate = ::pc)]
pub struct NewEdge {
    /// How it feels.
    pub feel: Text,
}

/// What may change about a leaf.
#[derive(::pc::SafeUpdate, ::core::fmt::Debug)]
#[safe_update(of = Leaf, deny(id, author, house), validate = fine, rename_all = "camelCase", crate = ::pc)]
pub struct LeafUpdate {
    /// What is on it.
    #[safe_update(any(owner, tenant, permission("reports:read")), sanitize(trim, nfc))]
    pub r#type: ::core::option::Option<Text>,
    /// What is on its back.
    pub back: ::pc::allowlist::Patch<Text>,
    /// Its edge.
    pub edge: ::pc::allowlist::Nested<EdgeUpdate>,
    /// What hangs on it.
    pub drops: ::core::option::Option<::std::vec::Vec<NewEdge>>,
    /// How old it is.
    #[safe_update(scalar)]
    pub age: ::core::option::Option<::core::time::Duration>,
}

fn fine(leaf: &LeafUpdate) -> ::core::result::Result<(), ::pc::allowlist::Invalid> {
    if leaf.age.is_none() {
        return ::core::result::Result::Ok(());
    }
    ::core::result::Result::Err(<::pc::allowlist::Invalid as ::core::default::Default>::default())
}

/// A new leaf.
#[derive(::pc::SafeCreate, ::core::fmt::Debug)]
#[safe_create(of = Leaf, server(author: Text, house: ::core::primitive::u8), default(id, age), crate = ::pc)]
pub struct NewLeaf {
    /// What is on it.
    #[safe_create(permission("reports:read"), sanitize(trim))]
    pub r#type: Text,
    /// What is on its back.
    pub back: ::core::option::Option<Text>,
    /// Its edge.
    pub edge: NewEdge,
    /// What hangs on it.
    pub drops: ::std::vec::Vec<NewEdge>,
}

/// What is seen of an edge.
#[derive(::pc::SafeResponse, ::core::fmt::Debug)]
#[safe_response(of = Edge, crate = ::pc)]
pub struct EdgeView {
    /// How it feels.
    pub feel: Text,
}

/// What is seen of a leaf.
#[derive(::pc::SafeResponse, ::core::fmt::Debug)]
#[safe_response(of = Leaf, hide(house, age), rename_all = "kebab-case", crate = ::pc)]
pub struct LeafView {
    /// What identifies it.
    pub id: ::core::primitive::i64,
    /// Whose it is.
    #[safe_response(any(owner, permission("reports:read")))]
    pub author: ::pc::allowlist::Visible<Text>,
    /// What is on it.
    #[safe_response(mask = last4)]
    pub r#type: Text,
    /// What is on its back.
    pub back: ::core::option::Option<Text>,
    /// Its edge.
    pub edge: EdgeView,
    /// What hangs on it.
    pub drops: ::std::vec::Vec<EdgeView>,
}

/// By what leaves are found.
#[derive(::pc::SafeQuery, ::core::fmt::Debug)]
#[safe_query(of = LeafView, sort(id), page(default = 3, most = 9), crate = ::pc)]
pub struct LeafQuery {
    /// By what is on their back.
    pub back: ::core::option::Option<Text>,
}

/// Holds none.
#[derive(::core::fmt::Debug)]
pub struct Tree;

impl ::pc::resource::Load for Leaf {
    type Store = Tree;

    async fn load(
        _: &Tree,
        id: ::core::primitive::i64,
    ) -> ::core::result::Result<::core::option::Option<Self>, ::pc::Outage> {
        let leaf = Self {
            id,
            author: ::std::convert::From::from("ann"),
            ..::core::default::Default::default()
        };
        ::core::future::ready(::core::result::Result::Ok(::core::option::Option::Some(leaf))).await
    }
}

/// Changes one.
#[::pc::owner_or_admin(Leaf, action = ::pc::resource::Update, crate = ::pc)]
pub async fn change(
    leaf: ::pc::Authorized<Leaf, ::pc::resource::Update>,
    changes: ::pc::allowlist::Changes<LeafUpdate>,
) -> ::pc::allowlist::View<LeafView> {
    let mut leaf = leaf.into_inner();
    changes.apply(&mut leaf);
    ::core::future::ready(::pc::allowlist::View::of(leaf)).await
}

/// Adds one.
#[::pc::authenticated(crate = ::pc)]
pub async fn add(
    new: ::pc::allowlist::New<NewLeaf>,
    _: ::pc::allowlist::Query<LeafQuery>,
) -> Answer {
    ::core::mem::drop(
        new.into_entity(NewLeafServer { author: ::std::convert::From::from("ann"), house: 1 }),
    );
    ::core::future::ready("added").await
}
