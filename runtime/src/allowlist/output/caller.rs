//! `Caller`: what whoever asked sees of each view in an answer, found out once an answer.

use core::any::{Any, TypeId};
use core::fmt;

use actix_web::HttpRequest;

use super::shape::{OutputShape, SafeResponse};
use crate::gate::Sight;

/// What the caller sees of each view that has rules. A view that is not here shows nothing that a
/// rule guards.
#[derive(Default)]
pub struct Caller {
    ruled: Vec<(TypeId, Sights)>,
}

/// Which fields of one view the caller sees.
pub(super) struct Sights {
    /// The fields seen in every object, by position, as bits.
    always: u128,
    /// The fields seen in some objects, each as its bit.
    of_some: Vec<(u128, Sight)>,
}

impl Caller {
    /// Asks the rules of `V` and of all views in it.
    pub(crate) fn of<V: SafeResponse>(request: &HttpRequest) -> Self {
        let mut caller = Self::default();
        Preparation { request, caller: &mut caller, above: None }.view::<V>();
        caller
    }

    /// The fields of `entity` that are seen through `V`, as bits.
    #[inline]
    pub(super) fn sees<V: SafeResponse>(&self, entity: &V::Entity) -> u128 {
        if const { !V::SHAPE.has_rules() } {
            return u128::MAX;
        }
        match self.sights(TypeId::of::<V>()) {
            Some(sights) => sights.of(entity),
            None => const { V::SHAPE.open() },
        }
    }

    fn sights(&self, view: TypeId) -> Option<&Sights> {
        self.ruled.iter().find_map(|(known, sights)| (*known == view).then_some(sights))
    }
}

impl Sights {
    pub(super) fn new(shape: &OutputShape, request: &HttpRequest) -> Self {
        let mut sights = Self { always: shape.open(), of_some: Vec::new() };
        for (field, position) in shape.fields.iter().zip(0_u32..) {
            let Some(rule) = field.rule else { continue };
            let bit = bit(position);
            match rule.sight(request) {
                Sight::Always => sights.always |= bit,
                Sight::Never => {}
                some @ Sight::Of(_) => sights.of_some.push((bit, some)),
            }
        }
        sights
    }

    /// The fields that are seen in some object at least.
    pub(super) fn in_any(&self) -> u128 {
        self.of_some.iter().fold(self.always, |seen, (bit, _)| seen | bit)
    }

    fn of(&self, entity: &dyn Any) -> u128 {
        let covered = self.of_some.iter().filter(|(_, sight)| sight.covers(entity));
        covered.fold(self.always, |seen, (bit, _)| seen | bit)
    }
}

/// The bit of a field. The derive refuses more fields than there are bits; one without a bit would
/// not be seen.
#[inline]
pub(super) fn bit(position: u32) -> u128 {
    1_u128.checked_shl(position).unwrap_or_default()
}

/// Asks the rules of a view and of the views in it.
pub struct Preparation<'a> {
    request: &'a HttpRequest,
    caller: &'a mut Caller,
    above: Option<&'a Above<'a>>,
}

/// The views that the current one is in, so that a view in itself ends.
struct Above<'a> {
    view: TypeId,
    above: Option<&'a Above<'a>>,
}

impl Preparation<'_> {
    /// Asks the rules of `V`.
    pub fn view<V: SafeResponse>(&mut self) {
        let view = TypeId::of::<V>();
        let mut next = self.above;
        while let Some(above) = next {
            if above.view == view {
                return;
            }
            next = above.above;
        }
        if V::SHAPE.has_rules() && self.caller.sights(view).is_none() {
            self.caller.ruled.push((view, Sights::new(V::SHAPE, self.request)));
        }
        V::prepare_below(&mut Preparation {
            request: self.request,
            caller: self.caller,
            above: Some(&Above { view, above: self.above }),
        });
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").finish_non_exhaustive()
    }
}

impl fmt::Debug for Preparation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preparation").finish_non_exhaustive()
    }
}
