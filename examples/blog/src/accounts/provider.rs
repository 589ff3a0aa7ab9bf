//! Login at an OpenID provider, where `OIDC_ISSUER` names one; without, its routes are not there.

use std::env::{VarError, var};
use std::time::UNIX_EPOCH;

use actix_web::{Error, HttpRequest, HttpResponse, get, post, web};
use portcullis::audit::Audit;
use portcullis::authn::oidc::{LoginRequest, Oidc, OidcLogin, Provider};
use portcullis::authn::session::Login;
use portcullis::egress::Egress;
use portcullis::store::ProviderSession;
use portcullis::{Problem, public};

use super::identity::Identity;
use super::store::{self, Vouched};
use super::wire::{label, own_organisation};
use crate::db::Db;
use crate::text::text;

/// What the provider is called here.
const NAME: &str = "provider";
const DEMO: &str = "the demo listens on this machine alone";

/// The provider that `OIDC_ISSUER`, `OIDC_CLIENT_ID` and `OIDC_CLIENT_SECRET` name, which sends
/// browsers back to `/oidc/callback` of the origin `own`; none without the first.
///
/// # Errors
/// A variable is missing or not Unicode, or the provider cannot be used.
pub fn provider_from_environment(
    own: &str,
    audit: &Audit,
) -> Result<Option<Oidc>, Box<dyn core::error::Error>> {
    let issuer = match var("OIDC_ISSUER") {
        Ok(issuer) => issuer,
        Err(VarError::NotPresent) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let of = |name: &str| var(name).map_err(|error| format!("{name}: {error}"));
    let is_local = issuer.starts_with("http://");
    let provider = Provider::new(issuer, of("OIDC_CLIENT_ID")?, format!("{own}/oidc/callback"))
        .client_secret(of("OIDC_CLIENT_SECRET")?.into())
        .scope("profile")
        .danger_allow_loopback_http(DEMO);
    let mut oidc = Oidc::builder().provider(NAME, provider).audit(audit.clone());
    if is_local {
        let near = Egress::builder().allow_private_addresses().danger_allow_http(DEMO);
        oidc = oidc.egress(near.build()?);
    }
    Ok(Some(oidc.build()?))
}

impl Identity {
    fn provider(&self) -> Result<&Oidc, Problem> {
        self.provider.as_ref().ok_or(Problem::NotFound)
    }
}

#[public(reason = "whoever comes here logs in")]
#[get("/oidc/login")]
pub(crate) async fn to_provider(identity: web::Data<Identity>) -> Result<HttpResponse, Error> {
    Ok(identity.provider()?.begin(NAME, LoginRequest::to("/sessions")).await?)
}

/// The browser is back: a session begins, for the account that the provider's name for them opens.
#[public(reason = "comes back from the provider")]
#[get("/oidc/callback")]
pub(crate) async fn welcome(
    request: HttpRequest,
    identity: web::Data<Identity>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let login = identity.provider()?.finish(NAME, &request).await?;
    let vouched = Vouched {
        issuer: login.issuer(),
        subject: login.subject(),
        name: name_of(&login),
        email: "",
        tenant_id: &own_organisation()?,
    };
    let user = store::user_of(&db, &vouched).await?;
    // A provider that does not say when they proved who they are has proved nothing recent.
    let mut begun = Login::of(user.to_string())
        .authenticated_at(login.authenticated_at().unwrap_or(UNIX_EPOCH))
        .provider(login.provider_session().clone())
        .label(label(&request));
    for method in login.methods() {
        begun = begun.method(method);
    }
    let started = identity.sessions.start(begun, &request).await?;
    let mut answer = login.redirect();
    started.cookie().put_on(&mut answer);
    Ok(answer)
}

/// The provider says that a session of its own has ended: so does ours that came from it.
#[public(reason = "the logout token is the credential")]
#[post("/oidc/back-channel-logout")]
pub(crate) async fn logged_out(
    request: HttpRequest,
    body: web::Bytes,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Problem> {
    let end = async |session: &ProviderSession| identity.sessions.end_of_provider(session).await;
    Ok(identity.provider()?.back_channel_logout(NAME, &request, &body, end).await)
}

/// What the provider calls them, if that is a name.
fn name_of(login: &OidcLogin) -> &str {
    let name = login.claims().get("name").and_then(|name| name.as_str());
    name.filter(|name| text(name, &()).is_ok()).unwrap_or("somebody")
}
