//! A handler is a free function.
include!("../../vocabulary.rs");
struct Reports;

impl Reports {
    #[portcullis::authenticated]
    async fn list(&self) -> &'static str {
        "reports"
    }
}

fn main() {}
