//! What tests of an app use: the policy lock.

use std::env::var_os;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use actix_web::Error;
use actix_web::dev::{ServiceFactory, ServiceRequest};

use crate::app::App;
use crate::inventory::Lock;
use crate::vocabulary::Vocabulary;

pub use crate::clock::ManualClock;

/// The variable that accepts what has changed.
const BLESS: &str = "PORTCULLIS_BLESS";

/// Checks that the lock file at `path` still says who may do what in `app`: a route that was added,
/// removed or changed fails the test with what is different and who gains or loses access. With
/// `PORTCULLIS_BLESS=1` in the environment the file is written anew instead, so that the change is
/// reviewed where it is made: in the difference of the file.
///
/// `path` is relative to the package, where cargo runs tests.
///
/// ```no_run
/// # use portcullis::Permissions;
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
/// # enum Permission { #[permission("a:b")] A }
/// # fn check(security: portcullis::Security<Permission>) {
/// let app = portcullis::App::new(security);
/// portcullis::testing::assert_policy_lock("policy.lock", &app);
/// # }
/// ```
///
/// # Panics
/// The policy changed, or the file cannot be read or written.
#[track_caller]
pub fn assert_policy_lock<V, T>(path: impl AsRef<Path>, app: &App<V, T>)
where
    V: Vocabulary,
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
{
    let (path, lock) = (path.as_ref(), Lock::of(&app.inventory()));
    let is_blessed = var_os(BLESS).is_some_and(|word| word == "1");
    if let Err(complaint) = check(path, &lock, is_blessed) {
        complain(&complaint);
    }
}

#[track_caller]
#[allow(clippy::panic, reason = "a test fails by panicking, and this is for tests alone")]
fn complain(complaint: &str) {
    panic!("{complaint}");
}

fn check(path: &Path, lock: &Lock, is_blessed: bool) -> Result<(), String> {
    let shown = path.display();
    if is_blessed {
        return fs::write(path, lock.to_string())
            .map_err(|error| format!("`{shown}` cannot be written: {error}"));
    }
    let accept =
        format!("run the test with {BLESS}=1, and have the difference of `{shown}` reviewed");
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(format!("there is no `{shown}` yet: to write it, {accept}"));
        }
        Err(error) => return Err(format!("`{shown}` cannot be read: {error}")),
    };
    let locked = Lock::read(&text).map_err(|error| format!("`{shown}`, {error}"))?;
    if locked == *lock {
        return Ok(());
    }
    let differences = locked.differences(lock);
    let order = "the same facts stand there in another order\n";
    let order = if differences.is_empty() { order } else { "" };
    Err(format!(
        "`{shown}` does not say what the app does\n\n{differences}{order}\nif this is meant, {accept}"
    ))
}
