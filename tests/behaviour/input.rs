//! Malformed input of every kind: a documented 4xx problem document, never a 5xx or silence.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use portcullis::{App, require_permission};
use portcullis_tests::client::{send, send_raw};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token};
use serde::Deserialize;

#[derive(Deserialize)]
struct Report {
    title: String,
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

#[require_permission("reports:read")]
#[post("/json")]
async fn json(report: web::Json<Report>) -> String {
    report.into_inner().title
}

#[require_permission("reports:read")]
#[post("/form")]
async fn form(report: web::Form<Report>) -> String {
    report.into_inner().title
}

#[require_permission("reports:read")]
#[post("/text")]
async fn text(text: String) -> String {
    text
}

#[require_permission("reports:read")]
#[post("/bytes")]
async fn bytes(bytes: web::Bytes) -> HttpResponse {
    HttpResponse::Ok().body(bytes)
}

#[require_permission("reports:read")]
#[get("/query")]
async fn query(page: web::Query<Page>) -> String {
    page.page.to_string()
}

#[require_permission("reports:read")]
#[get("/number/{number}")]
async fn number(number: web::Path<i64>) -> String {
    number.to_string()
}

#[require_permission("reports:read")]
#[get("/missing-data")]
async fn missing_data(_: web::Data<u64>, _: HttpRequest) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn serve() -> Served {
    let security = security();
    Served::start(move || {
        App::new(security.clone())
            .service(json)
            .service(form)
            .service(text)
            .service(bytes)
            .service(query)
            .service(number)
            .service(missing_data)
    })
}

/// Method, path, content type, body, and the status of the answer.
type Row<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>, u16);

#[test]
fn extractor_errors_are_problem_documents_without_parser_detail() {
    let served = serve();
    let bearer = format!("Bearer {}", token("reader"));
    let (as_json, as_form) = ("application/json", "application/x-www-form-urlencoded");
    let huge = format!("{{\"title\":\"{}\"}}", "x".repeat(3_000_000));
    let deep = format!("{{\"title\":{}", "[".repeat(100_000));
    let long_form = format!("title={}", "x".repeat(3_000_000));
    let rows: Vec<Row<'_>> = vec![
        ("POST", "/json", Some(as_json), Some("{\"title\":\"t\"}"), 200),
        ("POST", "/json", Some(as_json), Some("{"), 400),
        ("POST", "/json", Some(as_json), Some("{\"title\":7}"), 400),
        ("POST", "/json", Some(as_json), Some("{}"), 400),
        ("POST", "/json", Some(as_json), Some(&deep), 400),
        ("POST", "/json", Some(as_json), None, 400),
        ("POST", "/json", Some(as_json), Some(&huge), 413),
        ("POST", "/json", Some("text/plain"), Some("{}"), 415),
        ("POST", "/json", None, Some("{}"), 415),
        ("POST", "/json", Some("nonsense"), Some("{}"), 415),
        ("POST", "/form", Some(as_form), Some("title=t"), 200),
        ("POST", "/form", Some(as_form), Some("nothing=t"), 400),
        ("POST", "/form", Some(as_json), Some("title=t"), 415),
        ("POST", "/form", Some(as_form), Some(&long_form), 413),
        ("POST", "/text", Some("text/plain; charset=utf-8"), Some("t"), 200),
        ("POST", "/text", Some("text/plain; charset=nonsense"), Some("t"), 415),
        ("POST", "/bytes", None, Some(&huge), 413),
        ("GET", "/query?page=1", None, None, 200),
        ("GET", "/query?page=x", None, None, 400),
        ("GET", "/query?page=-1", None, None, 400),
        ("GET", "/query", None, None, 400),
        ("GET", "/query?page=%ff", None, None, 400),
        ("GET", "/number/7", None, None, 200),
        ("GET", "/number/x", None, None, 404),
        ("GET", "/number/99999999999999999999", None, None, 404),
        ("GET", "/number/%00", None, None, 404),
        ("GET", "/number/%ff", None, None, 404),
        ("GET", "/number/%2e%2e", None, None, 404),
        ("GET", "/number/1%2f2", None, None, 404),
        // The app forgot its data: its own fault, still a document.
        ("GET", "/missing-data", None, None, 500),
    ];
    for (method, path, content_type, body, status) in rows {
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(content_type.map(|value| ("content-type", value)));
        let reply = send(served.address(), method, path, &headers, body);
        let start: String = body.unwrap_or_default().chars().take(40).collect();
        let row = format!("{method} {path} {content_type:?} {start}: {reply:?}");
        assert_eq!(reply.status, status, "{row}");
        assert!(status == 200 || reply.is_problem_document(), "{row}");
        for detail in ["line", "column", "expected", "invalid type", "missing field", "parse"] {
            assert!(status == 200 || !reply.body.contains(detail), "`{detail}` in {row}");
        }
    }
}

/// Paths and headers that a client library would not send.
#[test]
fn odd_requests_are_answered() {
    let served = serve();
    let bearer = format!("Authorization: Bearer {}\r\n", token("reader"));
    let odd: Vec<(String, u16)> = vec![
        (format!("GET /number/%zz HTTP/1.1\r\nHost: a\r\n{bearer}\r\n"), 404),
        (format!("GET /../number/1 HTTP/1.1\r\nHost: a\r\n{bearer}\r\n"), 404),
        (format!("GET //number/1 HTTP/1.1\r\nHost: a\r\n{bearer}\r\n"), 404),
        (format!("GET /number/1?%=&&==%zz HTTP/1.1\r\nHost: a\r\n{bearer}\r\n"), 200),
        (format!("GET http://b/number/1 HTTP/1.1\r\nHost: a\r\n{bearer}\r\n"), 200),
        ("GET /number/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \u{e9}\r\n\r\n".into(), 401),
        ("GET /number/1 HTTP/1.1\r\nHost: a\r\nAuthorization:\r\n\r\n".into(), 401),
        ("GET /number/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer\r\n\r\n".into(), 401),
        ("GET /number/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a b\r\n\r\n".into(), 401),
        ("GET /number/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer\tx\r\n\r\n".into(), 401),
        (
            format!(
                "POST /json HTTP/1.1\r\nHost: a\r\n{bearer}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"
            ),
            400,
        ),
    ];
    for (request, status) in odd {
        let line = request.lines().next().unwrap_or_default().to_owned();
        let reply = send_raw(served.address(), request.as_bytes(), Duration::from_secs(3));
        let reply = reply.unwrap_or_else(|| panic!("no answer to {line}"));
        assert_eq!(reply.status, status, "{line}: {reply:?}");
        assert!(status == 200 || reply.is_problem_document(), "{line}: {reply:?}");
    }
}

/// What actix-http refuses before any service sees it: an empty answer, listed in the guide.
#[test]
fn what_actix_http_refuses_by_itself_is_an_empty_answer() {
    let served = serve();
    let long_path = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(70_000));
    let many_fields = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: a\r\n".repeat(200));
    let refused = [
        ("GET /number/1 HTTP/9.1\r\nHost: a\r\n\r\n", 400),
        ("GET\r\n\r\n", 400),
        ("G\u{0}T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (
            "POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            400,
        ),
        ("POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (
            "POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        ("POST /json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (long_path.as_str(), 400),
        (many_fields.as_str(), 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n", 408),
    ];
    for (request, status) in refused {
        let start: String = request.chars().take(60).collect();
        let reply = send_raw(served.address(), request.as_bytes(), Duration::from_secs(10));
        let reply = reply.unwrap_or_else(|| panic!("no answer to {start:?}"));
        assert_eq!((reply.status, reply.body.as_str()), (status, ""), "{start:?}");
    }
}
