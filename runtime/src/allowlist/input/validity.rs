//! `Invalid`: what an app's own rules found wrong with a DTO that could be read.

use std::borrow::Cow;

use super::findings::escaped;
use super::shape::Shape;
use crate::problem::{FieldError, FieldErrorCode, Place};

/// The fields that are not valid, each with a sentence for the client. It is made of pairs of a
/// field's name in the source, and a message; a dot separates the names of fields in fields, and
/// `[0]` stands for an item, as garde writes them. The empty name is the object as a whole. The
/// answer has JSON pointers, by the names on the wire.
///
/// The message goes to the client as it is: do not put the value into it.
///
/// ```
/// use portcullis::allowlist::Invalid;
///
/// let invalid: Invalid = [("title", "is empty"), ("tags[1]", "is unknown")].into_iter().collect();
/// assert!(invalid.into_result().is_err());
/// ```
///
/// # Rules of your own, and those of `validator`
/// `#[safe_create(validate = valid)]` names a function from the DTO to a `Result<(), Invalid>`. For
/// the rules of the crate `validator` it takes three statements. (A DTO in a DTO has such a function
/// of its own, which is asked as well, so that `#[validate(nested)]` is not needed.)
///
/// ```
/// use portcullis::allowlist::Invalid;
/// use portcullis::{Resource, SafeCreate};
/// use validator::Validate;
///
/// # #[derive(Resource)]
/// # struct Post { id: i64, title: String }
/// #[derive(SafeCreate, Validate)]
/// #[safe_create(of = Post, default(id), validate = valid)]
/// struct NewPost {
///     #[validate(length(min = 1, max = 200, message = "has 1 to 200 characters"))]
///     title: String,
/// }
///
/// fn valid(new: &NewPost) -> Result<(), Invalid> {
///     let found = new.validate().err().unwrap_or_default();
///     let found = found.field_errors().into_iter().flat_map(|(field, errors)| {
///         // Not `to_string()`, which shows the value.
///         errors.iter().map(move |it| (field.clone(), it.message.as_ref().unwrap_or(&it.code).clone()))
///     });
///     found.collect::<Invalid>().into_result()
/// }
/// # assert!(valid(&NewPost { title: "a".into() }).is_ok());
/// # let invalid = valid(&NewPost { title: String::new() }).unwrap_err();
/// # assert_eq!(invalid, [("title", "has 1 to 200 characters")].into_iter().collect());
/// # fn main() {}
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invalid {
    findings: Vec<(String, Cow<'static, str>)>,
}

impl Invalid {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// What a rule returns.
    ///
    /// # Errors
    /// Something is wrong.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The errors with their pointers, below `pointer`, by the names on the wire. A refusal that does
    /// not say why is one of the whole.
    pub(super) fn into_errors(
        self,
        pointer: &str,
        shape: &'static Shape,
    ) -> impl Iterator<Item = FieldError> {
        const CODE: FieldErrorCode = FieldErrorCode::Invalid;
        let whole = self.is_empty().then(|| Place::Pointer(pointer.to_owned()));
        let whole = whole.map(|place| FieldError::new(place, CODE));
        let errors = self.findings.into_iter().map(move |(path, message)| {
            let place = Place::Pointer(format!("{pointer}{}", on_the_wire(&path, shape)));
            FieldError::new(place, CODE).with_detail(message)
        });
        whole.into_iter().chain(errors)
    }
}

/// The pointer to what has this path in the source.
fn on_the_wire(path: &str, shape: &'static Shape) -> String {
    let mut pointer = String::new();
    let mut shape = Some(shape);
    for segment in segments(path) {
        let fields = shape.map_or(&[][..], |shape| shape.fields);
        let by_name = fields.iter().find(|field| field.name == segment);
        // A rule may well be told the name on the wire, as by garde's `rename`.
        let field = by_name.or_else(|| fields.iter().find(|field| field.key == segment));
        pointer.push('/');
        pointer.push_str(&escaped(field.map_or(segment, |field| field.key)));
        match field {
            Some(field) => shape = (field.below)(),
            // The items of a list are of one shape.
            None if segment.bytes().all(|byte| byte.is_ascii_digit()) => {}
            None => shape = None,
        }
    }
    pointer
}

/// `tags[1].name` as its parts. `__all__` is validator's word for the whole.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '['])
        .map(|part| part.trim_end_matches(']'))
        .map(|part| part.strip_prefix("r#").unwrap_or(part))
        .filter(|part| !part.is_empty() && *part != "__all__")
}

impl<P: Into<String>, M: Into<Cow<'static, str>>> FromIterator<(P, M)> for Invalid {
    fn from_iter<I: IntoIterator<Item = (P, M)>>(findings: I) -> Self {
        let findings = findings.into_iter().map(|(path, message)| (path.into(), message.into()));
        Self { findings: findings.collect() }
    }
}

/// Everything that several rules found.
///
/// # Errors
/// One of them found something.
#[doc(hidden)]
pub fn all_valid<const N: usize>(results: [Result<(), Invalid>; N]) -> Result<(), Invalid> {
    let mut refused = results.into_iter().filter_map(Result::err);
    let Some(mut all) = refused.next() else { return Ok(()) };
    all.findings.extend(refused.flat_map(|invalid| invalid.findings));
    Err(all)
}

/// What the rules of garde say about `dto`.
///
/// # Errors
/// They found something.
#[cfg(feature = "garde")]
pub fn garde_report<T>(dto: &T) -> Result<(), Invalid>
where
    T: garde::Validate<Context: GardeContext>,
{
    let message = |(path, error): &(garde::Path, garde::Error)| {
        (path.to_string(), error.message().to_owned())
    };
    dto.validate_with(&<T::Context>::default())
        .map_err(|report| report.iter().map(message).collect())
}

/// What garde's rules are told besides the DTO.
#[cfg(feature = "garde")]
#[diagnostic::on_unimplemented(
    message = "the rules of `#[garde(..)]` need a `{Self}`, and a safe DTO has none to give them",
    label = "this context has no `Default`",
    note = "implement `Default` for it, or ask about what depends on the request in the handler",
    note = "or move the rules into a function of your own, for example `validate = valid`"
)]
pub trait GardeContext: Default {}

#[cfg(feature = "garde")]
#[diagnostic::do_not_recommend]
impl<C: Default> GardeContext for C {}

/// What the rules of garde say, once somebody asks for them.
///
/// # Errors
/// None: it does not compile.
#[cfg(not(feature = "garde"))]
pub fn garde_report<T: GardeIsOn>(_: &T) -> Result<(), Invalid> {
    Ok(())
}

/// Implemented by nothing.
#[cfg(not(feature = "garde"))]
#[diagnostic::on_unimplemented(
    message = "the rules of `#[garde(..)]` on `{Self}` would not be asked",
    note = "enable the feature `garde` of portcullis"
)]
pub trait GardeIsOn {}
