//! What may be asked, page by page, and what no text of a client can do.

use serde_json::{Value, json};

use super::serve;

#[test]
fn a_list_is_filtered_sorted_cut_and_shown_in_part() {
    let site = serve();
    for (parameters, expected) in [
        // By `level`, the first key that a reader sees: mail is not among what it sees.
        ("limit=5", vec![2, 4, 6, 1, 3]),
        ("limit=5&sort=id", vec![1, 2, 3, 4, 5]),
        ("limit=5&sort=-id", vec![7, 6, 5, 4, 3]),
        ("sort=name,-id", vec![4, 6, 3]),
        ("sort=-rankOf,name", vec![3, 1, 7]),
        ("sort=id&filter[active]=true", vec![2, 4, 6]),
        ("sort=id&filter%5Bactive%5D=true&filter[rankOf]=1", vec![]),
        ("sort=id&filter[nickname]=nick", vec![6, 7]),
        ("filter[name]=O'Hara", vec![4]),
        ("filter[name]=o'hara", vec![]),
        ("filter[name]=", vec![]),
        ("filter[name]=a%00b", vec![]),
    ] {
        let (ids, _) = site.page("reader", parameters);
        assert_eq!(ids, expected, "{parameters}");
    }
    // Nothing asked: the default length.
    assert_eq!(site.get("reader", "/accounts").status, 200);
    assert_eq!(site.page("reader", "").0.len(), 3);
    let reply = site.get("reader", "/accounts?fields=name,rankOf&limit=1&sort=id");
    let page: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(page["items"], json!([{"name": "name 1", "rankOf": 1}]));
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

#[test]
fn pages_follow_each_other_to_the_end() {
    let site = serve();
    assert_eq!(site.walk("reader", ""), [2, 4, 6, 1, 3, 5, 7]);
    assert_eq!(site.walk("reader", "sort=-id&limit=1"), [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(site.walk("reader", "sort=name,-rankOf&limit=2"), [4, 3, 6, 1, 7, 5, 2]);
    assert_eq!(site.walk("reader", "sort=name&limit=1&filter[active]=false"), [3, 1, 7, 5]);
    assert_eq!(site.walk("admin", "limit=2"), [7, 6, 5, 4, 3, 2, 1]);
    // The length of a page, and what it shows, may change on the way.
    let (_, next) = site.page("reader", "sort=id&limit=2");
    let (ids, next) =
        site.page("reader", &format!("sort=id&limit=5&fields=id&cursor={}", next.unwrap()));
    assert_eq!((ids, next), (vec![3, 4, 5, 6, 7], None));
}

#[test]
fn no_text_of_a_client_is_sql() {
    let site = serve();
    for text in [
        "' OR '1'='1",
        "'; DROP TABLE accounts; --",
        "\" OR \"\"=\"",
        "name 1' UNION SELECT * FROM accounts --",
        "$1",
        "?1",
        "%",
        "name%",
        "\\",
    ] {
        let encoded = text.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
        let (ids, _) = site.page("reader", &format!("filter[name]={encoded}"));
        assert!(ids.is_empty(), "{text}");
        site.refused("reader", &format!("sort={encoded}"));
        site.refused("reader", &format!("filter[{encoded}]=1"));
        site.refused("reader", &format!("limit={encoded}"));
        site.refused("reader", &format!("cursor={encoded}"));
    }
    assert_eq!(site.walk("reader", "sort=id").len(), 7);
}
