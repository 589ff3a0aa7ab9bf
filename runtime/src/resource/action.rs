//! Action markers: what a principal was allowed to do with an object.

/// What is done with an object. The app may define its own markers:
///
/// ```
/// use portcullis::resource::Action;
///
/// struct Publish;
///
/// impl Action for Publish {
///     const NAME: &'static str = "publish";
/// }
/// ```
pub trait Action: 'static {
    /// The name that reports show.
    const NAME: &'static str;
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Action for $name {
            const NAME: &'static str = $text;
        }
    )*};
}

actions! {
    /// Look at it: `GET`, `HEAD`, `QUERY`.
    Read = "read";
    /// Bring it into being.
    Create = "create";
    /// Change it: `PUT`, `PATCH`.
    Update = "update";
    /// Remove it: `DELETE`.
    Delete = "delete";
}
