//! Lists in the database: bound parameters, generated names, and no text that a client wrote.

use sqlx::QueryBuilder;

use super::extractor::Query;
use super::order::OrderColumn;
use super::shape::SafeQuery;
use crate::resource::{Dialect, Table, Value, push_column};

impl<Q: SafeQuery<Entity: Table>> Query<Q> {
    /// Adds filters, order and limit to a statement that ends in its conditions. Conditions that are
    /// joined with `OR` need parentheses around them. One row more than the [`limit`](Self::limit) is
    /// selected, for [`page`](Self::page).
    ///
    /// Columns are qualified with the table's name, or with the [`alias`](Self::alias).
    ///
    /// ```
    /// # use portcullis::{Listing, Resource, SafeQuery, SafeResponse};
    /// # use portcullis::allowlist::{Page, Query};
    /// # #[derive(Resource)]
    /// # #[resource(owner = author_id, table = "posts")]
    /// # struct Post { id: i64, author_id: String, title: String }
    /// # impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for Post {
    /// #     fn from_row(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<Self> {
    /// #         use sqlx::Row as _;
    /// #         let (id, author_id) = (row.try_get("id")?, row.try_get("author_id")?);
    /// #         Ok(Self { id, author_id, title: row.try_get("title")? })
    /// #     }
    /// # }
    /// # #[derive(SafeResponse)]
    /// # #[safe_response(of = Post)]
    /// # struct PostView { id: i64, author_id: String, title: String }
    /// # #[derive(SafeQuery)]
    /// # #[safe_query(of = PostView, sort(id, title))]
    /// # struct PostQuery { author_id: Option<String> }
    /// async fn list(
    ///     posts: Listing<Post>,
    ///     query: Query<PostQuery>,
    ///     pool: &sqlx::SqlitePool,
    /// ) -> Result<Page<PostView>, sqlx::Error> {
    ///     let mut statement = sqlx::QueryBuilder::new("SELECT * FROM posts");
    ///     posts.push_where(&mut statement);
    ///     query.push_to(&mut statement);
    ///     let rows = statement.build_query_as().fetch_all(pool).await?;
    ///     Ok(query.page(rows))
    /// }
    /// # fn main() {}
    /// ```
    pub fn push_to<DB: Dialect>(&self, query: &mut QueryBuilder<DB>) {
        for (column, value) in self.conditions() {
            query.push(" AND ");
            if DB::holds(&value) {
                self.push_comparison(query, column, " = ", value);
            } else {
                query.push("FALSE");
            }
        }
        if let Some(after) = &self.after {
            query.push(" AND ");
            self.push_after(query, &self.order, after);
        }
        for (at, column) in self.order.iter().enumerate() {
            query.push(if at == 0 { " ORDER BY " } else { ", " });
            push_column(query, self.this(), column.name);
            query.push(if column.direction.is_descending() { " DESC" } else { " ASC" });
        }
        query.push(" LIMIT ").push(u64::from(self.limit) + 1);
    }

    /// The rows behind these values: `a >= x AND (a > x OR (the rest is behind))`. Its first part
    /// alone bounds the leading column, so that an index can be used.
    fn push_after<DB: Dialect>(
        &self,
        query: &mut QueryBuilder<DB>,
        order: &[OrderColumn<Q::Entity>],
        after: &[Value],
    ) {
        // Nothing is behind a whole row but itself; nor behind what no row can hold.
        let (Some((column, order)), Some((value, after))) =
            (order.split_first(), after.split_first())
        else {
            query.push("FALSE");
            return;
        };
        if !DB::holds(value) {
            query.push("FALSE");
            return;
        }
        let beyond = if column.direction.is_descending() { " < " } else { " > " };
        if order.is_empty() {
            self.push_comparison(query, column.name, beyond, value.clone());
            return;
        }
        let from = if column.direction.is_descending() { " <= " } else { " >= " };
        query.push("(");
        self.push_comparison(query, column.name, from, value.clone());
        query.push(" AND (");
        self.push_comparison(query, column.name, beyond, value.clone());
        query.push(" OR ");
        self.push_after(query, order, after);
        query.push("))");
    }

    fn push_comparison<DB: Dialect>(
        &self,
        query: &mut QueryBuilder<DB>,
        column: &str,
        operator: &str,
        value: Value,
    ) {
        push_column(query, self.this(), column);
        query.push(operator);
        DB::bind(query, value);
    }

    fn this(&self) -> &'static str {
        self.alias.unwrap_or(<Q::Entity as Table>::TABLE)
    }
}
