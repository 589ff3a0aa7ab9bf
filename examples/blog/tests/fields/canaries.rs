//! Canaries: strings in hidden columns, and who may find which of them in an answer.

/// What every canary and every text that is sent begins with.
pub const CANARY: &str = "canary";

/// The same in base64, as in cursors: what is left of it wherever it begins.
const ENCODED: [&str; 3] = ["Y2FuYXJ5", "NhbmFye", "jYW5hcn"];

/// The canaries in `text` that are not for this caller at this path, and how many are.
pub fn misplaced(text: &str, caller: &str, method: &str, path: &str) -> (Vec<String>, usize) {
    let mut misplaced = Vec::new();
    let mut sighted = 0;
    for (at, _) in text.match_indices(CANARY) {
        let word = text[at..].split(['"', '@', '&', ' ', '\\', '\r']).next().unwrap_or_default();
        if may_see(word, caller, method, path) {
            sighted += 1;
        } else {
            misplaced.push(word.to_owned());
        }
    }
    // Who sorts by address has the last one in the cursor of the next page.
    let is_sorter = ["ida", "pia"].contains(&caller) && path.starts_with("/users?sort=email");
    let encoded = ENCODED.iter().filter(|encoded| !is_sorter && text.contains(**encoded));
    misplaced.extend(encoded.map(|encoded| format!("{encoded} in base64")));
    (misplaced, sighted)
}

/// By hand: the hash is nobody's to see, the note support's, an address its user's and the
/// administrator's, and what was just sent its sender's, but for hash and note.
fn may_see(canary: &str, caller: &str, method: &str, path: &str) -> bool {
    let is_written = method == "PATCH" || method == "POST";
    match canary {
        "canary-note-1" | "canary-note-2" | "canary-note-4" => {
            caller == "sam" && path.starts_with("/support/posts/")
        }
        "canary-email-1" => ["ada", "ida"].contains(&caller),
        "canary-email-2" => ["bob", "ida"].contains(&caller),
        "canary-email-3" => ["eve", "ida"].contains(&caller),
        "canary-email-4" => caller == "ida",
        "canary-email-5" => ["max", "ida"].contains(&caller),
        "canary-email-6" | "canary-email-7" => caller == "pia",
        "canary-email-8" => caller == "sam",
        "canary-sent-title" | "canary-sent-body" | "canary-sent-name" | "canary-sent-email" => {
            is_written
        }
        _ => false,
    }
}
