//! Raw identifiers, and names that generated code uses too.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
#[actix_web::get("/move")]
async fn r#move() -> &'static str {
    "move"
}

#[portcullis::authenticated]
async fn r#type(r#fn: String) -> String {
    r#fn
}

#[portcullis::authenticated]
#[actix_web::get("/mount")]
async fn mount(__gated: String, __argument_0: String) -> String {
    __gated + &__argument_0
}

#[portcullis::authenticated]
#[actix_web::get("/register")]
async fn register(this: String, __config: String) -> String {
    this + &__config
}

macro_rules! named {
    ($($name:ident)*) => {$(
        #[portcullis::authorize(check(allow))]
        #[actix_web::get("/")]
        async fn $name() -> &'static str {
            ""
        }
    )*};
}

// The struct of a route attribute could stand where generated code means to bind a variable.
named!(f name names index principal surroundings request node);

async fn allow(
    _: &portcullis::Principal<Permission>,
    _: portcullis::Environment<'_>,
) -> portcullis::Decision {
    portcullis::Decision::Allow
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(r#move)
        .service(f)
        .service(register)
        .route("/type", portcullis::get().to(r#type))
        .service(mount);
}

fn main() {}
