//! How long an answer is fresh: `Cache-Control`, `Age` and `Expires` (RFC 9111 section 4.2).

use std::time::{Duration, SystemTime};

use actix_web::http::header::HttpDate;
use http::HeaderMap;
use http::header::{AGE, CACHE_CONTROL, DATE, EXPIRES};

/// `None` when the answer does not say. What says it in an unreadable way, or that it must not be
/// kept, is not fresh at all.
pub(super) fn of(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    match max_age(headers) {
        Some(age) => Some(age.saturating_sub(spent(headers))),
        None => expires(headers, now),
    }
}

/// Directives are case-insensitive; of several the shortest counts.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let lines = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
    let directives = lines.flat_map(|line| line.split(',')).map(str::trim);
    directives
        .filter_map(|directive| {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("no-store") || is("no-cache") {
                return Some(Duration::ZERO);
            }
            is("max-age").then(|| seconds(value.trim_matches('"')).unwrap_or_default())
        })
        .min()
}

/// How long caches on the way have had it.
fn spent(headers: &HeaderMap) -> Duration {
    text(headers, &AGE).and_then(seconds).unwrap_or_default()
}

/// Counted from the answer's own `Date`, since its clock may differ from ours.
fn expires(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let date = |text: &str| text.parse::<HttpDate>().ok().map(SystemTime::from);
    let expires = text(headers, &EXPIRES)?;
    let sent = text(headers, &DATE).and_then(date).unwrap_or(now);
    let left = date(expires).and_then(|expires| expires.duration_since(sent).ok());
    Some(left.unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn seconds(text: &str) -> Option<Duration> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_how_long() {
        let now =
            SystemTime::from("Thu, 01 Jan 2026 00:00:00 GMT".parse::<HttpDate>().expect("a date"));
        for (lines, expected) in [
            (&[][..], None),
            (&[("cache-control", "public")], None),
            (&[("cache-control", "public, max-age=300")], Some(300)),
            (&[("cache-control", "Max-Age=\"300\" , must-revalidate")], Some(300)),
            (&[("cache-control", "max-age=300"), ("age", "100")], Some(200)),
            (&[("cache-control", "max-age=300"), ("age", "400")], Some(0)),
            (&[("cache-control", "max-age=300"), ("age", "-1")], Some(300)),
            (&[("cache-control", "max-age=300"), ("cache-control", "max-age=20")], Some(20)),
            (&[("cache-control", "max-age=99999999999999999999")], Some(u64::MAX)),
            (&[("cache-control", "max-age=soon")], Some(0)),
            (&[("cache-control", "max-age=-5")], Some(0)),
            (&[("cache-control", "max-age")], Some(0)),
            (&[("cache-control", "s-maxage=300")], None),
            (&[("cache-control", "no-store, max-age=300")], Some(0)),
            (&[("cache-control", "no-cache")], Some(0)),
            (&[("expires", "Thu, 01 Jan 2026 00:05:00 GMT")], Some(300)),
            (
                &[
                    ("expires", "Thu, 01 Jan 2026 00:05:00 GMT"),
                    ("date", "Thu, 01 Jan 2026 00:04:00 GMT"),
                ],
                Some(60),
            ),
            (&[("expires", "Wed, 31 Dec 2025 00:00:00 GMT")], Some(0)),
            (&[("expires", "0")], Some(0)),
            (
                &[("expires", "Thu, 01 Jan 2026 00:05:00 GMT"), ("cache-control", "max-age=7")],
                Some(7),
            ),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(*name, value.parse().unwrap());
            }
            assert_eq!(of(&headers, now), expected.map(Duration::from_secs), "{lines:?}");
        }
    }
}
