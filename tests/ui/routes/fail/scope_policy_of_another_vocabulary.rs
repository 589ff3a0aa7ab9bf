//! The policy of a scope speaks the vocabulary of the app.
include!("../../vocabulary.rs");
mod billing {
    #[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
    #[permissions(no_roles)]
    pub enum Permission {
        #[permission("invoices:read")]
        ReadInvoices,
    }
}

portcullis::policy!(READERS: billing::Permission = permission("invoices:read"));

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(portcullis::scope("/billing").authorize(READERS));
}

fn main() {}
