//! Cursors: good for one question, of one app.

use actix_web::web;
use portcullis::{Gate, Security};
use portcullis_tests::tokens::{jwt, token_of};
use serde_json::Value;

use super::{Site, accounts, pool, serve, serve_with};
use crate::Permission;

#[test]
fn a_cursor_is_good_for_one_question_of_one_app() {
    let site = serve();
    let question = "sort=name&filter[active]=false&limit=2";
    let (_, next) = site.page("reader", question);
    let cursor = next.unwrap();
    let refused = |site: &Site, parameters: &str, cursor: &str| {
        let refused = site.refused("reader", &format!("{parameters}&cursor={cursor}"));
        assert_eq!(refused, [("cursor".to_owned(), "invalid".to_owned())], "{parameters} {cursor}");
    };
    for foreign in [
        "sort=-name&filter[active]=false",
        "sort=name,-id&filter[active]=false",
        "sort=rankOf&filter[active]=false",
        "filter[active]=false",
        "sort=name&filter[active]=true",
        "sort=name",
        "sort=name&filter[active]=false&filter[rankOf]=1",
    ] {
        refused(&site, foreign, &cursor);
    }
    for at in 0..cursor.len() {
        refused(&site, question, &cursor[..at]);
    }
    for at in (0..cursor.len()).step_by(5) {
        let other = if &cursor[at..=at] == "A" { "B" } else { "A" };
        refused(&site, question, &format!("{}{other}{}", &cursor[..at], &cursor[at + 1..]));
    }
    for more in ["A", "%3D", "%00", "AAAA"] {
        refused(&site, question, &format!("{cursor}{more}"));
    }
    refused(&site, question, &"A".repeat(7000));
    // Another type of query over the same view.
    let (_, of_accounts) = site.page("reader", "sort=rankOf");
    let reply = site.get("reader", &format!("/others?sort=rankOf&cursor={}", of_accounts.unwrap()));
    assert_eq!(reply.status, 422, "{}", reply.body);
    // Another key, and keys that the apps made for themselves.
    refused(&serve_with(Some([8; 32])), question, &cursor);
    let (one, two) = (serve_with(None), serve_with(None));
    let (_, next) = one.page("reader", question);
    refused(&two, question, &next.unwrap());
    // The controls: the same question with the same key, on another node as well.
    let again = format!("{question}&cursor={cursor}");
    assert_eq!(site.page("reader", &again).0, [7, 5]);
    // The identifier comes last in any case: this is no other order.
    let same = "filter[active]=false&sort=name,id";
    assert_eq!(site.page("reader", &format!("{same}&cursor={cursor}")).0, [7, 5]);
    assert_eq!(serve().page("reader", &again).0, [7, 5]);
    assert_eq!(one.walk("reader", question), [3, 1, 7, 5]);
}

/// A cursor for an order that its next holder may not use.
#[test]
fn a_cursor_gives_nobody_an_order() {
    let site = serve();
    let (_, next) = site.page("admin", "sort=email");
    let refused = site.refused("reader", &format!("sort=email&cursor={}", next.unwrap()));
    assert_eq!(refused[0], ("sort".to_owned(), "not_allowed".to_owned()));
}

#[actix_web::test]
async fn a_plain_app_has_no_cursors() {
    use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
    let security = Security::<Permission>::builder().authenticator(jwt()).build().unwrap();
    let app = actix_web::App::new()
        .app_data(Gate::new(security))
        .app_data(web::Data::new(pool().await))
        .service(accounts);
    let app = init_service(app).await;
    let bearer = format!("Bearer {}", token_of("somebody", None, "reader"));
    let get = |path: &str| {
        TestRequest::get().uri(path).insert_header(("authorization", bearer.clone())).to_request()
    };
    let page: Value = read_body_json(call_service(&app, get("/accounts?sort=id")).await).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    assert!(page.get("next").is_none());
    let cursor = serve().page("reader", "sort=id").1.unwrap();
    let reply = call_service(&app, get(&format!("/accounts?sort=id&cursor={cursor}"))).await;
    assert_eq!(reply.status(), 422);
}

#[test]
fn a_cursor_key_that_could_be_guessed_is_refused() {
    let builder = Security::<Permission>::builder().authenticator(jwt());
    let error = builder.cursor_key(vec![7; 31].into()).build().unwrap_err();
    assert_eq!(error, portcullis::SecurityError::ShortCursorKey);
}
