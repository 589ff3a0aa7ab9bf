//! What is refused: everything at once, and the same for what is hidden and what is not there.

use super::serve;

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let site = serve();
    let refused = site.refused(
        "reader",
        "filter[nonsense]=1&filter[token_hash]=x&filter[email]=x&filter[rankOf]=high&filter[name]=a\
         &filter%5Bn%61me%5D=b&FILTER[NAME]=c&sort=-nonsense,name,name,email&SORT=id&limit=0\
         &limit=1&cursor=AAAA&fields=token_hash&page=2&filter[card]=1234",
    );
    let expected = [
        ("filter[nonsense]", "not_allowed"),
        ("filter[token_hash]", "not_allowed"),
        ("filter[email]", "not_allowed"),
        ("filter[rankOf]", "wrong_type"),
        ("filter[name]", "duplicate"),
        ("FILTER[NAME]", "duplicate"),
        ("sort", "not_allowed"),
        ("sort", "duplicate"),
        ("sort", "not_allowed"),
        ("SORT", "duplicate"),
        ("limit", "invalid"),
        ("limit", "duplicate"),
        ("fields", "not_allowed"),
        ("page", "not_allowed"),
        ("filter[card]", "not_allowed"),
        ("cursor", "invalid"),
    ];
    assert_eq!(refused, expected.map(|(name, code)| (name.to_owned(), code.to_owned())));
}

#[test]
fn single_mistakes_are_refused() {
    let site = serve();
    for (parameters, name, code) in [
        ("filter[level]=1", "filter[level]", "not_allowed"),
        ("sort=level", "sort", "not_allowed"),
        ("sort=", "sort", "not_allowed"),
        ("sort=id,", "sort", "not_allowed"),
        ("sort=--id", "sort", "not_allowed"),
        ("sort=ID", "sort", "not_allowed"),
        ("sort=id,-id", "sort", "duplicate"),
        ("sort=id%3B%20DROP%20TABLE%20accounts", "sort", "not_allowed"),
        ("sort=id&sort=name", "sort", "duplicate"),
        ("filter=1", "filter", "not_allowed"),
        ("filter[]=1", "filter[]", "not_allowed"),
        ("filter[name", "filter[name", "not_allowed"),
        ("filter[name][like]=a", "filter[name][like]", "not_allowed"),
        ("filter[active]=1", "filter[active]", "wrong_type"),
        ("filter[active]=", "filter[active]", "wrong_type"),
        ("filter[rankOf]=2147483648", "filter[rankOf]", "wrong_type"),
        ("filter[rankOf]=1%20OR%201=1", "filter[rankOf]", "wrong_type"),
        ("filter[rankOf]=null", "filter[rankOf]", "wrong_type"),
        ("name=a", "name", "not_allowed"),
        ("=a", "", "not_allowed"),
        ("limit=0", "limit", "invalid"),
        ("limit=6", "limit", "invalid"),
        ("limit=4294967297", "limit", "invalid"),
        ("limit=99999999999999999999999", "limit", "invalid"),
        ("limit=-1", "limit", "wrong_type"),
        ("limit=%2B1", "limit", "wrong_type"),
        ("limit=1.5", "limit", "wrong_type"),
        ("limit=", "limit", "wrong_type"),
        ("cursor=", "cursor", "invalid"),
        ("fields=", "fields", "not_allowed"),
        ("fields=email", "fields", "not_allowed"),
        ("fields=id&fields=id", "fields", "duplicate"),
    ] {
        let refused = site.refused("reader", parameters);
        assert_eq!(refused, [(name.to_owned(), code.to_owned())], "{parameters}");
    }
    // The control: each bound itself is good.
    for parameters in ["limit=1", "limit=5", "filter[rankOf]=2147483647", "filter[rankOf]=-1"] {
        site.page("reader", parameters);
    }
}

#[test]
fn what_is_no_text_or_endless_is_malformed() {
    let site = serve();
    assert_eq!(site.get("reader", "/accounts?filter[name]=%ff").status, 400);
    assert_eq!(site.get("reader", "/accounts?%c3%28=1").status, 400);
    assert_eq!(site.get("reader", &format!("/accounts?{}", "a&".repeat(257))).status, 400);
    assert_eq!(site.get("reader", &format!("/accounts?{}", "a&".repeat(256))).status, 422);
    let endless = format!("/accounts?sort={}", "id,".repeat(5000));
    assert_eq!(site.get("reader", &endless).status, 422);
}

/// The same for what is hidden, masked, seen by others, seen in some objects, and not there at all.
#[test]
fn what_the_caller_does_not_see_is_answered_as_what_does_not_exist() {
    let site = serve();
    let asked = |role: &str, name: &str, parameters: &str| {
        let reply = site.get(role, &format!("/accounts?{parameters}"));
        let headers: Vec<_> =
            reply.headers().iter().filter(|(name, _)| name != "date").cloned().collect();
        (reply.status, reply.body.replace(name, "NAME"), headers)
    };
    // Names of one length, so that the lengths of the answers can be compared as well.
    let unseen = ["email", "owner", "absnt"];
    let longer = ["token_hash", "nonsense_x"];
    for (names, forms) in [
        (
            &unseen[..],
            ["filter[NAME]=7", "filter[NAME]=a@example.org", "sort=NAME", "sort=-NAME,id"],
        ),
        (&longer[..], ["filter[NAME]=7", "filter[NAME]=", "sort=NAME", "sort=id,NAME"]),
        (
            &["salary", "absent"][..],
            ["filter[NAME]=7", "filter[NAME]=x", "sort=NAME", "sort=-NAME"],
        ),
        (&["card", "abst"][..], ["filter[NAME]=1234", "filter[NAME]=x", "sort=NAME", "sort=-NAME"]),
    ] {
        for form in forms {
            let answers: Vec<_> = names
                .iter()
                .map(|name| asked("reader", name, &form.replace("NAME", name)))
                .collect();
            assert_eq!(answers[0].0, 422, "{form}");
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{form}: {answers:?}");
        }
    }
    // The control: who sees them in every object may ask.
    for parameters in
        ["filter[email]=0@example.org", "sort=-email", "filter[salary]=99", "sort=salary"]
    {
        assert!(!site.page("admin", parameters).0.is_empty(), "{parameters}");
    }
    // Nobody asks about what nobody sees as it is.
    for name in ["owner", "token_hash", "card"] {
        site.refused("admin", &format!("filter[{name}]=a"));
        site.refused("admin", &format!("sort={name}"));
    }
}

#[test]
fn attempts_at_what_is_not_seen_are_on_record() {
    let site = serve();
    site.refused(
        "reader",
        "filter[tokenHash]=x&filter[TOKEN-HASH]=y&sort=-email,nonsense&filter[no]=1",
    );
    let events = std::mem::take(&mut *site.events.lock().unwrap());
    let [event] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(event.event, "input_validation_fail");
    assert_eq!(event.subject.as_deref(), Some("somebody"));
    assert_eq!(
        (event.dto, event.fields.as_slice()),
        (Some("AccountQuery"), &["token_hash", "email"][..])
    );
    // What one may see but not ask, and what does not exist, is no attempt.
    site.refused("admin", "filter[id]=1&sort=nonsense&filter[emial]=x");
    site.page("admin", "sort=email");
    assert!(site.events.lock().unwrap().is_empty());
}
