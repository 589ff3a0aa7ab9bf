//! A denial is on record, with how every condition came out; the client learns nothing of it.

use portcullis::policy::Mark;

use crate::app::Site;

#[test]
fn a_denial_is_recorded_with_the_conditions_that_failed() {
    let site = Site::start();
    assert_eq!(site.ask("POST", "/reports", "ann", "reader").status, 403);
    let [event] = site.events().try_into().unwrap();
    assert_eq!((event.event, event.subject.as_deref()), ("authz_fail", Some("ann")));
    assert_eq!((event.method.as_str(), event.route.as_deref()), ("POST", Some("/reports")));
    assert_eq!(event.reasons, ["permission `reports:write` is not held"]);
    let explanation = event.explanation.unwrap();
    assert_eq!((explanation.mark, explanation.decides), (Mark::Fails, true));
    assert_eq!(
        explanation.to_string(),
        "✗ permission(\"reports:write\"): permission `reports:write` is not held   <- decides\n"
    );
}

#[test]
fn a_denial_about_an_object_tells_what_the_object_and_the_check_said() {
    let site = Site::start();
    let reply = site.ask("PATCH", "/notes/1", "eve", "editor");
    assert_eq!(reply.status, 404);
    let [event] = site.events().try_into().unwrap();
    assert_eq!(
        event.explanation.unwrap().to_string(),
        "\
✗ all
  ✓ tenant(Note)
  ✗ any   <- decides
    ✗ owner(Note): the `Note` has another owner
    ✗ all
      ✓ role(editor)
      ✗ check(Note, is_calm): the note is loud
"
    );
    for word in ["owner", "calm", "loud", "tenant", "editor"] {
        assert!(!reply.body.contains(word), "{}", reply.body);
    }
    // Who is denied at once never makes the app ask.
    assert_eq!(site.ask("PATCH", "/notes/2", "bob", "reader").status, 404);
    let [event] = site.events().try_into().unwrap();
    let words = event.explanation.unwrap().to_string();
    assert!(
        words.contains("✗ tenant(Note): the `Note` is of another tenant   <- decides"),
        "{words}"
    );
}

#[test]
fn a_denial_inside_a_handler_is_recorded_too() {
    let site = Site::start();
    assert_eq!(site.ask("GET", "/own/1", "ann", "reader").status, 200);
    assert!(site.events().is_empty());
    assert_eq!(site.ask("GET", "/own/1", "eve", "reader").status, 404);
    let [event] = site.events().try_into().unwrap();
    assert_eq!(event.event, "authz_fail");
    assert_eq!(event.reasons, ["the `Note` has another owner"]);
}

#[test]
fn a_denial_of_a_field_is_recorded_with_its_rule() {
    let site = Site::start();
    let patch = |role, body| site.send("PATCH", "/notes/1", "ann", role, Some(body)).status;
    assert_eq!(patch("reader", r#"{"text": "t", "phone": "2"}"#), 403);
    let [event] = site.events().try_into().unwrap();
    assert_eq!((event.event, event.dto), ("authz_fail", Some("NoteUpdate")));
    assert_eq!(
        (event.fields, event.reasons),
        (vec!["phone"], vec!["role `editor` is not held".into()])
    );
    assert!(event.explanation.unwrap().to_string().starts_with("✗ role(editor)"));
    assert_eq!(patch("editor", r#"{"phone": "2"}"#), 200);
    assert_eq!(patch("reader", r#"{"text": "t"}"#), 200);
    assert!(site.events().is_empty());
}

#[test]
fn what_is_allowed_missing_or_nobody_is_no_denial() {
    let site = Site::start();
    assert_eq!(site.ask("GET", "/notes/1", "ann", "reader").status, 200);
    assert_eq!(site.ask("GET", "/notes/9", "ann", "reader").status, 404);
    assert_eq!(site.ask("GET", "/nowhere", "ann", "reader").status, 404);
    assert!(site.events().is_empty());
}
