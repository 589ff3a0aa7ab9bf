//! `Shows`: how the type of a view's field shows the field of the entity.

use core::marker::PhantomData;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::caller::{Caller, Preparation};
use super::fields::{OwnFields, ShownFields};
use super::one_value::OneValue;
use super::shape::OutputShape;
use crate::allowlist::input::{AsScalar, Scalar, Typed};
use crate::allowlist::schema::Form;

/// A type that a view may hold: a [`Scalar`], a view of an object, or `Vec` and `Option` of such.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a view",
    label = "neither a scalar, nor a list, nor a view",
    note = "for an object, write a type of its own with `#[derive(SafeResponse)] #[safe_response(of = {Self})]`, and name it here",
    note = "for a type of your own that is one string, number or boolean: `impl portcullis::allowlist::Scalar for {Self} {{}}`, with `Clone` and serde's `Serialize`",
    note = "for such a type of another crate, say `#[safe_response(scalar)]` on the field; a map or free JSON has fields that nobody allowed",
    note = "`Visible<..>` is the type of a field with a rule, for example `#[safe_response(owner)]`"
)]
pub trait Shows<How = Typed>: Sized {
    /// The type that the entity has.
    type Field;

    /// Whether it is no object with fields of its own, and no list of such.
    #[doc(hidden)]
    const IS_PLAIN: bool = false;

    /// How values lie in it.
    #[doc(hidden)]
    const FORM: Form = Form::One;

    /// Shows the field straight from the entity.
    #[doc(hidden)]
    fn show<S: Serializer>(
        field: &Self::Field,
        caller: &Caller,
        serializer: S,
    ) -> Result<S::Ok, S::Error>;

    /// What everybody sees of the field who may read the object.
    #[doc(hidden)]
    fn of_field(field: &Self::Field) -> Self;

    /// Writes the value itself.
    #[doc(hidden)]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Finds out what the caller sees of the views in it.
    #[doc(hidden)]
    fn prepare(preparation: &mut Preparation<'_>) {
        let _ = preparation;
    }

    /// The shape of the view in it, if there is one.
    #[doc(hidden)]
    fn below() -> Option<&'static OutputShape> {
        None
    }

    /// Shows the field as a member of an object, if it is seen.
    #[doc(hidden)]
    #[inline]
    fn show_member<M: SerializeMap>(
        field: &Self::Field,
        position: u32,
        key: &'static str,
        fields: &mut ShownFields<'_, M>,
    ) -> Result<(), M::Error> {
        let caller = fields.caller();
        fields.member(position, key, &Field::<Self, How> { field, caller })
    }

    /// Writes the value itself as a member of an object.
    #[doc(hidden)]
    fn write_member<M: SerializeMap>(
        &self,
        key: &'static str,
        fields: &mut OwnFields<M>,
    ) -> Result<(), M::Error> {
        fields.member(key, &Own::<Self, How> { value: self, how: PhantomData })
    }
}

/// One string, number or boolean that can be copied and written.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no scalar that a view could show",
    note = "a scalar implements `portcullis::allowlist::Scalar`, `Clone` and serde's `Serialize`"
)]
pub trait ShownScalar: Scalar + Serialize + Clone {}

#[diagnostic::do_not_recommend]
impl<T: Scalar + Serialize + Clone> ShownScalar for T {}

#[diagnostic::do_not_recommend]
impl<T: ShownScalar> Shows for T {
    type Field = T;
    const IS_PLAIN: bool = true;

    #[inline]
    fn show<S: Serializer>(field: &T, _: &Caller, serializer: S) -> Result<S::Ok, S::Error> {
        Shows::<Typed>::write(field, serializer)
    }

    fn of_field(field: &T) -> T {
        field.clone()
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if <T as Scalar>::IS_PLAIN {
            self.serialize(serializer)
        } else {
            self.serialize(OneValue(serializer))
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + Clone> Shows<AsScalar> for T {
    type Field = T;
    const IS_PLAIN: bool = true;

    #[inline]
    fn show<S: Serializer>(field: &T, _: &Caller, serializer: S) -> Result<S::Ok, S::Error> {
        Shows::<AsScalar>::write(field, serializer)
    }

    fn of_field(field: &T) -> T {
        field.clone()
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(OneValue(serializer))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shows> Shows for Vec<T> {
    type Field = Vec<T::Field>;
    const IS_PLAIN: bool = T::IS_PLAIN;
    const FORM: Form = Form::List(&T::FORM);

    fn show<S: Serializer>(
        field: &Vec<T::Field>,
        caller: &Caller,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let item = |item| Field::<T, Typed> { field: item, caller };
        serializer.collect_seq(field.iter().map(item))
    }

    fn of_field(field: &Vec<T::Field>) -> Self {
        field.iter().map(T::of_field).collect()
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let item = |value| Own::<T, Typed> { value, how: PhantomData };
        serializer.collect_seq(self.iter().map(item))
    }

    fn prepare(preparation: &mut Preparation<'_>) {
        T::prepare(preparation);
    }

    fn below() -> Option<&'static OutputShape> {
        T::below()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shows> Shows for Option<T> {
    type Field = Option<T::Field>;
    const IS_PLAIN: bool = T::IS_PLAIN;
    const FORM: Form = Form::OrNull(&T::FORM);

    #[inline]
    fn show<S: Serializer>(
        field: &Option<T::Field>,
        caller: &Caller,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match field {
            Some(value) => T::show(value, caller, serializer),
            None => serializer.serialize_none(),
        }
    }

    fn of_field(field: &Option<T::Field>) -> Self {
        field.as_ref().map(T::of_field)
    }

    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn prepare(preparation: &mut Preparation<'_>) {
        T::prepare(preparation);
    }

    fn below() -> Option<&'static OutputShape> {
        T::below()
    }
}

/// A field of an entity as a `V` shows it.
struct Field<'a, V: Shows<How>, How> {
    field: &'a V::Field,
    caller: &'a Caller,
}

impl<V: Shows<How>, How> Serialize for Field<'_, V, How> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        V::show(self.field, self.caller, serializer)
    }
}

/// A value of a view.
struct Own<'a, V, How> {
    value: &'a V,
    how: PhantomData<fn() -> How>,
}

impl<V: Shows<How>, How> Serialize for Own<'_, V, How> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.write(serializer)
    }
}
