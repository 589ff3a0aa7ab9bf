//! The SQL of users.

use portcullis::allowlist::{Changes, Query};
use portcullis::resource::{Conflict, Create, Delete, Load, Update};
use portcullis::{Authorized, Decision, Environment, Listing, Outage, Principal};
use sqlx::QueryBuilder;

use super::fields::{UserQuery, UserUpdate};
use super::model::{User, user_id};
use crate::db::{Db, on_pool};
use crate::vocabulary::Permission;

impl Load for User {
    type Store = Db;

    async fn load(db: &Db, id: i64) -> Result<Option<Self>, Outage> {
        const SQL: &str = "SELECT * FROM users WHERE id = $1";
        on_pool!(db, |pool| Ok(sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?))
    }
}

/// A page of the users that the guard allows.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    users: &Listing<User>,
    asked: &Query<UserQuery>,
) -> Result<Vec<User>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("SELECT * FROM users");
        users.push_where(&mut query);
        asked.push_to(&mut query);
        Ok(query.build_query_as().fetch_all(pool).await?)
    })
}

/// Whether a user of `tenant` gets the weekly digest. No guard has loaded the user, so the tenant
/// is asked for here.
pub(super) async fn weekly_digest(
    db: &Db,
    id: i64,
    tenant: Option<&str>,
) -> Result<Option<bool>, Outage> {
    const SQL: &str = "SELECT weekly_digest FROM users WHERE id = $1 AND tenant_id = $2";
    on_pool!(db, |pool| {
        Ok(sqlx::query_scalar(SQL).bind(id).bind(tenant).fetch_optional(pool).await?)
    })
}

/// A new user.
///
/// # Errors
/// The database failed.
pub async fn add(db: &Db, user: Authorized<User, Create>) -> Result<User, Outage> {
    const SQL: &str = "INSERT INTO users (tenant_id, name, email, role, password_hash, is_banned) \
                       VALUES ($1, $2, $3, $4, $5, $6) RETURNING *";
    on_pool!(db, |pool| {
        let query = sqlx::query_as(SQL).bind(&user.tenant_id).bind(&user.name).bind(&user.email);
        let query = query.bind(&user.role).bind(&user.password_hash).bind(user.is_banned);
        Ok(query.fetch_one(pool).await?)
    })
}

/// Changes the user; what `changes` leaves out stays.
///
/// # Errors
/// The database failed; inside, a conflict where the user changed after the decision.
pub async fn edit(
    db: &Db,
    user: Authorized<User, Update>,
    changes: Changes<UserUpdate>,
) -> Result<Result<User, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE users SET ");
        changes.push_set(&mut query);
        user.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(user.written(rows).map(|mut user| {
        changes.apply(&mut user);
        user
    }))
}

/// Removes the user; what the user owned stays, and nobody owns it.
///
/// # Errors
/// The database failed; inside, a conflict where the user changed after the decision.
pub async fn remove(
    db: &Db,
    user: Authorized<User, Delete>,
) -> Result<Result<User, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("DELETE FROM users");
        user.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(user.written(rows))
}

/// A token outlives a ban, so the database is asked.
pub(crate) async fn may_speak(
    principal: &Principal<Permission>,
    environment: Environment<'_>,
) -> Decision {
    let Some(db) = environment.data::<Db>() else { return Decision::unavailable("the database") };
    let Ok(id) = user_id(principal) else { return Decision::deny("the subject is no user") };
    match User::load(db, id).await {
        Ok(Some(user)) => Decision::allow_if(!user.is_banned, "the user is banned"),
        Ok(None) => Decision::deny("there is no such user"),
        Err(outage) => Decision::Unavailable(outage),
    }
}
