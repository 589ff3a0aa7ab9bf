//! The table: who is answered what.

use std::fmt;

use crate::site::{Caller, caller};

/// A row is a method, a path, perhaps a body, what stands for `{}` in them, and one status for each
/// caller of the heading above.
///
/// What stands for `{}`: the number of an object of acme; `theirs`, the number of the object of that
/// kind in globex; `none`, numbers that nothing has (99, -1); `text`, no numbers at all (abc, one too
/// long for 64 bits, and `..` and `/` in percent encoding). Nothing: `.`.
///
/// Of acme are ada and bob, readers, eve, an editor, ida, the administrator, and max, a reader who
/// is banned. User 1 is ada; blog 1 and post 1 in it are hers. Blog 2 is bob's. Of globex is pia, the
/// administrator, with blog 3, post 4 in it, and comment 2 on that. Sam, support, is of neither.
const TABLE: &str = r#"
# Blogs: the owner is ada, another user bob.
METHOD path                                     {}                ada bob eve ida pia sam nobody
GET    /blogs                                   .                 200 200 200 200 200 200 401
POST   /blogs {"title":"t"}                     .                 201 201 201 201 201 201 401
GET    /blogs/{}                                1                 200 200 200 200 404 404 401
GET    /blogs/{}                                theirs            404 404 404 404 200 404 401
GET    /blogs/{}                                none,text         404 404 404 404 404 404 401
PATCH  /blogs/{} {"title":"t"}                  1                 200 404 404 200 404 404 401
PATCH  /blogs/{} {"title":"t"}                  theirs            404 404 404 404 200 404 401
PATCH  /blogs/{} {"title":"t"}                  none,text         404 404 404 404 404 404 401
DELETE /blogs/{}                                1                 204 404 404 204 404 404 401
DELETE /blogs/{}                                theirs            404 404 404 404 204 404 401
DELETE /blogs/{}                                none,text         404 404 404 404 404 404 401

# Posts of a blog. A list of what is not there, or not theirs, is empty.
GET    /posts                                   .                 200 200 200 200 200 200 401
GET    /blogs/{}/posts                          1,2,theirs        200 200 200 200 200 200 401
GET    /blogs/{}/posts                          none,text         200 200 200 200 200 200 401
POST   /blogs/{}/posts {"title":"t","body":"b"} 1                 201 404 201 201 404 404 401
POST   /blogs/{}/posts {"title":"t","body":"b"} theirs            404 404 404 404 201 404 401
POST   /blogs/{}/posts {"title":"t","body":"b"} none,text         404 404 404 404 404 404 401

# A published post: the owner is ada, another user bob.
GET    /blogs/1/posts/{}                        1                 200 200 200 200 404 404 401
GET    /blogs/1/posts/{}                        3,theirs          404 404 404 404 404 404 401
GET    /blogs/1/posts/{}                        none,text         404 404 404 404 404 404 401
GET    /blogs/{}/posts/1                        2,theirs          404 404 404 404 404 404 401
GET    /blogs/{}/posts/1                        none,text         404 404 404 404 404 404 401
GET    /blogs/3/posts/{}                        theirs            404 404 404 404 200 404 401
PATCH  /blogs/1/posts/{} {"title":"t"}          1                 200 404 404 200 404 404 401
PATCH  /blogs/1/posts/{} {"title":"t"}          3,theirs          404 404 404 404 404 404 401
PATCH  /blogs/1/posts/{} {"title":"t"}          none,text         404 404 404 404 404 404 401
PATCH  /blogs/{}/posts/1 {"title":"t"}          2,theirs          404 404 404 404 404 404 401
PATCH  /blogs/{}/posts/1 {"title":"t"}          none,text         404 404 404 404 404 404 401
PATCH  /blogs/3/posts/{} {"title":"t"}          theirs            404 404 404 404 200 404 401
DELETE /blogs/1/posts/{}                        1                 204 404 404 204 404 404 401
DELETE /blogs/1/posts/{}                        3,theirs          404 404 404 404 404 404 401
DELETE /blogs/1/posts/{}                        none,text         404 404 404 404 404 404 401
DELETE /blogs/{}/posts/1                        2,theirs          404 404 404 404 404 404 401
DELETE /blogs/{}/posts/1                        none,text         404 404 404 404 404 404 401
DELETE /blogs/3/posts/{}                        theirs            404 404 404 404 204 404 401

# Who lacks the permission is told so, whichever post it is.
POST   /blogs/1/posts/{}/publish                1                 403 403 204 204 404 403 401
POST   /blogs/1/posts/{}/publish                3,theirs          403 403 404 404 404 403 401
POST   /blogs/1/posts/{}/publish                none,text         403 403 404 404 404 403 401
POST   /blogs/{}/posts/1/publish                2,theirs          403 403 404 404 404 403 401
POST   /blogs/{}/posts/1/publish                none,text         403 403 404 404 404 403 401
POST   /blogs/3/posts/{}/publish                theirs            403 403 404 404 204 403 401

# The post is the guard's business, the blog in the body the handler's.
POST   /posts/{}/move {"blog_id":1}             1                 204 404 404 204 404 404 401
POST   /posts/{}/move {"blog_id":1}             theirs            404 404 404 404 404 404 401
POST   /posts/{}/move {"blog_id":1}             none,text         404 404 404 404 404 404 401
POST   /posts/{}/move {"blog_id":3}             theirs            404 404 404 404 204 404 401
POST   /posts/1/move {"blog_id":{}}             2                 404 404 404 204 404 404 401
POST   /posts/1/move {"blog_id":{}}             theirs,none       404 404 404 404 404 404 401
POST   /posts/1/move {"blog_id":{}}             text              400 404 404 400 404 404 401

# A draft: its author is ada, its own editor bob, another user max.
METHOD path                                     {}            ada bob max eve ida pia sam nobody
GET    /blogs/1/posts/{}                        2             200 200 404 200 200 404 404 401
PATCH  /blogs/1/posts/{} {"body":"b"}           2             200 200 404 404 200 404 404 401
DELETE /blogs/1/posts/{}                        2             204 204 404 404 204 404 404 401
POST   /blogs/1/posts/{}/publish                2             403 403 403 204 204 404 403 401
POST   /posts/{}/move {"blog_id":1}             2             204 404 404 404 204 404 404 401
POST   /posts/{}/move {"blog_id":2}             2             404 204 404 404 204 404 404 401
GET    /posts/{}/comments                       2             200 200 404 200 200 404 404 401
POST   /posts/{}/comments {"body":"b"}          2             201 201 403 201 201 404 403 401

# Comments on a published post: the owner is bob, another user ada.
METHOD path                                     {}                bob ada eve ida pia sam nobody
GET    /posts/{}/comments                       1                 200 200 200 200 404 404 401
GET    /posts/{}/comments                       theirs            404 404 404 404 200 404 401
GET    /posts/{}/comments                       none,text         404 404 404 404 404 404 401
POST   /posts/{}/comments {"body":"b"}          1                 201 201 201 201 404 403 401
POST   /posts/{}/comments {"body":"b"}          theirs            404 404 404 404 201 403 401
POST   /posts/{}/comments {"body":"b"}          none,text         404 404 404 404 404 403 401
PATCH  /posts/1/comments/{} {"body":"b"}        1                 200 404 200 200 404 404 401
PATCH  /posts/1/comments/{} {"body":"b"}        theirs            404 404 404 404 404 404 401
PATCH  /posts/1/comments/{} {"body":"b"}        none,text         404 404 404 404 404 404 401
PATCH  /posts/{}/comments/1 {"body":"b"}        2,theirs          404 404 404 404 404 404 401
PATCH  /posts/{}/comments/1 {"body":"b"}        none,text         404 404 404 404 404 404 401
PATCH  /posts/4/comments/{} {"body":"b"}        theirs            404 404 404 404 200 404 401
DELETE /posts/1/comments/{}                     1                 204 404 204 204 404 404 401
DELETE /posts/1/comments/{}                     theirs            404 404 404 404 404 404 401
DELETE /posts/1/comments/{}                     none,text         404 404 404 404 404 404 401
DELETE /posts/{}/comments/1                     2,theirs          404 404 404 404 404 404 401
DELETE /posts/{}/comments/1                     none,text         404 404 404 404 404 404 401
DELETE /posts/4/comments/{}                     theirs            404 404 404 404 204 404 401

# Users: the owner is ada, another user bob.
METHOD path                                     {}                ada bob eve ida pia sam nobody
GET    /users                                   .                 403 403 200 200 200 403 401
POST   /users {"name":"n","email":"n@x.example","role":"reader"} . 403 403 403 201 201 403 401
GET    /users/{}                                1                 200 200 200 200 404 404 401
GET    /users/{}                                theirs            404 404 404 404 200 404 401
GET    /users/{}                                none,text         404 404 404 404 404 404 401
PATCH  /users/{} {"name":"n"}                   1                 200 404 404 200 404 404 401
PATCH  /users/{} {"name":"n"}                   theirs            404 404 404 404 200 404 401
PATCH  /users/{} {"name":"n"}                   none,text         404 404 404 404 404 404 401
DELETE /users/{}                                1                 403 403 403 204 404 403 401
DELETE /users/{}                                theirs            403 403 403 404 204 403 401
DELETE /users/{}                                none,text         403 403 403 404 404 403 401

# The path names the owner: nothing is loaded, so who may not is told so.
GET    /users/{}/settings                       1                 200 403 403 200 404 403 401
GET    /users/{}/settings                       theirs            403 403 403 404 200 403 401
GET    /users/{}/settings                       none,text         403 403 403 404 404 403 401

# Support, whichever organisation a post is from.
GET    /support/posts/{}                        1,2,theirs        403 403 403 403 403 200 401
GET    /support/posts/{}                        none,text         403 403 403 403 403 404 401

# What the API tells about itself: the owner is ada, another user bob.
METHOD path                                     {}                ada bob eve ida pia sam nobody
GET    /capabilities                            .                 200 200 200 200 200 200 401
GET    /policy                                  .                 403 403 403 200 200 403 401

# What users have of their own, whoever they are; a token is no session. Keys of others, and what they
# are called, are in `tests/accounts`.
METHOD path                                     {}                ada max eve ida pia sam nobody
DELETE /session                                 .                 403 403 403 403 403 403 401
GET    /sessions                                .                 200 200 200 200 200 200 401
DELETE /sessions                                .                 204 204 204 204 204 204 401
DELETE /sessions/{}                             1,none,text       404 404 404 404 404 404 401
GET    /api-keys                                .                 200 200 200 200 200 200 401
POST   /api-keys {"name":"n","permissions":[]}  .                 201 201 201 201 201 201 401
POST   /api-keys/{}/rotate                      1,none,text       404 404 404 404 404 404 401
DELETE /api-keys/{}                             1,none,text       404 404 404 404 404 404 401
"#;

pub struct Row {
    method: &'static str,
    path: &'static str,
    body: &'static str,
    stand_ins: &'static str,
    /// Each caller with the status that they are answered.
    answers: Vec<(&'static str, u16)>,
}

/// One request with the status of its answer.
pub struct Case {
    pub method: &'static str,
    pub path: String,
    pub body: String,
    name: &'static str,
    pub caller: Caller,
    pub expected: u16,
}

pub fn rows() -> Vec<Row> {
    let mut callers = Vec::new();
    let mut rows = Vec::new();
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words: Vec<_> = line.split_whitespace().collect();
        let body = if words[2].starts_with("{\"") { words.remove(2) } else { "" };
        let [method, path, stand_ins, ref statuses @ ..] = words[..] else { panic!("{line}") };
        if method == "METHOD" {
            callers = statuses.to_vec();
            continue;
        }
        assert_eq!(statuses.len(), callers.len(), "{line}");
        let statuses = statuses.iter().map(|status| status.parse().unwrap());
        let answers = callers.iter().copied().zip(statuses).collect();
        rows.push(Row { method, path, body, stand_ins, answers });
    }
    rows
}

impl Row {
    /// Every identifier with every caller.
    pub fn cases(&self) -> Vec<Case> {
        let identifiers = self.stand_ins.split(',').flat_map(|kind| match kind {
            "." => vec![""],
            "theirs" => vec![self.theirs()],
            "none" => vec!["99", "-1"],
            "text" => vec!["abc", "99999999999999999999", "%2e%2e", "%2f"],
            number => vec![number],
        });
        let cases = identifiers.flat_map(|identifier| {
            self.answers.iter().map(move |(name, expected)| Case {
                method: self.method,
                path: self.path.replace("{}", identifier),
                body: self.body.replace("{}", identifier),
                name,
                caller: caller(name).expect("a caller"),
                expected: *expected,
            })
        });
        cases.collect()
    }

    /// The number in globex of what `{}` stands for.
    fn theirs(&self) -> &'static str {
        let (before, _) = self.path.split_once("/{}").unwrap_or(("/blogs", ""));
        match before.rsplit('/').next() {
            Some("blogs") => "3",
            Some("posts") => "4",
            Some("comments") => "2",
            Some("users") => "6",
            _ => panic!("{self}"),
        }
    }

    /// Whether the row's requests are to the route with this pattern.
    pub fn is_about(&self, method: &str, pattern: &str) -> bool {
        let segments = || self.path.split('/').zip(pattern.split('/'));
        let count = |path: &str| path.split('/').count();
        let fits = |(ours, theirs): (&str, &str)| theirs.starts_with('{') || ours == theirs;
        method == self.method && count(self.path) == count(pattern) && segments().all(fits)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.method, self.path, self.body, self.stand_ins)
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} by {}", self.method, self.path, self.body, self.name)
    }
}
