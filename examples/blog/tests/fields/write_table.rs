//! The tables of writing: who reaches which object, and who sets which field.

use serde_json::{Value, json};

use crate::data::Row;
use crate::words::{is_among, lines, token_of};

/// Which field takes what, who changes it and who gives it to a new object, among those that may
/// change or add one at all. Of several values, one that the object does not have.
const FIELDS: &str = r#"
ENTITY  FIELD           VALUE                         CHANGED      GIVEN
blog    id              77                            -            -
blog    tenant_id       "helpdesk"                    -            -
blog    owner_id        2                             -            -
blog    title           "canary-sent-title"           anybody      anybody

post    id              77                            -            -
post    tenant_id       "helpdesk"                    -            -
post    blog_id         2                             -            -
post    author_id       2                             -            -
post    editor_id       2                             -            -
post    title           "canary-sent-title"           anybody      anybody
post    body            "canary-sent-body"            anybody      anybody
post    published       true|false                    eve,ida,pia  -
post    moderation_note "canary-sent-note"            ida,pia      -

comment id              77                            -            -
comment tenant_id       "helpdesk"                    -            -
comment post_id         2                             -            -
comment author_id       3                             -            -
comment body            "canary-sent-body"            anybody      anybody

user    id              77                            -            -
user    tenant_id       "globex"|"helpdesk"           -            -
user    name            "canary-sent-name"            anybody      anybody
user    email           "canary-sent-email@x.example" anybody      anybody
user    role            "admin"                       ida,pia      anybody
user    password_hash   "canary-sent-hash"            -            -
user    is_banned       true|false                    ida,pia      -
user    weekly_digest   true                          -            -
"#;

/// The one field that may be null.
const NULLABLE: &str = "moderation_note";

/// Post 2 is ada's, and eve edits it. Max is banned and asks for his own ban to be lifted, eve for a
/// better role.
const TARGETS: &str = "
METHOD PATH                OBJECT     ada bob eve ida max pia sam nobody
POST   /blogs              blog       201 201 201 201 201 201 201 401
PATCH  /blogs/1            blog,1     200 404 404 200 404 404 404 401
POST   /blogs/1/posts      post       201 404 201 201 404 404 404 401
PATCH  /blogs/1/posts/2    post,2     200 404 200 200 404 404 404 401
PATCH  /blogs/3/posts/4    post,4     404 404 404 404 404 200 404 401
POST   /posts/1/comments   comment    201 201 201 201 403 404 403 401
PATCH  /posts/1/comments/1 comment,1  404 200 200 200 404 404 404 401
POST   /users              user       403 403 403 201 403 201 403 401
PATCH  /users/1            user,1     200 404 404 200 404 404 404 401
PATCH  /users/3            user,3     404 404 200 200 404 404 404 401
PATCH  /users/5            user,5     404 404 404 200 200 404 404 401
PATCH  /users/6            user,6     404 404 404 404 404 200 404 401
PATCH  /users/8            user,8     404 404 404 404 404 404 200 401
";

/// A field of an entity.
pub struct Field {
    pub name: &'static str,
    /// The value that is sent, as JSON.
    pub value: Value,
    /// Who sets it with the method of the target.
    setters: &'static str,
    pub is_nullable: bool,
}

impl Field {
    pub fn may_be_set(&self) -> bool {
        self.setters != "-"
    }

    pub fn may_be_set_by(&self, caller: &str) -> bool {
        is_among(self.setters, caller)
    }

    pub fn is_for_anybody(&self) -> bool {
        self.setters == "anybody"
    }
}

/// A route that writes, with the object that it changes.
pub struct Target {
    pub method: &'static str,
    pub path: &'static str,
    pub entity: &'static str,
    /// None where it adds one.
    pub id: Option<i64>,
    /// The status for each caller who sends nothing wrong, in the order of the heading.
    pub statuses: [u16; 8],
}

pub fn targets() -> Vec<Target> {
    let targets = lines::<11>(TARGETS).into_iter().map(|[method, path, object, statuses @ ..]| {
        let (entity, id) = object.split_once(',').unwrap_or((object, ""));
        let statuses = statuses.map(|status| status.parse().unwrap());
        Target { method, path, entity, id: id.parse().ok(), statuses }
    });
    targets.collect()
}

/// The names of the fields of an entity that have a row.
pub fn fields_of(entity: &str) -> Vec<&'static str> {
    let rows = lines::<5>(FIELDS).into_iter().filter(|[name, ..]| *name == entity);
    rows.map(|[_, field, ..]| field).collect()
}

impl Target {
    pub fn adds(&self) -> bool {
        self.id.is_none()
    }

    pub fn table(&self) -> String {
        format!("{}s", self.entity)
    }

    /// The fields, with values that `old`, the row of the object, does not have.
    pub fn fields(&self, old: Option<&Row>) -> Vec<Field> {
        let rows = lines::<5>(FIELDS).into_iter().filter(|[entity, ..]| *entity == self.entity);
        let fields = rows.map(|[_, name, values, changed, given]| {
            let mut values = values.split('|').map(|value| serde_json::from_str(value).unwrap());
            let value = values.find(|value| old.is_none_or(|old| old[name] != *value)).unwrap();
            let setters = if self.adds() { given } else { changed };
            Field { name, value, setters, is_nullable: name == NULLABLE && !self.adds() }
        });
        fields.collect()
    }

    /// What an added row has beside what the client gives: by hand, as the handlers say.
    pub fn added_by(&self, caller: &str) -> Row {
        let caller = token_of(caller).expect("a user");
        let row = match self.entity {
            "blog" => json!({"tenant_id": caller.tenant, "owner_id": caller.id}),
            "post" => json!({
                "tenant_id": "acme", "blog_id": 1, "author_id": caller.id, "editor_id": null,
                "published": false, "moderation_note": null,
            }),
            "comment" => json!({"tenant_id": "acme", "post_id": 1, "author_id": caller.id}),
            "user" => json!({
                "tenant_id": caller.tenant, "password_hash": "opens to nothing",
                "is_banned": false, "weekly_digest": false,
            }),
            entity => panic!("{entity}"),
        };
        row.as_object().unwrap().clone()
    }
}
