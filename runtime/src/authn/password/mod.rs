//! Passwords: argon2id hashes, equal effort for unknown users, and a throttle in front.
//!
//! [`Passwords`] hashes and verifies; [`LoginThrottle`] decides before that whether an attempt may be
//! made at all. A login asks them in this order:
//!
//! ```
//! use std::net::IpAddr;
//!
//! use portcullis::authn::password::{Attempt, LoginThrottle, Passwords, Verdict};
//! use portcullis::{Outage, Problem};
//! use secrecy::SecretString;
//! # struct User { id: String, password_hash: String }
//! # struct Users;
//! # impl Users {
//! #     async fn named(&self, _: &str) -> Result<Option<User>, Outage> { Ok(None) }
//! #     async fn rehash(&self, _: &User, _: &str) -> Result<(), Outage> { Ok(()) }
//! # }
//!
//! async fn log_in(
//!     users: &Users,
//!     passwords: &Passwords,
//!     throttle: &LoginThrottle,
//!     name: &str,
//!     password: &SecretString,
//!     address: IpAddr,
//! ) -> Result<(), Problem> {
//!     let admitted = throttle.admit(&Attempt::new(name, address))?;
//!     let user = users.named(name).await?;
//!     let stored = user.as_ref().map(|user| user.password_hash.as_str());
//!     let verdict = passwords.verify(stored, password).await?;
//!     let (Verdict::Right { rehash }, Some(user)) = (verdict, &user) else {
//!         admitted.failed(user.as_ref().map(|user| user.id.as_str()));
//!         return Err(Problem::LoginFailed);
//!     };
//!     if let Some(rehash) = rehash {
//!         users.rehash(user, &rehash).await?;
//!     }
//!     admitted.succeeded(&user.id);
//!     Ok(())
//! }
//! ```

mod builder;
mod hashing;
mod rules;
mod throttle;
mod throttle_builder;

pub use builder::{PasswordConfigError, PasswordsBuilder};
pub use hashing::{Passwords, Verdict};
pub use rules::UnfitPassword;
pub use throttle::{Admitted, Attempt, LoginThrottle, Pace};
pub use throttle_builder::{LoginThrottleBuilder, LoginThrottleError};
