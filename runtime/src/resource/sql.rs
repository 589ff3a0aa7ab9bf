//! Conditions for the database: bound parameters, and no text that a client wrote.

use sqlx::QueryBuilder;

use super::Table;
use super::authorized::Authorized;
use super::column::KeyColumn;
use super::listing::{Listing, Scope};
use super::value::Value;
use crate::policy::SqlPart;

/// A database whose conditions Portcullis writes: SQLite (feature `sqlite`) and PostgreSQL (feature
/// `postgres`).
pub trait Dialect: sqlx::Database + sealed::Sealed {
    /// Adds `value` as a bound parameter.
    #[doc(hidden)]
    fn bind(query: &mut QueryBuilder<Self>, value: Value);

    /// Whether a column can hold `value`. What none can hold equals nothing.
    #[doc(hidden)]
    fn holds(value: &Value) -> bool;
}

mod sealed {
    pub trait Sealed {}
    #[cfg(feature = "sqlite")]
    impl Sealed for sqlx::Sqlite {}
    #[cfg(feature = "postgres")]
    impl Sealed for sqlx::Postgres {}
}

macro_rules! dialect {
    ($feature:literal $database:ty, $holds_nul:literal) => {
        #[cfg(feature = $feature)]
        impl Dialect for $database {
            fn bind(query: &mut QueryBuilder<Self>, value: Value) {
                match value {
                    Value::Null | Value::Impossible => query.push("NULL"),
                    Value::Integer(value) => query.push_bind(value),
                    Value::Text(value) => query.push_bind(value),
                    Value::Boolean(value) => query.push_bind(value),
                    #[cfg(feature = "uuid")]
                    Value::Uuid(value) => query.push_bind(value),
                };
            }

            fn holds(value: &Value) -> bool {
                match value {
                    Value::Null | Value::Impossible => false,
                    Value::Text(text) => $holds_nul || !text.contains('\0'),
                    _ => true,
                }
            }
        }
    };
}

dialect!("sqlite" sqlx::Sqlite, true);
dialect!("postgres" sqlx::Postgres, false);

impl<T: Table> Listing<T> {
    /// Adds ` WHERE ..` to `query`.
    ///
    /// Columns are qualified with the table's name, or with the [`alias`](Self::alias).
    pub fn push_where<DB: Dialect>(&self, query: &mut QueryBuilder<DB>) {
        query.push(" WHERE ");
        self.push_condition(query);
    }

    /// Adds the condition in parentheses to `query`, to stand beside other conditions.
    pub fn push_condition<DB: Dialect>(&self, query: &mut QueryBuilder<DB>) {
        self.push(&self.scope, query);
    }

    fn push<DB: Dialect>(&self, scope: &Scope, query: &mut QueryBuilder<DB>) {
        match scope {
            Scope::Everything => drop(query.push("TRUE")),
            Scope::Nothing => drop(query.push("FALSE")),
            Scope::Owner => push_list(T::OWNERS, " OR ", query, |column, query| {
                self.push_key(column, Some(&self.subject), query);
            }),
            Scope::Tenant => push_list(T::TENANT.as_slice(), " OR ", query, |column, query| {
                self.push_key(column, self.tenant.as_deref(), query);
            }),
            Scope::Related { relation, text } => {
                let mut columns = T::RELATIONS.iter().zip(T::RELATION_COLUMNS);
                match columns.find(|(name, _)| *name == relation) {
                    Some((_, column)) => self.push_key(column, Some(text), query),
                    None => {
                        query.push("NULL");
                    }
                }
            }
            Scope::Check { sql, .. } => self.push_check(sql, query),
            Scope::Not(inner) => {
                query.push("NOT ");
                self.push(inner, query);
            }
            Scope::Every(parts) => {
                push_list(parts, " AND ", query, |part, query| self.push(part, query));
            }
            Scope::Some(parts) => {
                push_list(parts, " OR ", query, |part, query| self.push(part, query));
            }
        }
    }

    /// A column that names whom `text` names.
    fn push_key<DB: Dialect>(
        &self,
        column: &KeyColumn,
        text: Option<&str>,
        query: &mut QueryBuilder<DB>,
    ) {
        let value = match text.and_then(|text| column.value_of(text)) {
            None => {
                query.push("FALSE");
                return;
            }
            // Neither equal nor different, so that a negation selects nothing either.
            Some(Value::Null | Value::Impossible) => {
                query.push("NULL");
                return;
            }
            Some(value) => value,
        };
        let this = self.this();
        if column.is_nullable() {
            query.push("(");
            push_column(query, this, column.name());
            query.push(" IS NOT NULL AND ");
        }
        push_column(query, this, column.name());
        query.push(" = ");
        DB::bind(query, value);
        if column.is_nullable() {
            query.push(")");
        }
    }

    fn push_check<DB: Dialect>(&self, sql: &[SqlPart], query: &mut QueryBuilder<DB>) {
        if self.alias.is_some_and(|alias| names(sql, alias)) {
            tracing::error!(alias = self.alias, "the SQL of a check uses the alias of the query");
            query.push("NULL");
            return;
        }
        let text = |text: &str| {
            let is_possible = !text.contains('\0');
            if is_possible { Value::Text(text.to_owned()) } else { Value::Null }
        };
        query.push("COALESCE((");
        for part in sql {
            match part {
                SqlPart::Text(text) => drop(query.push(text)),
                SqlPart::Subject => DB::bind(query, text(&self.subject)),
                SqlPart::Tenant => {
                    DB::bind(query, self.tenant.as_deref().map_or(Value::Null, text));
                }
                SqlPart::This => push_name(query, self.this()),
            }
        }
        query.push("), FALSE)");
    }

    fn this(&self) -> &'static str {
        self.alias.unwrap_or(T::TABLE)
    }
}

impl<T: Table, A> Authorized<T, A> {
    /// Adds ` WHERE ..` to an `UPDATE` or `DELETE`: the row with this identifier, as long as it has
    /// the owners, tenant and parents that the decision saw. Hand the number of rows that it wrote
    /// to [`written`](Self::written). The statement names the table without an alias.
    ///
    /// ```
    /// # use portcullis::{Authorized, resource::{Update, Conflict}};
    /// # #[derive(portcullis::Resource)]
    /// # #[resource(owner = author_id, table = "posts")]
    /// # struct Post { id: i64, author_id: String, title: String }
    /// async fn rename(
    ///     post: Authorized<Post, Update>,
    ///     title: &str,
    ///     pool: &sqlx::SqlitePool,
    /// ) -> Result<Result<Post, Conflict>, sqlx::Error> {
    ///     let mut query = sqlx::QueryBuilder::new("UPDATE posts SET title = ");
    ///     query.push_bind(title);
    ///     post.push_where(&mut query);
    ///     let done = query.build().execute(pool).await?;
    ///     Ok(post.written(done.rows_affected()))
    /// }
    /// ```
    pub fn push_where<DB: Dialect>(&self, query: &mut QueryBuilder<DB>) {
        if T::PINNED.is_empty() {
            // Every row would be written.
            query.push(" WHERE FALSE");
        }
        for (at, (column, value)) in self.pinned().enumerate() {
            query.push(if at == 0 { " WHERE " } else { " AND " });
            match value {
                Value::Impossible => drop(query.push("FALSE")),
                Value::Null => {
                    push_column(query, T::TABLE, column);
                    query.push(" IS NULL");
                }
                value => {
                    push_column(query, T::TABLE, column);
                    query.push(" = ");
                    DB::bind(query, value);
                }
            }
        }
    }
}

/// Whether the text of a check uses `alias` as a name of its own, which would capture `{self}`.
fn names(sql: &[SqlPart], alias: &str) -> bool {
    // A word behind a dot is a column.
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let is_alias =
        |word: &str| word.split('.').next().is_some_and(|table| table.eq_ignore_ascii_case(alias));
    sql.iter().any(|part| match part {
        SqlPart::Text(text) => text.split(|letter| !is_letter(letter)).any(is_alias),
        _ => false,
    })
}

/// The items in parentheses; without any, nothing is selected.
fn push_list<DB: Dialect, I>(
    items: &[I],
    between: &str,
    query: &mut QueryBuilder<DB>,
    mut push: impl FnMut(&I, &mut QueryBuilder<DB>),
) {
    if items.is_empty() {
        query.push("NULL");
        return;
    }
    query.push("(");
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            query.push(between);
        }
        push(item, query);
    }
    query.push(")");
}

pub(crate) fn push_column<DB: Dialect>(query: &mut QueryBuilder<DB>, table: &str, column: &str) {
    push_name(query, table);
    query.push(".");
    push_name(query, column);
}

/// A name that the source wrote, quoted part by part: it may be a reserved word.
fn push_name<DB: Dialect>(query: &mut QueryBuilder<DB>, name: &str) {
    for (at, part) in name.split('.').enumerate() {
        if at > 0 {
            query.push(".");
        }
        query.push("\"").push(part).push("\"");
    }
}
