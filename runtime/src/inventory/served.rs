//! The inventory of the running app, for handlers that show it.

use core::fmt;
use std::cell::OnceCell;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use super::Inventory;
use crate::gate::Rejection;

/// Makes the inventory when it is first asked for.
pub(crate) struct Served {
    make: Box<dyn Fn() -> Inventory>,
    made: OnceCell<Inventory>,
}

impl Served {
    pub(crate) fn new(make: impl Fn() -> Inventory + 'static) -> Self {
        Self { make: Box::new(make), made: OnceCell::new() }
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("made", &self.made).finish_non_exhaustive()
    }
}

/// The inventory of the app that the request is served by. It is made once a worker.
impl FromRequest for Inventory {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let served = request.app_data::<Served>();
        let inventory = served.map(|served| served.made.get_or_init(&served.make).clone());
        ready(inventory.ok_or_else(|| {
            tracing::error!(path = request.path(), "an inventory outside of `portcullis::App`");
            Rejection::NoGate.into()
        }))
    }
}
