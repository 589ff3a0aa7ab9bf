//! The answers: each with the status of its case, and refusals alike in every byte.

use std::collections::BTreeMap;

use portcullis_tests::client::Reply;

use crate::site::Site;
use crate::table::Case;

/// The refusal of each status, which is the same whoever asks for whatever.
#[derive(Default)]
pub struct Refusals(BTreeMap<u16, String>);

impl Refusals {
    /// Sends the request of `case`, and says what is wrong with the answer.
    pub fn check(&mut self, site: &Site, case: &Case) -> Option<String> {
        let reply = site.ask(case.method, &case.path, &case.body, case.caller);
        if reply.status != case.expected {
            return Some(format!("{case}: {} instead of {}", reply.status, case.expected));
        }
        // A 400 says what is wrong with the body, to somebody who may send one.
        if reply.status <= 400 {
            return None;
        }
        let whole = whole(&reply, case);
        let usual = self.0.entry(reply.status).or_insert_with(|| whole.clone());
        (*usual != whole).then(|| format!("{case}: {whole}\n    unlike {usual}"))
    }
}

/// The whole answer but for the date. One that comes before the body of the request was read closes
/// the connection, which tells how soon it was decided and nothing about objects.
fn whole(reply: &Reply, case: &Case) -> String {
    let varies = |name: &str| match name.to_ascii_lowercase().as_str() {
        "date" => true,
        "connection" => !case.body.is_empty(),
        _ => false,
    };
    let mut headers: Vec<_> = reply.headers().iter().filter(|(name, _)| !varies(name)).collect();
    headers.sort();
    format!("{} {headers:?} {}", reply.status, reply.body)
}
