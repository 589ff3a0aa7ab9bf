//! What may go out: views that name every field which a caller may see.

mod answer;
mod caller;
mod field;
mod fields;
mod lines;
mod mask;
mod one_value;
mod selection;
mod shape;
mod view;
mod visible;

pub(crate) use answer::json;
pub use caller::{Caller, Preparation};
pub use field::Shows;
pub(crate) use fields::Root;
pub use fields::{OwnFields, ShownFields, show_view};
pub use lines::Lines;
pub use mask::{MaskedField, mask_all, mask_email, mask_last4, masked};
pub use selection::Selection;
pub use shape::{OutputField, OutputShape, SafeResponse};
pub use view::{IntoEntity, View};
pub use visible::{Ruled, Visible};
