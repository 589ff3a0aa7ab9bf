//! Ten thousand routes.

use std::time::{Duration, Instant};

use actix_web::{HttpResponse, web};
use portcullis::inventory::{Inventory, Lock};
use portcullis::{App, ServiceConfig, owner_or_admin, require_permission};
use portcullis_tests::Permission;
use portcullis_tests::tokens::security;

use crate::app::{Note, Notes};

#[require_permission("reports:write")]
async fn report() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note, action = portcullis::resource::Read)]
async fn note() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn many(config: &mut ServiceConfig<Permission>) {
    for number in 0..5_000 {
        config.route(&format!("/reports/{number}"), portcullis::get().to(report));
        config.route(&format!("/notes/{number}/{{id}}"), portcullis::get().to(note));
    }
}

#[test]
fn ten_thousand_routes_are_rendered_in_time() {
    let app = App::new(security()).app_data(web::Data::new(Notes)).configure(many);
    // The best of a few: other programs may be at work as well.
    let timed = |what: &str, make: &dyn Fn() -> usize| {
        let attempts = (0..5).map(|_| {
            let start = Instant::now();
            let size = make();
            (start.elapsed(), size)
        });
        let in_time = |(took, _): &(Duration, usize)| *took < Duration::from_secs(2);
        let attempts: Vec<_> = attempts
            .scan(false, |done, it| (!std::mem::replace(done, in_time(&it))).then_some(it))
            .collect();
        println!("{what}: {attempts:?}");
        assert!(attempts.iter().any(in_time), "{what}: {attempts:?}");
    };
    let inventory: Inventory = app.inventory();
    assert_eq!(inventory.routes().len(), 10_000);
    timed("inventory and JSON", &|| app.inventory().to_json().len());
    timed("HTML", &|| app.inventory().to_html().len());
    timed("Markdown", &|| inventory.to_markdown().len());
    timed("lock", &|| Lock::of(&inventory).to_string().len());
    timed("differences", &|| {
        let other = inventory.with_grant("reader", "reports:write").unwrap();
        inventory.differences(&other).routes.len()
    });
    timed("checks at the start", &|| usize::from(app.verify().is_ok()));
}
