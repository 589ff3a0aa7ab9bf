//! The tables of reading: who sees which object, and who sees which field of it.

use crate::words::{is_among, lines, number_of};

/// Who sees a field, who looks for objects by it, and who sorts by it. `own` is whoever the object
/// itself is.
const FIELDS: &str = "
VIEW     FIELD           SEEN        FILTER   SORT
blog     id              anybody     -        anybody
blog     tenant_id       -           -        -
blog     owner_id        anybody     anybody  -
blog     title           anybody     -        anybody

post     id              anybody     -        anybody
post     tenant_id       -           -        -
post     blog_id         anybody     -        -
post     author_id       anybody     anybody  -
post     editor_id       anybody     -        -
post     title           anybody     -        anybody
post     body            anybody     -        -
post     published       anybody     anybody  -
post     moderation_note -           -        -

reported id              anybody     -        -
reported tenant_id       anybody     -        -
reported blog_id         -           -        -
reported author_id       -           -        -
reported editor_id       -           -        -
reported title           anybody     -        -
reported body            anybody     -        -
reported published       -           -        -
reported moderation_note anybody     -        -

comment  id              anybody     -        anybody
comment  tenant_id       -           -        -
comment  post_id         -           -        -
comment  author_id       anybody     anybody  -
comment  body            anybody     -        -

user     id              anybody     -        anybody
user     tenant_id       -           -        -
user     name            anybody     -        anybody
user     email           own,ida,pia ida,pia  ida,pia
user     role            anybody     anybody  -
user     password_hash   -           -        -
user     is_banned       own,ida,pia ida,pia  -
user     weekly_digest   -           -        -
";

/// The numbers of the objects in an answer, `-` for an empty list, or the status of a refusal. Post 2
/// is a draft of ada's that eve edits, post 3 one of bob's. Users 6 and 7 are of globex, as are blog
/// 3, post 4 and comment 2.
const ANSWERS: &str = "
PATH              VIEW      ada bob eve       ida       max pia sam nobody
/blogs            blog*     1,2 1,2 1,2       1,2       1,2 3   -   401
/blogs/1          blog      1   1   1         1         1   404 404 401
/blogs/3          blog      404 404 404       404       404 3   404 401
/blogs/99         blog      404 404 404       404       404 404 404 401
/posts            post*     1,2 1,3 1,2,3     1,2,3     1   4   -   401
/blogs/1/posts    post*     1,2 1   1,2       1,2       1   -   -   401
/blogs/1/posts/1  post      1   1   1         1         1   404 404 401
/blogs/1/posts/2  post      2   404 2         2         404 404 404 401
/blogs/3/posts/4  post      404 404 404       404       404 4   404 401
/support/posts/1  reported  403 403 403       403       403 403 1   401
/support/posts/2  reported  403 403 403       403       403 403 2   401
/support/posts/4  reported  403 403 403       403       403 403 4   401
/posts/1/comments comment*  1   1   1         1         1   404 404 401
/posts/4/comments comment*  404 404 404       404       404 2   404 401
/users            user*     403 403 1,2,3,4,5 1,2,3,4,5 403 6,7 403 401
/users/1          user      1   1   1         1         1   404 404 401
/users/2          user      2   2   2         2         2   404 404 401
/users/3          user      3   3   3         3         3   404 404 401
/users/4          user      4   4   4         4         4   404 404 401
/users/5          user      5   5   5         5         5   404 404 401
/users/6          user      404 404 404       404       404 6   404 401
/users/7          user      404 404 404       404       404 7   404 401
/users/8          user      404 404 404       404       404 404 8   401
";

/// What one caller is answered at one path.
pub struct Answer {
    pub path: &'static str,
    pub view: &'static str,
    pub is_list: bool,
    pub caller: &'static str,
    /// The objects, or the status of the refusal.
    pub objects: Result<Vec<i64>, u16>,
}

pub fn answers(callers: [&'static str; 8]) -> Vec<Answer> {
    let rows = lines::<10>(ANSWERS).into_iter();
    let answers = rows.flat_map(|[path, view, cells @ ..]| {
        callers.into_iter().zip(cells).map(move |(caller, cell)| Answer {
            path,
            view: view.trim_end_matches('*'),
            is_list: view.ends_with('*'),
            caller,
            objects: objects(cell),
        })
    });
    answers.collect()
}

fn objects(cell: &str) -> Result<Vec<i64>, u16> {
    match cell.parse() {
        Ok(status) if status >= 400 => Err(status),
        _ if cell == "-" => Ok(Vec::new()),
        _ => Ok(cell.split(',').map(|id| id.parse().unwrap()).collect()),
    }
}

/// The names of the fields of a view's entity that have a row.
pub fn fields_of(view: &str) -> Vec<&'static str> {
    rows_of(view).map(|[_, field, ..]| field).collect()
}

fn rows_of(view: &str) -> impl Iterator<Item = [&'static str; 5]> {
    lines::<5>(FIELDS).into_iter().filter(move |[name, ..]| *name == view)
}

fn row(view: &str, field: &str) -> [&'static str; 5] {
    rows_of(view).find(|[_, name, ..]| *name == field).expect("a row")
}

/// Whether the caller sees the field in the object with this number.
pub fn is_seen(view: &str, field: &str, caller: &str, id: i64) -> bool {
    let [_, _, seen, ..] = row(view, field);
    is_among(seen, caller) || (is_among(seen, "own") && number_of(caller) == id)
}

/// Whether the caller sees the field in some object, one of their own perhaps.
pub fn is_ever_seen(view: &str, field: &str, caller: &str) -> bool {
    is_seen(view, field, caller, number_of(caller))
}

pub fn may_filter(view: &str, field: &str, caller: &str) -> bool {
    is_among(row(view, field)[3], caller)
}

pub fn may_sort(view: &str, field: &str, caller: &str) -> bool {
    is_among(row(view, field)[4], caller)
}
