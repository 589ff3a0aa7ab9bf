//! `ShownFields` and `OwnFields`: an object in the making, field by field.

use core::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::caller::{Caller, bit};
use super::shape::SafeResponse;

/// Shows an entity through the view `V`, to the caller.
///
/// # Errors
/// The serializer failed, or a scalar was none.
#[inline]
pub fn show_view<V: SafeResponse, S: Serializer>(
    entity: &V::Entity,
    caller: &Caller,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    show_selected::<V, S>(entity, u128::MAX, caller, serializer)
}

/// The same, of the fields whose bits are in `selected`.
#[inline]
pub(super) fn show_selected<V: SafeResponse, S: Serializer>(
    entity: &V::Entity,
    selected: u128,
    caller: &Caller,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let seen = caller.sees::<V>(entity) & selected;
    let mut map = serializer.serialize_map(None)?;
    V::show_fields(entity, &mut ShownFields { map: &mut map, seen, caller })?;
    map.end()
}

/// The object that an entity becomes.
pub struct ShownFields<'a, M> {
    map: &'a mut M,
    /// The fields that are seen, by position, as bits.
    seen: u128,
    caller: &'a Caller,
}

impl<'a, M: SerializeMap> ShownFields<'a, M> {
    /// Shows a member, if it is seen.
    ///
    /// # Errors
    /// The serializer failed, or a scalar was none.
    #[inline]
    pub fn member(
        &mut self,
        position: u32,
        key: &'static str,
        value: &impl Serialize,
    ) -> Result<(), M::Error> {
        if self.seen & bit(position) == 0 {
            return Ok(());
        }
        self.map.serialize_entry(key, value)
    }

    #[inline]
    pub(super) fn caller(&self) -> &'a Caller {
        self.caller
    }
}

/// The object that a view is by itself.
pub struct OwnFields<M> {
    map: M,
}

impl<M: SerializeMap> OwnFields<M> {
    /// Begins the object.
    ///
    /// # Errors
    /// The serializer failed.
    pub fn begin<S: Serializer<SerializeMap = M>>(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)? })
    }

    pub(super) fn member(
        &mut self,
        key: &'static str,
        value: &impl Serialize,
    ) -> Result<(), M::Error> {
        self.map.serialize_entry(key, value)
    }

    /// Ends the object.
    ///
    /// # Errors
    /// The serializer failed.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

impl<M> fmt::Debug for ShownFields<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShownFields").finish_non_exhaustive()
    }
}

impl<M> fmt::Debug for OwnFields<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnFields").finish_non_exhaustive()
    }
}

/// One object of an answer, on its own or in a list.
pub(crate) struct Root<'a, V: SafeResponse> {
    pub(crate) entity: &'a V::Entity,
    pub(crate) selected: u128,
    pub(crate) caller: &'a Caller,
}

impl<V: SafeResponse> Serialize for Root<'_, V> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        show_selected::<V, S>(self.entity, self.selected, self.caller, serializer)
    }
}
