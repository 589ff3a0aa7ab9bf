//! The name of a type without the modules around it.

/// `Json<Link>` for `actix_web::types::json::Json<app::Link>`.
pub(super) fn short_name(name: &str) -> String {
    let mut short = String::new();
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("::") {
            let kept = short.trim_end_matches(is_of_word).len();
            short.truncate(kept);
            rest = after;
            continue;
        }
        short.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    short
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '#'
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn modules_are_left_out() {
        for (name, short) in [
            ("alloc::string::String", "String"),
            ("&str", "&str"),
            ("&a::b::C", "&C"),
            ("actix_web::types::json::Json<app::Link>", "Json<Link>"),
            ("(a::B, [c::r#mod::D; 2], dyn e::F + g::H)", "(B, [D; 2], dyn F + H)"),
            ("Result<a::B<c::D>, e::F>", "Result<B<D>, F>"),
        ] {
            assert_eq!(short_name(name), short);
        }
    }
}
