//! Types, modules and macros with the names that generated code must not rely on.

macro_rules! decoys {
    ($($name:ident)*) => {$(
        #[doc = "Is not what its name says."]
        #[derive(::core::fmt::Debug)]
        #[allow(non_camel_case_types)]
        pub struct $name;
    )*};
}

/// The vocabulary, among decoys.
pub mod vocabulary {
    decoys! {
        Option Some None Result Ok Err Vec String Box Default Clone Copy Eq From Into Iterator
        Display FromStr Send Sync Sized Drop Fn FnOnce Node Policy Set BitSet Rule Gated Guarded
        Mount Check Principal Decision Vocabulary Declared HandlerInfo NoRoles UnknownName
        Authorized Listing Loaded Listed NoObject Object Target Terms OnDenied Routed Resource Key
        KeyColumn PinnedColumn Parameters Field Table SqlPart Serialize Deserialize
        Dto Shape FieldShape Input Typed AsScalar UpdateField RequiredField OptionalField Walk
        Document Inspector Invalid Changes New Draft Patch Nested Entity Decided Columns Dialect
        SetColumns ColumnField SafeUpdate SafeCreate SafeResponse SafeQuery View Visible Query
        Page Shows Scalar Sanitizer Direction SortBy
        Requirement Selection RouteTable TableHandler Tabled
        u8 u16 u32 u64 usize bool str char
        f name names index mount principal surroundings request gated rule role permission
    }

    /// Not the standard library's.
    pub mod core {}
    /// Not the standard library's.
    pub mod std {}
    /// Not this crate's dependency.
    pub mod portcullis {}
    /// Not this crate's dependency.
    pub mod pc {}

    /// The permissions.
    #[derive(
        ::pc::Permissions,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::core::cmp::Eq,
    )]
    #[permissions(crate = ::pc)]
    pub enum Permission {
        /// Read reports.
        #[permission("reports:read")]
        ReadReports,
        /// Write reports.
        #[permission("reports:write", ungranted)]
        WriteReports,
    }

    /// The roles.
    #[derive(
        ::pc::Roles,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::core::cmp::Eq,
    )]
    #[roles(permission = Permission, admin = Editor, crate = ::pc)]
    pub enum Role {
        /// Reads.
        #[role(grants(ReadReports))]
        Reader,
        /// Reads too.
        #[role(inherits(Reader), name = "chief")]
        Editor,
    }

    /// Permissions without roles.
    #[derive(
        ::pc::Permissions,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::core::cmp::Eq,
    )]
    #[permissions(no_roles, crate = ::pc)]
    pub enum Plain {
        /// Read.
        #[permission("read")]
        Read,
    }
}
