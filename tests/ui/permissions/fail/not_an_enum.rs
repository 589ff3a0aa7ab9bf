//! Permissions are variants.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub struct Permission;

fn main() {}
