//! Parameters keep their patterns.
include!("../../vocabulary.rs");
use actix_web::web::{self, Path};
use portcullis::Principal;

struct Filter {
    text: String,
    limit: u32,
}

impl actix_web::FromRequest for Filter {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(_: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(Ok(Self {
            text: String::new(),
            limit: 3,
        }))
    }
}

#[portcullis::authenticated]
#[actix_web::get("/{year}/{month}")]
async fn patterns(
    path: Path<(u16, u8)>,
    Filter { mut text, limit }: Filter,
    mut body: String,
    _: Principal<Permission>,
    whole @ _: web::Bytes,
) -> String {
    let (year, month) = path.into_inner();
    text.push_str("text");
    body.push_str(&text);
    format!("{year} {month} {body} {limit} {}", whole.len())
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(patterns);
}

fn main() {}
