//! Who asks: everybody whom the inventory tells apart, banned or not, in either tenant.

use std::fmt;

use blog::DemoUser;
use portcullis::Inventory;
use portcullis::inventory::Caller;

use crate::site;

/// The first is where users are registered; a token for the other one is about the same user.
pub const TENANTS: [&str; 2] = ["acme", "globex"];

/// The roles of somebody who has none that the app knows.
const UNKNOWN_ROLE: &str = "visitor";

/// Who has this number is nobody's user, and owns what would be the anonymous caller's.
const NOBODY: i64 = 10;

#[derive(Clone)]
pub struct Asker {
    /// The place among the inventory's callers.
    pub column: usize,
    /// Who owns what the asker owns.
    pub id: i64,
    pub is_banned: bool,
    /// What the token says; none without a token.
    pub user: site::Caller,
}

pub fn askers(inventory: &Inventory) -> Vec<Asker> {
    let columns = inventory.callers().iter().enumerate();
    columns.flat_map(|(column, caller)| of(column, caller)).collect()
}

fn of(column: usize, caller: &Caller) -> Vec<Asker> {
    let role = match caller {
        Caller::Anonymous => {
            return vec![Asker { column, id: NOBODY, is_banned: false, user: None }];
        }
        Caller::Authenticated => UNKNOWN_ROLE,
        Caller::Role(name) => name.to_string().leak(),
        other => panic!("no way to ask as {other}"),
    };
    let mut askers = Vec::new();
    for (is_banned, number) in [false, true].into_iter().zip(1..) {
        let id = NOBODY * (1 + i64::try_from(column).unwrap()) + number;
        for tenant in TENANTS {
            let user = Some(DemoUser { id, name: "somebody", tenant, role });
            askers.push(Asker { column, id, is_banned, user });
        }
    }
    askers
}

impl Asker {
    /// The tenant that the token names.
    pub fn tenant(&self) -> Option<&'static str> {
        self.user.map(|user| user.tenant)
    }
}

impl fmt::Display for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(user) = self.user else { return f.write_str("anonymous") };
        let banned = if self.is_banned { ", banned" } else { "" };
        write!(f, "user {} ({} in {}{banned})", user.id, user.role, user.tenant)
    }
}
