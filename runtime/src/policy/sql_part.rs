//! `SqlPart`: a condition of the database in pieces, so that no value ever becomes text.

/// A piece of the SQL that a check states for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlPart {
    /// Text that the attribute wrote.
    Text(&'static str),
    /// The principal's subject, as a bound parameter.
    Subject,
    /// The principal's tenant, as a bound parameter; null when the credential names none.
    Tenant,
    /// The table, or the alias that stands for it, of the objects that are listed.
    This,
}
