//! The policy page: the inventory in one HTML file that loads nothing.

use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

#[cfg(test)]
mod tests;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = concat!("\n", include_str!("page.css"), include_str!("panel.css"));

/// One module, in an order in which nothing runs before what it needs.
const SCRIPT: &str = concat!(
    "\n",
    include_str!("conditions.js"),
    include_str!("locks.js"),
    include_str!("compare.js"),
    include_str!("routes.js"),
    include_str!("dom.js"),
    include_str!("state.js"),
    include_str!("filters.js"),
    include_str!("matrix.js"),
    include_str!("decision.js"),
    include_str!("fields.js"),
    include_str!("detail.js"),
    include_str!("data_view.js"),
    include_str!("compare_view.js"),
    include_str!("start.js"),
);

/// The page, and the policy that a server sends along with it.
pub(super) struct HtmlPage {
    /// The whole file. It states the policy itself, for whoever opens it from a disk.
    pub(super) html: String,
    /// The value of `Content-Security-Policy`; as a header it also keeps the page out of frames.
    pub(super) content_security_policy: String,
}

/// The page of an inventory, given as JSON.
pub(super) fn page(inventory: &str) -> HtmlPage {
    // What it allows is the same for every inventory.
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        format!(
            "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
            source(SCRIPT),
            source(STYLE),
        )
    });
    let policy = POLICY.as_str();
    let parts = [
        ("{{policy}}", policy),
        ("{{style}}", STYLE),
        ("{{inventory}}", &escaped(inventory)),
        ("{{script}}", SCRIPT),
    ];
    HtmlPage {
        html: filled(TEMPLATE, &parts),
        content_security_policy: format!("{policy}; frame-ancestors 'none'"),
    }
}

/// The hash by which a policy allows exactly this text (CSP level 3, section 8.3).
fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// JSON in which nothing ends the element around it or opens a comment: `<` stands in strings only,
/// where it may be escaped.
fn escaped(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// The template with each part in its place, from the front, so that no part is searched for the
/// places of others.
fn filled(template: &str, parts: &[(&str, &str)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    for (place, text) in parts {
        let Some((before, after)) = rest.split_once(place) else { continue };
        page.push_str(before);
        page.push_str(text);
        rest = after;
    }
    page + rest
}
