//! `Load`: finding the object that a path names.

use core::fmt;
use core::future::Future;
use core::str::FromStr;
use std::borrow::Cow;

use super::Resource;
use crate::outage::Outage;

/// How the gate finds an object. The store is the app's data `web::Data<Store>`; an app without it
/// refuses to start.
///
/// ```
/// use portcullis::{Outage, Resource};
/// use portcullis::resource::Load;
///
/// #[derive(Resource)]
/// #[resource(owner = author_id)]
/// struct Note { id: i64, author_id: String, text: String }
///
/// struct Notes(Vec<(i64, String, String)>);
///
/// impl Load for Note {
///     type Store = Notes;
///
///     async fn load(notes: &Notes, id: i64) -> Result<Option<Self>, Outage> {
///         let found = notes.0.iter().find(|note| note.0 == id);
///         Ok(found.map(|(id, author, text)| Note {
///             id: *id, author_id: author.clone(), text: text.clone(),
///         }))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the gate cannot load a `{Self}`",
    note = "implement `portcullis::resource::Load` for it; a route that lists objects says `list` and loads nothing"
)]
pub trait Load: Resource {
    /// What the objects are loaded from.
    type Store: ?Sized + 'static;

    /// The object with this identifier, if there is one.
    ///
    /// # Errors
    /// An [`Outage`] when it cannot be told: the request is answered 503.
    fn load(
        store: &Self::Store,
        id: Self::Id,
    ) -> impl Future<Output = Result<Option<Self>, Outage>>;
}

/// The path parameters that name an object, in the order of the identifier's parts.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    names: &'a [&'static str],
    value: &'a dyn Fn(&str) -> Option<Cow<'a, str>>,
}

impl<'a> Parameters<'a> {
    /// The parameters called `names`, which `value` finds.
    pub(crate) fn new(
        names: &'a [&'static str],
        value: &'a dyn Fn(&str) -> Option<Cow<'a, str>>,
    ) -> Self {
        Self { names, value }
    }

    /// The part at `index`, if it is there and can be read as its type. Databases hold no text with
    /// a null character, so that one names nothing.
    pub fn part<T: FromStr>(&self, index: usize) -> Option<T> {
        let text = (self.value)(self.names.get(index)?)?;
        if text.contains('\0') { None } else { text.parse().ok() }
    }
}

impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parameters").field(&self.names).finish()
    }
}

/// An object, or what a store found.
pub trait Candidate {
    /// What it is.
    type Resource: Resource;

    /// The object, if there is one.
    fn found(self) -> Option<Self::Resource>;
}

impl<T: Resource> Candidate for T {
    type Resource = T;

    fn found(self) -> Option<T> {
        Some(self)
    }
}

impl<T: Resource> Candidate for Option<T> {
    type Resource = T;

    fn found(self) -> Option<T> {
        self
    }
}
