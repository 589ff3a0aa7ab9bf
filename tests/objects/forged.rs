//! Rules put together by hand: a policy about one thing proves nothing about another.

use actix_web::{HttpResponse, delete, get};
use portcullis::__private::{Gated, HandlerInfo};
use portcullis::resource::{Action, Delete, Load, Read};
use portcullis::{
    Authorized, Listing, Outage, Policy, PolicyFor, Principal, Rejection, Resource, Rule,
    authenticated, authorize, owner_or_admin, policy,
};

use crate::Permission;
use crate::notes::{ADMIN, ANN, CAT, Note, Notes, STRANGER, serve};

/// Has no tenant, so that anybody may read it.
#[derive(Resource)]
struct Leaflet {
    id: i64,
}

impl Load for Leaflet {
    type Store = Notes;

    async fn load(_: &Notes, id: i64) -> Result<Option<Self>, Outage> {
        Ok(Some(Self { id }))
    }
}

#[authenticated(object = Leaflet)]
#[get("/leaflets/{id}")]
async fn leaflet(leaflet: Authorized<Leaflet, Read>) -> HttpResponse {
    HttpResponse::Ok().body(leaflet.id.to_string())
}

#[owner_or_admin(Note)]
#[delete("/notes/{id}")]
async fn remove(_: Authorized<Note, Delete>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authorize(tenant(Note))]
#[get("/notes/{id}")]
async fn read(_: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note, list)]
#[get("/notes")]
async fn list(_: Listing<Note>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authenticated]
#[get("/me")]
async fn me() -> HttpResponse {
    HttpResponse::Ok().finish()
}

macro_rules! forged {
    ($($rule:ident: policy of $policy:ident, object of $object:ident for $argument:ty, at $path:literal;)*) => {
        $(
            enum $rule {}

            impl Rule for $rule {
                type Vocabulary = Permission;
                const POLICY: &'static Policy<Permission> = <$policy as Rule>::POLICY;
                type Object = <$object as Rule>::Object;
                const HANDLER: HandlerInfo = <$policy as Rule>::HANDLER;
            }
        )*

        fn register(config: &mut portcullis::ServiceConfig<Permission>) {
            config.service(leaflet).service(remove).service(read).service(list).service(me);
            $(config.route(
                concat!("/forged/", stringify!($rule), $path),
                portcullis::get().to(|_: Gated<$rule, ($argument,)>| async {
                    HttpResponse::Ok().finish()
                }),
            );)*
        }

        const FORGED: &[&str] = &[$(stringify!($rule)),*];
    };
}

forged! {
    AnotherResource: policy of leaflet, object of read for Authorized<Note, Read>, at "/{id}";
    AnotherAction: policy of read, object of remove for Authorized<Note, Delete>, at "/{id}";
    NoObject: policy of me, object of remove for Authorized<Note, Delete>, at "/{id}";
    NoList: policy of me, object of list for Listing<Note>, at "/{id}";
    AnotherList: policy of leaflet, object of list for Listing<Note>, at "/{id}";
    OneOfAList: policy of list, object of read for Authorized<Note, Read>, at "/1";
}

#[test]
fn a_policy_about_something_else_opens_nothing() {
    let site = serve(register);
    for rule in FORGED {
        for caller in [ANN, CAT, ADMIN, STRANGER] {
            let status = site.status("GET", &format!("/forged/{rule}/1"), caller);
            assert_eq!(status, 500, "{rule} {caller:?}");
        }
    }
    // The control: each half by itself.
    for (method, path) in
        [("GET", "/leaflets/1"), ("GET", "/notes/1"), ("DELETE", "/notes/1"), ("GET", "/notes")]
    {
        assert_eq!(site.status(method, path, ANN), 200, "{method} {path}");
    }
}

/// Has the name of another type, and no owner.
#[derive(Resource)]
struct Twin {
    id: i64,
}

const ABOUT_ANOTHER_TWIN: &Policy<Permission> = {
    #[derive(Resource)]
    #[resource(owner = author)]
    struct Twin {
        id: i64,
        author: String,
    }

    policy!(NOT_OWN: Permission = not(owner(Twin)));
    let _ = |twin: Twin| (twin.id, twin.author);
    NOT_OWN
};

enum Look {}

impl Action for Look {
    const NAME: &'static str = "look";
}

impl PolicyFor<Look> for Twin {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = ABOUT_ANOTHER_TWIN;
}

#[actix_web::test]
async fn types_of_one_name_are_two_types() {
    let ann = Principal::<Permission>::builder("ann").build();
    let listed = ann.list::<Look, Twin>().map(drop);
    assert!(matches!(listed, Err(Rejection::Unavailable(_))), "{listed:?}");
    let authorized = ann.authorize::<Look, _>(Twin { id: 1 }).await.map(|twin| twin.id);
    assert!(matches!(authorized, Err(Rejection::DeniedObject(..))), "{authorized:?}");
}
