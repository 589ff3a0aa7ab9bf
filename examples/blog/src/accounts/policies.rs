//! Which kinds of credential may do what: not every one that stands for a user is the user.

use portcullis::principal::CredentialKind;
use portcullis::{Decision, Environment, Principal, policy};

use crate::vocabulary::Permission;

// A stolen key must not make itself at home: more keys, or an end of its owner's sessions.
policy!(pub(super) INTERACTIVE: Permission = check(by_a_person));

// A session of a browser, and not what a program presents.
policy!(pub(super) IN_A_BROWSER: Permission = check(by_a_session));

/// What began with a login is a person's; every other kind, those to come included, is not.
async fn by_a_person(principal: &Principal<Permission>, _: Environment<'_>) -> Decision {
    let kind = principal.credential().kind();
    let began_with_a_login = matches!(kind, CredentialKind::BearerToken | CredentialKind::Session);
    Decision::allow_if(began_with_a_login, "the credential is a program's")
}

async fn by_a_session(principal: &Principal<Permission>, _: Environment<'_>) -> Decision {
    let is_session = principal.credential().kind() == CredentialKind::Session;
    Decision::allow_if(is_session, "the credential is no session")
}
