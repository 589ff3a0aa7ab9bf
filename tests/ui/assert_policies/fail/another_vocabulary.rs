//! Tables of one assertion speak about one vocabulary.

use actix_web::get;
use portcullis::{assert_policies, authenticated, routes};

include!("../../vocabulary.rs");

#[authenticated]
#[get("/reports")]
async fn reports() -> &'static str {
    "x"
}

mod inner {
    #[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
    #[permissions(no_roles)]
    pub enum Permission {
        #[permission("read")]
        Read,
    }

    #[portcullis::authenticated(vocabulary = self::Permission)]
    #[actix_web::get("/others")]
    async fn others() -> &'static str {
        "x"
    }

    portcullis::routes!(pub OTHERS = "", [others], vocabulary = self::Permission);
}

routes!(REPORTS = "", [reports]);
assert_policies!(REPORTS, inner::OTHERS: no public route);

fn main() {}
