//! Random lists: rows, an order, filters, and the length of a page.

use std::fmt::Write as _;

use proptest::prelude::*;
use uuid::Uuid;

use super::Paper;

/// The sort keys, and the columns that they mean.
const SORTS: [(&str, &str); 7] = [
    ("title", "\"group\""),
    ("level", "level"),
    ("is_open", "is_open"),
    ("number", "number"),
    ("shelf", "shelf"),
    ("size", "size"),
    ("device", "device"),
];

const TITLES: [&str; 10] =
    ["", "a", "A", "b", "\u{e4}", "a b", "O'Hara\" --", "%", "\u{1f600}", "a\u{301}"];

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) papers: Vec<Paper>,
    sort: Vec<(usize, bool)>,
    pub(super) limit: usize,
    filters: (Option<usize>, Option<i16>, Option<bool>),
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let paper =
        (0..4_i64, 0..12_i32, 0..TITLES.len(), 0..3_i16, any::<bool>(), 0..2_u64, any::<bool>());
    let paper = paper.prop_map(|(shelf, number, title, level, is_open, size, device)| Paper {
        shelf,
        number,
        title: TITLES[title].to_owned(),
        level,
        is_open,
        note: None,
        size: size * (i64::MAX as u64),
        // The greatest first byte, so that a signed comparison would be noticed.
        device: if device { Uuid::from_u128(1) } else { Uuid::max() },
    });
    let papers = proptest::collection::vec(paper, 0..32).prop_map(|mut papers| {
        papers.sort_by_key(|paper| (paper.shelf, paper.number));
        papers.dedup_by_key(|paper| (paper.shelf, paper.number));
        papers
    });
    let keys: Vec<usize> = (0..SORTS.len()).collect();
    let sort = proptest::sample::subsequence(keys, 0..=4).prop_shuffle();
    let sort = (sort, proptest::collection::vec(any::<bool>(), 4));
    let sort = sort.prop_map(|(keys, down)| keys.into_iter().zip(down).collect());
    // One filter is mostly enough to leave something.
    let filters = prop_oneof![
        3 => Just((None, None, None)),
        1 => (0..TITLES.len()).prop_map(|title| (Some(title), None, None)),
        2 => (0..3_i16).prop_map(|level| (None, Some(level), None)),
        2 => any::<bool>().prop_map(|is_open| (None, None, Some(is_open))),
        1 => (0..3_i16, any::<bool>()).prop_map(|(level, open)| (None, Some(level), Some(open))),
    ];
    (papers, sort, 1..9_usize, filters).prop_map(|(papers, sort, limit, filters)| Case {
        papers,
        sort,
        limit,
        filters,
    })
}

impl Case {
    /// The query string, without a cursor.
    pub(super) fn parameters(&self) -> String {
        let mut parameters = vec![format!("limit={}", self.limit)];
        if !self.sort.is_empty() {
            let key = |(at, down): &(usize, bool)| {
                format!("{}{}", if *down { "-" } else { "" }, SORTS[*at].0)
            };
            parameters
                .push(format!("sort={}", self.sort.iter().map(key).collect::<Vec<_>>().join(",")));
        }
        let (title, level, is_open) = self.filters;
        parameters.extend(title.map(|at| format!("filter[title]={}", encoded(TITLES[at]))));
        parameters.extend(level.map(|level| format!("filter[level]={level}")));
        parameters.extend(is_open.map(|is_open| format!("filter[is_open]={is_open}")));
        parameters.join("&")
    }

    /// The same list without pages, written by hand.
    pub(super) fn statement(&self) -> String {
        let (title, level, is_open) = self.filters;
        let mut statement = "SELECT shelf, number FROM \"order\" WHERE 1 = 1".to_owned();
        if let Some(at) = title {
            write!(statement, " AND \"group\" = '{}'", TITLES[at].replace('\'', "''")).unwrap();
        }
        if let Some(level) = level {
            write!(statement, " AND level = {level}").unwrap();
        }
        if let Some(is_open) = is_open {
            write!(statement, " AND is_open = {is_open}").unwrap();
        }
        let mut order: Vec<_> = self
            .sort
            .iter()
            .map(|(at, down)| format!("{}{}", SORTS[*at].1, if *down { " DESC" } else { "" }))
            .collect();
        if order.is_empty() {
            order.push("\"group\"".to_owned());
        }
        write!(statement, " ORDER BY {}, shelf, number", order.join(", ")).unwrap();
        statement
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        write!(encoded, "%{byte:02x}").unwrap();
        encoded
    })
}
