//! The page holds together: hashes, escapes, and nothing that loads or parses text.

use super::*;

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn the_policy_allows_exactly_what_is_in_the_page() {
    let page = page("{}");
    let script = between(&page.html, "<script type=\"module\">", "</script>");
    let style = between(&page.html, "<style>", "</style>");
    let policy = between(&page.html, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
            source(script),
            source(style),
        )
    );
    assert_eq!(page.content_security_policy, format!("{policy}; frame-ancestors 'none'"));
}

#[test]
fn a_source_is_the_hash_of_the_text() {
    // The example of CSP level 3, section 8.3.
    assert_eq!(
        source("alert('Hello, world.');"),
        "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    );
}

#[test]
fn data_cannot_leave_its_element() {
    let json = r#"{"path":"</script><script>alert(1)</script><!-- {{script}} {{policy}}"}"#;
    let page = page(json);
    let inventory = between(&page.html, "id=\"inventory\">", "</script>");
    assert!(!inventory.contains('<'), "{inventory}");
    let read: serde_json::Value = serde_json::from_str(inventory).unwrap();
    assert_eq!(read, serde_json::from_str::<serde_json::Value>(json).unwrap());
    assert_eq!(page.html.matches("<script").count(), 2);
    assert_eq!(page.html.matches("</script").count(), 2);
}

#[test]
fn every_place_of_the_template_is_filled_once() {
    let page = page("{}");
    assert!(!page.html.contains("{{"), "{}", between(&page.html, "{{", "}}"));
    for part in [STYLE, SCRIPT, "id=\"inventory\">{}<"] {
        assert_eq!(page.html.matches(part).count(), 1);
    }
}

#[test]
fn nothing_is_loaded() {
    let page = page("{}").html;
    for load in ["http:", "https:", "url(", "@import", " src=", "<link", "import(", "fetch("] {
        assert!(!page.contains(load), "{load}");
    }
    // What is left of `//` are comments of the script.
    for line in page.lines().filter(|line| line.contains("//")) {
        assert!(line.trim_start().starts_with("// "), "{line}");
    }
}

#[test]
fn no_text_is_parsed_as_markup_or_script() {
    for parser in
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
    {
        assert!(!SCRIPT.contains(parser), "{parser}");
    }
    for end in ["</", "<!--"] {
        assert!(!SCRIPT.contains(end) && !STYLE.contains(end), "{end}");
    }
    assert!(!TEMPLATE.contains(" style=") && !TEMPLATE.contains(" onclick="));
}
