//! `Selection`: the fields that a caller asks for, among those that the caller may see.

use core::fmt;
use core::future::{Ready, ready};
use core::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use super::caller::{Sights, bit};
use super::shape::SafeResponse;
use crate::allowlist::input::InputRefusal;
use crate::problem::{FieldError, FieldErrorCode, Place, Problem};

/// The name of the parameter.
const PARAMETER: &str = "fields";

/// The fields of `V` that an answer is to have: `?fields=id,name`, by the names on the wire.
///
/// A parameter of a handler, for [`View::only`](super::View::only). Without the parameter it is
/// everything. A field that the caller never sees is answered as one that does not exist: 422. One that
/// the caller sees in some objects alone is absent from the others.
pub struct Selection<V> {
    selected: u128,
    view: PhantomData<fn() -> V>,
}

impl<V> Selection<V> {
    /// Every field.
    pub const fn all() -> Self {
        Self { selected: u128::MAX, view: PhantomData }
    }

    /// The fields, by position, as bits.
    pub(crate) const fn bits(self) -> u128 {
        self.selected
    }
}

impl<V: SafeResponse> Selection<V> {
    /// Reads `id,name`.
    ///
    /// # Errors
    /// A name is unknown, or of a field that the caller does not see. The two look alike, and so does
    /// a text that is empty.
    pub fn parse(request: &HttpRequest, text: &str) -> Result<Self, Vec<FieldError>> {
        let sights = Sights::new(V::SHAPE, request);
        let mut selected = 0;
        for key in text.split(',') {
            let position = V::SHAPE.fields.iter().zip(0_u32..).find(|(field, _)| field.key == key);
            let field = position.map_or(0, |(_, position)| bit(position)) & sights.in_any();
            if field == 0 {
                return Err(refusal(FieldErrorCode::NotAllowed));
            }
            selected |= field;
        }
        Ok(Self { selected, view: PhantomData })
    }

    fn of_request(request: &HttpRequest) -> Result<Self, Vec<FieldError>> {
        let parameters = form_urlencoded::parse(request.query_string().as_bytes());
        let mut texts = parameters.filter(|(name, _)| name == PARAMETER).map(|(_, text)| text);
        match (texts.next(), texts.next()) {
            (None, _) => Ok(Self::all()),
            (Some(text), None) => Self::parse(request, &text),
            (Some(_), Some(_)) => Err(refusal(FieldErrorCode::Duplicate)),
        }
    }
}

fn refusal(code: FieldErrorCode) -> Vec<FieldError> {
    vec![FieldError::new(Place::Parameter(PARAMETER.to_owned()), code)]
}

impl<V: SafeResponse> FromRequest for Selection<V> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let selection = Self::of_request(request);
        ready(selection.map_err(|errors| InputRefusal::from(Problem::InvalidFields(errors)).into()))
    }
}

impl<V> Clone for Selection<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Selection<V> {}

/// Everything.
impl<V> Default for Selection<V> {
    fn default() -> Self {
        Self::all()
    }
}

impl<V: SafeResponse> fmt::Debug for Selection<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = V::SHAPE.fields.iter().zip(0_u32..);
        let selected = fields.filter(|(_, position)| self.selected & bit(*position) != 0);
        f.write_str("Selection")?;
        f.debug_set().entries(selected.map(|(field, _)| field)).finish()
    }
}
