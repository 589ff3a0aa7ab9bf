//! The columns that a change sets: generated names and bound parameters, nothing of the client's text.

use core::fmt;

use sqlx::{Encode, QueryBuilder, Type};

use super::changes::{Changes, SafeUpdate};
use super::patch::Patch;
use super::read::Reader;
use crate::resource::{Dialect, Resource};

/// Where a change writes its columns.
#[doc(hidden)]
pub struct Columns<'a, DB: Dialect> {
    query: &'a mut QueryBuilder<DB>,
    is_empty: bool,
}

impl<DB: Dialect> Columns<'_, DB> {
    /// Adds `"column" = ` and a bound parameter.
    fn set<'v, T: Encode<'v, DB> + Type<DB>>(&mut self, column: &str, value: T) {
        self.name(column);
        self.query.push(" = ").push_bind(value);
    }

    fn name(&mut self, column: &str) {
        if !self.is_empty {
            self.query.push(", ");
        }
        self.is_empty = false;
        self.query.push("\"").push(column).push("\"");
    }
}

impl<DB: Dialect> fmt::Debug for Columns<'_, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Columns").finish_non_exhaustive()
    }
}

/// A DTO whose fields are columns.
#[diagnostic::on_unimplemented(
    message = "the fields of `{Self}` are not all columns of `{DB}`",
    note = "every field that `push_set` writes needs a type that sqlx can encode for this database; an inner object (`Nested`) is written by hand"
)]
pub trait SetColumns<DB: Dialect> {
    /// Adds what is set.
    #[doc(hidden)]
    fn push_columns(&self, columns: &mut Columns<'_, DB>);
}

/// A field that is a column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no column of `{DB}`",
    note = "sqlx must be able to encode it for this database; an inner object (`Nested`) is written by hand"
)]
pub trait ColumnField<DB: Dialect, How> {
    /// Adds the column, if it is set.
    #[doc(hidden)]
    fn push(&self, column: &str, columns: &mut Columns<'_, DB>);
}

impl<DB, How, T> ColumnField<DB, How> for Option<T>
where
    DB: Dialect,
    How: Reader<T, Field = T>,
    T: for<'v> Encode<'v, DB> + Type<DB>,
{
    fn push(&self, column: &str, columns: &mut Columns<'_, DB>) {
        if let Some(value) = self {
            columns.set(column, value);
        }
    }
}

impl<DB, How, T> ColumnField<DB, How> for Patch<T>
where
    DB: Dialect,
    How: Reader<T, Field = T>,
    T: for<'v> Encode<'v, DB> + Type<DB>,
    for<'v> Option<&'v T>: Encode<'v, DB> + Type<DB>,
{
    fn push(&self, column: &str, columns: &mut Columns<'_, DB>) {
        match self {
            Self::Absent => {}
            Self::Null => columns.set(column, None::<&T>),
            Self::Value(value) => columns.set(column, value),
        }
    }
}

impl<U: SafeUpdate<Entity: Resource>> Changes<U> {
    /// Adds the columns that change to an `UPDATE .. SET `: `"title" = $1, "body" = $2`. The names are
    /// those of the entity, the values are bound. Where nothing changes, the statement stays valid and
    /// sets the identifier to itself.
    ///
    /// ```
    /// # use portcullis::{Authorized, Resource, SafeUpdate, resource::{Conflict, Update}};
    /// # use portcullis::allowlist::Changes;
    /// # #[derive(Resource)]
    /// # #[resource(owner = author_id, table = "posts")]
    /// # struct Post { id: i64, author_id: String, title: String }
    /// # #[derive(SafeUpdate)]
    /// # #[safe_update(of = Post, deny(id, author_id))]
    /// # struct PostUpdate { title: Option<String> }
    /// async fn edit(
    ///     post: Authorized<Post, Update>,
    ///     changes: Changes<PostUpdate>,
    ///     pool: &sqlx::SqlitePool,
    /// ) -> Result<Result<Post, Conflict>, sqlx::Error> {
    ///     let mut query = sqlx::QueryBuilder::new("UPDATE posts SET ");
    ///     changes.push_set(&mut query);
    ///     post.push_where(&mut query);
    ///     let done = query.build().execute(pool).await?;
    ///     let written = post.written(done.rows_affected());
    ///     Ok(written.map(|mut post| {
    ///         changes.apply(&mut post);
    ///         post
    ///     }))
    /// }
    /// ```
    pub fn push_set<DB: Dialect>(&self, query: &mut QueryBuilder<DB>)
    where
        U: SetColumns<DB>,
    {
        let mut columns = Columns { query, is_empty: true };
        (**self).push_columns(&mut columns);
        if columns.is_empty
            && let Some(identifier) = U::Entity::PINNED.first()
        {
            columns.name(identifier.name());
            columns.query.push(" = \"").push(identifier.name()).push("\"");
        }
    }
}
