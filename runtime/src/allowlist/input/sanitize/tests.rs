//! Every sanitizer: what it does, and that it does it once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::{
    Arc, Patch, Rc, Sanitize, Sanitizer, sanitize, sanitize_email, sanitize_lowercase,
    sanitize_nfc, sanitize_trim,
};

fn check(sanitizer: Sanitizer, cases: &[(&str, &str)]) {
    for (text, clean) in cases {
        assert_eq!(sanitizer.clean(text), *clean, "{sanitizer:?}: {text:?}");
        assert_eq!(sanitizer.clean(clean), *clean, "{sanitizer:?}, twice: {text:?}");
    }
}

#[test]
fn trim() {
    check(
        sanitize_trim(),
        &[
            ("  Ann \t\r\n", "Ann"),
            ("\u{a0}\u{2003}Ann B\u{3000}", "Ann B"),
            ("   ", ""),
            ("", ""),
            // Not white space, and not to be guessed about.
            ("\u{200b}a", "\u{200b}a"),
        ],
    );
}

#[test]
fn lowercase() {
    check(
        sanitize_lowercase(),
        &[("ANN", "ann"), ("ÄÖ", "äö"), ("ΟΔΟΣ", "οδος"), ("İ", "i\u{307}"), ("ß", "ß")],
    );
}

#[test]
fn nfc() {
    check(
        sanitize_nfc(),
        &[
            ("e\u{301}", "é"),
            ("\u{212b}", "Å"),
            ("\u{1100}\u{1161}", "가"),
            // NFC keeps what only looks alike.
            ("ﬁ", "ﬁ"),
            ("plain", "plain"),
        ],
    );
}

#[test]
fn email() {
    check(
        sanitize_email(),
        &[
            ("Ann@EXAMPLE.com", "Ann@example.com"),
            ("ann+x@Example.Com", "ann+x@example.com"),
            ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
            ("ann@bu\u{308}cher.example", "ann@xn--bcher-kva.example"),
            ("jose\u{301}@example.com", "josé@example.com"),
            ("\"Ann B\"@EXAMPLE.com", "\"Ann B\"@example.com"),
            ("\"a@b\"@EXAMPLE.com", "\"a@b\"@example.com"),
            ("ann@localhost", "ann@localhost"),
        ],
    );
    let long = format!("{}@EXAMPLE.com", "a".repeat(65));
    let none = [
        "",
        "@",
        "Ann",
        "Ann@",
        "@EXAMPLE.com",
        "a@@EXAMPLE.com",
        " Ann@EXAMPLE.com",
        "Ann <Ann@EXAMPLE.com>",
        "<Ann@EXAMPLE.com>",
        "Ann@EXAMPLE..com",
        "Ann@EXAMPLE.com.",
        "Ann@-EXAMPLE.com",
        "Ann@EXA_MPLE.com",
        "Ann@XN--A.com",
        "Ann@[127.0.0.1]",
        "Ann@EXAMPLE.com\r\nBcc: all@EXAMPLE.com",
        &long,
        // Its NFC is `;`, which no local part may have.
        "a\u{37e}@EXAMPLE.com",
    ];
    for text in none {
        assert_eq!(sanitize_email().clean(text), text);
    }
}

#[cfg(feature = "sanitize-html")]
#[test]
fn html() {
    use super::sanitize_html;

    check(
        sanitize_html(),
        &[
            ("<b>bold</b> &amp; <i>so</i>", "<b>bold</b> &amp; <i>so</i>"),
            ("canary<script>alert(1)</script>", "canary"),
            ("<img src=\"x\" onerror=\"alert(1)\">", "<img src=\"x\">"),
            ("<svg onload=alert(1)>", ""),
            ("<style>*{}</style><iframe src=x></iframe>", ""),
            ("a < b & c", "a &lt; b &amp; c"),
            ("<b>open", "<b>open</b>"),
            ("<pre>\n\n\nx</pre>", "<pre>x</pre>"),
            ("&#13;", "\n"),
            ("", ""),
        ],
    );
    let evil =
        sanitize_html().clean("<a href=\"javascript:alert(1)\" onclick=x>a</a>").into_owned();
    assert!(!evil.contains("javascript") && !evil.contains("onclick"), "{evil}");
}

#[cfg(feature = "sanitize-html")]
#[test]
fn html_takes_a_bounded_time() {
    use super::sanitize_html;

    let start = std::time::Instant::now();
    for (text, clean) in [("<div>", "div"), ("&", ""), (">", ""), ("<b>\u{a0}", "b")] {
        let much = sanitize_html().clean(&text.repeat(200_000)).into_owned();
        assert_eq!(much, clean.repeat(200_000));
        assert_eq!(sanitize_html().clean(&much), much);
    }
    // As deep as may be, and what becomes too much once its elements are closed.
    for depth in [2048, 4096] {
        let deep = sanitize_html().clean(&"<div>".repeat(depth)).into_owned();
        assert_eq!(sanitize_html().clean(&deep), deep);
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn everything_that_holds_text_is_cleaned_in_order() {
    let with = [sanitize_trim(), sanitize_lowercase()];
    let mut text = " Ann ".to_owned();
    sanitize(&mut text, &with);
    assert_eq!(text, "ann");
    let mut text: Box<str> = " Ann ".into();
    sanitize(&mut text, &with);
    assert_eq!(&*text, "ann");
    let mut texts: (Arc<str>, Rc<str>) = (" Ann ".into(), " Ann ".into());
    texts.0.sanitize(&with);
    texts.1.sanitize(&with);
    assert_eq!(texts, ("ann".into(), "ann".into()));
    let mut texts = Patch::Value(vec![Some(" A ".to_owned()), None]);
    sanitize(&mut texts, &with);
    assert_eq!(texts, Patch::Value(vec![Some("a".to_owned()), None]));
    for mut none in [Patch::Absent, Patch::Null] {
        let before: Patch<String> = none.clone();
        sanitize(&mut none, &with);
        assert_eq!(none, before);
    }
}

/// Any text, with what means something to a sanitizer more often than chance would have it.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        1 => Just("@".to_owned()),
        1 => Just(".".to_owned()),
        2 => "[a-zA-Z0-9]{1,4}",
        1 => "[\\u{300}-\\u{345}ΣİK;\\u{a0}\\u{feff}\\u{2028} \t\n]",
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

/// Often an address.
fn address() -> impl Strategy<Value = String> {
    "[a-zA-Zé\\u{301}.+]{1,8}@[a-zA-Z0-9ü\\u{308}ß日ı\\-。]{1,8}\\.[a-zA-Zé]{1,4}"
}

fn is_done_once(sanitizer: Sanitizer, text: &str) {
    let once = sanitizer.clean(text).into_owned();
    assert_eq!(sanitizer.clean(&once), once, "{sanitizer:?}: {text:?}");
}

proptest! {
    #[test]
    fn twice_is_once(text in text(), address in address()) {
        for sanitizer in
            [sanitize_trim(), sanitize_lowercase(), sanitize_nfc(), sanitize_email()]
        {
            is_done_once(sanitizer, &text);
            is_done_once(sanitizer, &address);
        }
    }
}

#[cfg(feature = "sanitize-html")]
proptest! {
    #[test]
    fn html_twice_is_once_and_nothing_acts(
        text in text(),
        parts in prop::collection::vec(prop_oneof![
            "[<>&\"'=/a-c ]{1,6}",
            "</?(a|b|p|div|svg|math|table|td|script|style|img|pre)( (on[a-z]{3}|src|href|style)=[\"']?[a-z:;(]{0,6}[\"']?)?/?>",
            "<!--|-->|&#?[a-z0-9]{1,4};|<!\\[CDATA\\[|\\]\\]>",
        ], 0..12),
    ) {
        let sanitizer = super::sanitize_html();
        is_done_once(sanitizer, &text);
        is_done_once(sanitizer, &parts.concat());
        let clean = sanitizer.clean(&parts.concat()).to_lowercase();
        for never in ["<script", "<style", "<svg", "<math"] {
            proptest::prop_assert!(!clean.contains(never), "{}", clean);
        }
    }
}
