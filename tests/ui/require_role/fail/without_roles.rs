//! A vocabulary without roles has no role to require.
include!("../../vocabulary.rs");
mod plain {
    #[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
    #[permissions(no_roles)]
    pub enum Permission {
        #[permission("invoices:read")]
        ReadInvoices,
    }
}

#[portcullis::require_role(Editor, vocabulary = plain::Permission)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
