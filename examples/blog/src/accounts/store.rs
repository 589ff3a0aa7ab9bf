//! The SQL of accounts. By which address an account is opened is not the address of its profile: who
//! changes that one must not open another door.

use portcullis::Outage;
use sqlx::FromRow;

use crate::db::{Db, on_pool};

/// Somebody who signs up.
pub(super) struct Newcomer {
    pub(super) tenant_id: String,
    pub(super) name: String,
    pub(super) email: String,
    /// As addresses are compared.
    pub(super) address: String,
    pub(super) password_hash: String,
}

/// An account that a password opens.
#[derive(FromRow)]
pub(super) struct Login {
    pub(super) user_id: i64,
    pub(super) password_hash: String,
}

/// A new reader; nobody where the address opens an account already, which then stays as it is.
pub(super) async fn add(db: &Db, newcomer: &Newcomer) -> Result<Option<i64>, Outage> {
    const USER: &str = "INSERT INTO users (tenant_id, name, email, role, password_hash, is_banned) \
                        VALUES ($1, $2, $3, 'reader', $4, FALSE) RETURNING id";
    const LOGIN: &str = "INSERT INTO logins (address, user_id) VALUES ($1, $2) \
                         ON CONFLICT (address) DO NOTHING";
    let Newcomer { tenant_id, name, email, address, password_hash } = newcomer;
    on_pool!(db, |pool| {
        let mut transaction = pool.begin().await?;
        let user = sqlx::query_scalar(USER).bind(tenant_id).bind(name).bind(email);
        let id: i64 = user.bind(password_hash).fetch_one(&mut *transaction).await?;
        let login = sqlx::query(LOGIN).bind(address).bind(id);
        if login.execute(&mut *transaction).await?.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(None);
        }
        transaction.commit().await?;
        Ok(Some(id))
    })
}

/// Somebody whom a provider vouches for, by its name for them. An account is never found by an address:
/// whoever runs a provider could claim any.
pub(super) struct Vouched<'a> {
    pub(super) issuer: &'a str,
    pub(super) subject: &'a str,
    /// What a new account is called.
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) tenant_id: &'a str,
}

/// The user that a provider vouches for, made where there is none yet.
pub(super) async fn user_of(db: &Db, vouched: &Vouched<'_>) -> Result<i64, Outage> {
    if let Some(id) = identified(db, vouched).await? {
        return Ok(id);
    }
    match add_identified(db, vouched).await? {
        Some(id) => Ok(id),
        // Another login was sooner.
        None => identified(db, vouched).await?.ok_or_else(|| Outage::of("the table of identities")),
    }
}

async fn identified(db: &Db, vouched: &Vouched<'_>) -> Result<Option<i64>, Outage> {
    const SQL: &str = "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2";
    on_pool!(db, |pool| {
        let query = sqlx::query_scalar(SQL).bind(vouched.issuer).bind(vouched.subject);
        Ok(query.fetch_optional(pool).await?)
    })
}

async fn add_identified(db: &Db, vouched: &Vouched<'_>) -> Result<Option<i64>, Outage> {
    const USER: &str = "INSERT INTO users (tenant_id, name, email, role, password_hash, is_banned) \
                        VALUES ($1, $2, $3, 'reader', 'opens to nothing', FALSE) RETURNING id";
    const IDENTITY: &str = "INSERT INTO identities (issuer, subject, user_id) VALUES ($1, $2, $3) \
                            ON CONFLICT (issuer, subject) DO NOTHING";
    on_pool!(db, |pool| {
        let mut transaction = pool.begin().await?;
        let user = sqlx::query_scalar(USER).bind(vouched.tenant_id).bind(vouched.name);
        let id: i64 = user.bind(vouched.email).fetch_one(&mut *transaction).await?;
        let identity = sqlx::query(IDENTITY).bind(vouched.issuer).bind(vouched.subject).bind(id);
        if identity.execute(&mut *transaction).await?.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(None);
        }
        transaction.commit().await?;
        Ok(Some(id))
    })
}

/// The account that `address` opens.
pub(super) async fn find(db: &Db, address: &str) -> Result<Option<Login>, Outage> {
    const SQL: &str = "SELECT logins.user_id, users.password_hash FROM logins \
                       JOIN users ON users.id = logins.user_id WHERE logins.address = $1";
    on_pool!(db, |pool| Ok(sqlx::query_as(SQL).bind(address).fetch_optional(pool).await?))
}

/// Keeps a stronger hash of the same password, unless the password was changed meanwhile.
pub(super) async fn rehash(db: &Db, login: &Login, hash: &str) -> Result<(), Outage> {
    const SQL: &str = "UPDATE users SET password_hash = $1 WHERE id = $2 AND password_hash = $3";
    on_pool!(db, |pool| {
        let query = sqlx::query(SQL).bind(hash).bind(login.user_id).bind(&login.password_hash);
        query.execute(pool).await?;
        Ok(())
    })
}
