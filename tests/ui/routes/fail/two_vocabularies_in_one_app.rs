//! An app speaks one vocabulary.
include!("../../vocabulary.rs");
mod billing {
    #[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
    #[permissions(no_roles)]
    pub enum Permission {
        #[permission("invoices:read")]
        ReadInvoices,
    }
}

#[portcullis::require_permission("invoices:read", vocabulary = billing::Permission)]
#[actix_web::get("/invoices")]
async fn invoices() -> &'static str {
    "invoices"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(invoices);
}

fn main() {}
