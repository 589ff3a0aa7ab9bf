//! Where a browser goes in the end: a place of this app, and nowhere else.

use openidconnect::url::Url;

/// The longest path that fits a cookie with everything else.
const MOST: usize = 1024;

/// Whether `text` is a path of this app, perhaps with a query and a fragment: an absolute path as a
/// browser understands it too, which takes `\` for `/` and drops tabs and line ends.
pub(super) fn is_own_path(text: &str) -> bool {
    let (home, clean) =
        ("https://own.invalid/", |byte: u8| byte.is_ascii_graphic() && byte != b'\\');
    let path = text.strip_prefix('/').is_some_and(|rest| !rest.starts_with('/'));
    let stays = |base: &Url| base.join(text).is_ok_and(|url| url.origin() == base.origin());
    path && text.len() <= MOST
        && text.bytes().all(clean)
        && Url::parse(home).is_ok_and(|u| stays(&u))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_app_are_taken() {
        let long = format!("/{}", "x".repeat(MOST));
        for good in [
            "/",
            "/a",
            "/a/b?c=d&e=%2F%2Fevil.example#f",
            "/a//b",
            "/@evil.example",
            "/a?next=https://evil.example",
            "/%2F%2Fevil.example",
            "/%5Cevil.example",
            "/..//evil.example",
            "/:80",
        ] {
            assert!(is_own_path(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/a\\b",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/a b",
            "/a\r\nSet-Cookie: a=b",
            "/\0",
            "/\u{7f}",
            "/é",
            "/\u{2028}",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "@evil.example",
            ".evil.example",
            "?a",
            "#a",
            &long,
        ] {
            assert!(!is_own_path(bad), "{bad:?}");
        }
    }
}
