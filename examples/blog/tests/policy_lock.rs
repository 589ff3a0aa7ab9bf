//! Who may do what in the blog is in `policy.lock`; a change of it is a change of that file.
#![allow(missing_docs, reason = "tests")]
#![allow(clippy::unwrap_used, reason = "tests")]

use blog::{Db, DemoTokens, app};
use portcullis::testing::assert_policy_lock;

#[actix_web::test]
async fn nobody_gains_access_unseen() {
    let db = Db::in_memory().await.unwrap();
    let identity = DemoTokens::from_environment().unwrap().identity(&db).unwrap();
    let app = app(identity, db);
    assert_policy_lock("policy.lock", &app);
}
