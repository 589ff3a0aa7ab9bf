//! Two apps with different vocabularies in one process.
include!("../../vocabulary.rs");
mod billing {
    pub mod words {
        #[derive(portcullis::Permissions, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Permission {
            #[permission("invoices:read")]
            ReadInvoices,
            #[permission("invoices:void", ungranted)]
            VoidInvoices,
        }

        #[derive(portcullis::Roles, Clone, Copy, Debug, PartialEq, Eq)]
        #[roles(permission = Permission)]
        pub enum Role {
            #[role(grants(ReadInvoices), name = "book-keeper")]
            Accountant,
        }
    }

    portcullis::policy!(pub ACCOUNTANTS: super::billing::words::Permission = role(Accountant));

    #[portcullis::require_permission("invoices:void", vocabulary = words::Permission)]
    #[portcullis::require_role(words::Role::Accountant)]
    #[portcullis::authorize(ACCOUNTANTS)]
    #[actix_web::get("/invoices")]
    pub async fn invoices() -> &'static str {
        "invoices"
    }
}

#[portcullis::require_permission("reports:read")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn apps(
    security: portcullis::Security<Permission>,
    billing: portcullis::Security<billing::words::Permission>,
) {
    let _ = portcullis::App::new(security).service(reports);
    let _ = portcullis::App::new(billing).service(billing::invoices);
}

fn main() {}
