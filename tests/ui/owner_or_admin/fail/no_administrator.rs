//! The vocabulary must name its administrator.

use actix_web::get;
use portcullis::owner_or_admin;

#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("a:b")]
    A,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission)]
pub enum Role {
    #[role(grants(all))]
    Chief,
}

#[owner_or_admin(id = "user")]
#[get("/users/{user}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
