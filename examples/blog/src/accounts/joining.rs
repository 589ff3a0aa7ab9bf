//! Signing up: a new reader, in an organisation of their own.

use actix_web::{HttpRequest, HttpResponse, post, web};
use garde::Validate;
use portcullis::authn::password::Attempt;
use portcullis::{FieldError, Problem, public};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::identity::Identity;
use super::store::{self, Newcomer};
use super::wire::{address, invalid, own_organisation, peer};
use crate::db::Db;
use crate::text::text;

/// What somebody says who signs up. Role and organisation are not theirs to say.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct SignUp {
    #[garde(custom(text))]
    name: String,
    #[garde(email, custom(text))]
    email: String,
    #[garde(skip)]
    password: SecretString,
}

/// Answers 202 whether the address was free or not, after the same work: nobody learns here who has an
/// account. In earnest the answer would be a mail to the address, with a link or with the news that
/// somebody tried; until its link is followed nothing says whose address it is.
#[public(reason = "where accounts begin")]
#[post("/sign-up")]
pub(crate) async fn sign_up(
    request: HttpRequest,
    body: web::Json<SignUp>,
    identity: web::Data<Identity>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Problem> {
    let body = body.into_inner();
    let problems = problems(&identity, &body);
    if !problems.is_empty() {
        return Err(Problem::InvalidFields(problems));
    }
    let address = address(&body.email).ok_or(Problem::MalformedBody)?;
    drop(identity.sign_ups.admit(&Attempt::new(&address, peer(&request)?))?);
    let newcomer = Newcomer {
        tenant_id: own_organisation()?,
        name: body.name.trim().to_owned(),
        email: body.email.trim().to_owned(),
        address,
        password_hash: identity.passwords.hash(&body.password).await?,
    };
    store::add(&db, &newcomer).await?;
    Ok(HttpResponse::Accepted().json(json!({"next": "log in with this address and password"})))
}

fn problems(identity: &Identity, body: &SignUp) -> Vec<FieldError> {
    let mut problems = Vec::new();
    if let Err(report) = body.validate() {
        let errors = report.iter();
        problems.extend(errors.map(|(path, error)| invalid(format!("/{path}"), error.message())));
    }
    if let Err(unfit) = identity.passwords.check(&body.password) {
        problems.push(invalid("/password", unfit.to_string()));
    }
    problems
}
