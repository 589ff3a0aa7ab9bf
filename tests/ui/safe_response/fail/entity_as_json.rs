//! An entity does not go over the wire as it is.

use actix_web::{App, get, web};
use portcullis::Resource;


#[derive(Resource)]
struct User {
    id: i64,
    password_hash: String,
}

#[get("/users/{id}")]
async fn user(id: web::Path<i64>) -> web::Json<User> {
    web::Json(User { id: *id, password_hash: String::new() })
}

fn main() {
    let _ = App::new().service(user);
}
