//! `Query`: what a request asks of a list, all of which this caller may ask.

use core::fmt;
use core::future::{Ready, ready};
use core::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use super::cursor::{CursorKey, Question};
use super::order::{OrderColumn, SortBy, order};
use super::page::{Next, Page};
use super::parse::{Asked, parse};
use super::shape::SafeQuery;
use crate::allowlist::input::{Findings, InputRefusal};
use crate::allowlist::output::Selection;
use crate::problem::{FieldError, FieldErrorCode, Place};
use crate::resource::Value;

/// What a request asks of a list: filters, order, page. A parameter of a handler.
///
/// | parameter | meaning |
/// |---|---|
/// | `filter[author_id]=7` | only objects of which the field is 7 |
/// | `sort=-title,id` | by title, the greatest first, then by `id` |
/// | `limit=20` | at most so many objects in the page |
/// | `cursor=..` | the page after the one whose `next` this is |
/// | `fields=id,title` | these fields alone |
///
/// Keys are the names that the view has on the wire. A key is there for those alone who see its field
/// in every object: for anybody else it is answered as a key that does not exist. Unknown and repeated
/// parameters, values of another type and limits out of bounds are answered 422, all at once.
///
/// A cursor is signed (HMAC-SHA256) and belongs to one type of query, order and set of filters. It is
/// no secret: whoever holds it can read the sort keys of the last object. It says where a page begins
/// and nothing about who may see what is there, which the condition of the list decides each time.
/// On a plain `actix_web::App` there is no key to sign with: lists end with their first page.
///
/// There is no public constructor. `Debug` shows no value.
#[must_use]
pub struct Query<Q: SafeQuery> {
    filters: Q,
    sort: Vec<SortBy<Q::Sort>>,
    /// What the rows are sorted by, down to the identifier.
    pub(super) order: Vec<OrderColumn<Q::Entity>>,
    pub(super) limit: u32,
    /// Where the page before ended.
    pub(super) after: Option<Vec<Value>>,
    selection: Selection<Q::View>,
    key: Option<CursorKey>,
    /// What stands for the table in the statement.
    pub(super) alias: Option<&'static str>,
}

impl<Q: SafeQuery> Query<Q> {
    /// At most so many objects are in the page.
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// What the client sorts by; without a choice of its own, by the first key that it may see.
    pub fn sort(&self) -> &[SortBy<Q::Sort>] {
        &self.sort
    }

    /// The filters that are set.
    pub fn filters(&self) -> impl Iterator<Item = Q::Filter> {
        let filters = Q::SHAPE.filters.iter();
        filters.filter(|filter| (filter.value)(&self.filters).is_some()).map(|filter| filter.key)
    }

    /// The columns that are looked up, with their values.
    pub(super) fn conditions(&self) -> Vec<(&'static str, Value)> {
        let filters = Q::SHAPE.filters.iter();
        filters
            .filter_map(|filter| Some((filter.on.column, (filter.value)(&self.filters)?)))
            .collect()
    }

    /// The same, in a statement that calls the table `alias`.
    pub fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    /// The answer with these rows, which are what the statement selected: up to one more than
    /// [`limit`](Self::limit), which is cut off and tells that there is another page.
    pub fn page(self, mut rows: Vec<Q::Entity>) -> Page<Q::View> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let is_more = rows.len() > limit;
        rows.truncate(limit);
        let next = match (rows.last(), &self.key) {
            (Some(last), Some(key)) if is_more => self.next(last, key),
            _ => Next::None,
        };
        Page::new(rows, self.selection, next)
    }

    fn next(&self, last: &Q::Entity, key: &CursorKey) -> Next {
        let values: Vec<_> = self.order.iter().map(|column| (column.value)(last)).collect();
        let cursor = self.question().and_then(|question| key.sign(&question, &values));
        cursor.map_or(Next::Lost(Q::SHAPE.name), Next::Cursor)
    }

    fn question(&self) -> Option<Question> {
        let order = self.order.iter();
        let order: Vec<_> =
            order.map(|column| (column.name, column.direction.is_descending())).collect();
        Question::new(Q::SHAPE.path, &order, &self.conditions())
    }

    fn read(request: &HttpRequest) -> Result<Self, InputRefusal> {
        let mut findings = Findings::default();
        let Asked { filters, order: chosen, limit, cursor, selection } =
            parse::<Q>(request, &mut findings)?;
        let sort = chosen.iter().filter_map(|(position, direction)| {
            let key = Q::SHAPE.sorts.get(*position)?.key;
            Some(SortBy { key, direction: *direction })
        });
        let mut query = Self {
            filters,
            sort: sort.collect(),
            order: order::<Q>(&chosen),
            limit,
            after: None,
            selection,
            key: request.app_data::<CursorKey>().cloned(),
            alias: None,
        };
        if let Some(cursor) = cursor {
            query.after = query.open(&cursor);
            if query.after.is_none() {
                let place = Place::Parameter("cursor".to_owned());
                let error = FieldError::new(place, FieldErrorCode::Invalid);
                findings.push(error.with_detail("the cursor is not one of this list"));
            }
        }
        if findings.is_empty() { Ok(query) } else { Err(InputRefusal::of(findings)) }
    }

    /// What the cursor says, if it was signed for this question.
    fn open(&self, cursor: &str) -> Option<Vec<Value>> {
        let values = self.key.as_ref()?.open(&self.question()?, cursor)?;
        (values.len() == self.order.len()).then_some(values)
    }
}

impl<Q: SafeQuery> FromRequest for Query<Q> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request).map_err(Error::from))
    }
}

impl<Q: SafeQuery> Deref for Query<Q> {
    type Target = Q;

    fn deref(&self) -> &Q {
        &self.filters
    }
}

impl<Q: SafeQuery> fmt::Debug for Query<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("filters", &self.filters().collect::<Vec<_>>())
            .field("sort", &self.sort)
            .field("limit", &self.limit)
            .field("is_first", &self.after.is_none())
            .finish_non_exhaustive()
    }
}
