//! A generic handler is registered with its types; its bounds stay.
include!("../../vocabulary.rs");
trait Source: 'static {
    fn name() -> String;
}

struct Files;

impl Source for Files {
    fn name() -> String {
        String::from("files")
    }
}

#[portcullis::authenticated]
async fn list<T>() -> String
where
    T: Source,
{
    T::name()
}

#[portcullis::require_permission("reports:read")]
async fn repeat<T: Source, const N: usize>() -> String {
    T::name().repeat(N)
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .route("/files", portcullis::get().to(list::<Files>))
        .route("/again", portcullis::get().to(repeat::<Files, 3>));
}

fn main() {}
