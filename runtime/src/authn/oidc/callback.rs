//! `Callback`: what the browser brings back from the provider.

use openidconnect::AuthorizationCode;

/// The longest query that is looked at.
const MOST: usize = 8 * 1024;

/// The parameters of an authorization response, each of them once.
pub(super) struct Callback {
    pub(super) answer: Answer,
    pub(super) state: String,
    /// RFC 9207.
    pub(super) issuer: Option<String>,
}

/// What the provider says.
pub(super) enum Answer {
    Code(AuthorizationCode),
    Error(String),
}

/// Reads the query of a callback.
pub(super) fn read(query: &str) -> Result<Callback, &'static str> {
    if query.len() > MOST {
        return Err("the query is too long");
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if found.iter().any(|(other, _)| *other == name) {
            return Err("a parameter stands twice");
        }
        found.push((name.into_owned(), value.into_owned()));
    }
    let mut take = |name: &str| {
        let at = found.iter().position(|(other, _)| other == name)?;
        Some(found.swap_remove(at).1)
    };
    let answer = match (take("code"), take("error")) {
        (Some(code), None) if !code.is_empty() => Answer::Code(AuthorizationCode::new(code)),
        (None, Some(error)) => Answer::Error(error),
        _ => return Err("there is not either a code or an error"),
    };
    let state = take("state").ok_or("there is no `state`")?;
    Ok(Callback { answer, state, issuer: take("iss") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_stands_once() {
        assert!(read("code=a&state=b&iss=c&session_state=d").is_ok());
        assert!(read("error=a&state=b&error_description=c").is_ok());
        for query in [
            "",
            "code=a",
            "state=b",
            "code=&state=b",
            "code=a&state=b&error=c",
            "code=a&state=b&code=a",
            "code=a&state=b&state=b",
            "code=a&state=b&st%61te=c",
            "code=a&state=b&iss=c&iss=c",
            "code=a&state=b&x=1&x=2",
        ] {
            assert!(read(query).is_err(), "{query}");
        }
        assert!(read(&format!("code={}&state=b", "a".repeat(MOST))).is_err());
    }
}
