//! A vocabulary without words cannot state a policy.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {}

fn main() {}
