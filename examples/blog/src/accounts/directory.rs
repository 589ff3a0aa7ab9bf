//! `Directory`: what users hold now, as the table of users says.

use std::pin::Pin;

use portcullis::authn::{Account, Accounts};
use portcullis::resource::Load as _;
use portcullis::{Outage, Roles as _};

use crate::db::Db;
use crate::users::User;
use crate::vocabulary::{Permission, Role};

/// The users as accounts. Who is banned keeps reading, so they stay one; commenting asks for more.
/// Who is gone is none, and so are their sessions, tokens and keys.
#[derive(Clone, Debug)]
pub(super) struct Directory(pub(super) Db);

type Found = Result<Option<Account<Permission>>, Outage>;

impl Accounts<Permission> for Directory {
    fn find<'a>(&'a self, subject: &'a str) -> Pin<Box<dyn Future<Output = Found> + Send + 'a>> {
        Box::pin(async move {
            let Some(id) = number(subject) else { return Ok(None) };
            let user = User::load(&self.0, id).await?;
            Ok(user.map(|user| {
                let account = Account::new(subject).tenant(&user.tenant_id);
                match role_named(&user.role) {
                    Some(role) => account.role(role),
                    None => account,
                }
            }))
        })
    }
}

/// The user's number. Another spelling of it, such as `007`, is nobody's.
fn number(subject: &str) -> Option<i64> {
    subject.parse().ok().filter(|number: &i64| number.to_string() == subject)
}

fn role_named(name: &str) -> Option<Role> {
    let mut roles = Role::NAMES.iter().zip(Role::VARIANTS);
    roles.find_map(|(known, role)| (*known == name).then_some(*role))
}

#[cfg(test)]
mod tests {
    use super::{number, role_named};
    use crate::vocabulary::Role;

    #[test]
    fn one_spelling_is_a_number_and_one_a_role() {
        assert_eq!(number("7"), Some(7));
        for other in ["007", "+7", " 7", "7 ", "", "seven", "99999999999999999999"] {
            assert_eq!(number(other), None, "{other:?}");
        }
        assert_eq!(role_named("admin"), Some(Role::Admin));
        assert_eq!(role_named("Admin"), None);
    }
}
