//! `cargo run -p blog -- policy`: the access policy of the blog, in several forms, and what if.

use portcullis::inventory::{Access, Inventory};

const USAGE: &str = "usage: blog policy [QUESTION]
  --format table|json|markdown|html|openapi   the whole policy (a table, unless another is asked for)
  --who 'DELETE /users/{id}'                  who can reach a route
  --reach support                             what a role can reach; also anonymous, authenticated
  --if editor=users:list                      what would change if the role had the permission";

/// What the command prints for these arguments.
///
/// # Errors
/// It was asked in other words than those of the usage, or about what does not exist.
pub fn answer(arguments: &[String], inventory: &Inventory) -> Result<String, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["--format", "table"] => Ok(inventory.to_string()),
        ["--format", "json"] => Ok(inventory.to_json()),
        ["--format", "markdown"] => Ok(inventory.to_markdown()),
        ["--format", "html"] => Ok(inventory.to_html()),
        ["--format", "openapi"] => openapi(inventory),
        ["--who", route] => who(route, inventory),
        ["--reach", caller] => reach(caller, inventory),
        ["--if", grant] => what_if(grant, inventory),
        _ => Err(USAGE.to_owned()),
    }
}

fn openapi(inventory: &Inventory) -> Result<String, String> {
    let document = inventory.openapi("Blog", env!("CARGO_PKG_VERSION"));
    document.to_pretty_json().map_err(|error| error.to_string())
}

fn who(route: &str, inventory: &Inventory) -> Result<String, String> {
    let (method, path) = route.split_once(' ').ok_or(USAGE)?;
    if inventory.routes_at(method, path).is_empty() {
        return Err(format!("no route `{route}`; `policy` lists them"));
    }
    let callers = inventory.who_can_reach(method, path).into_iter();
    Ok(callers.map(|(caller, access)| line(&caller.to_string(), &access)).collect())
}

fn reach(caller: &str, inventory: &Inventory) -> Result<String, String> {
    let routes = inventory.reached_by(caller).map_err(|error| error.to_string())?;
    let row = |method: &str, path: &str, access| line(&format!("{method} {path}"), access);
    Ok(routes.map(|(route, access)| row(&route.methods_in_words(), &route.path, access)).collect())
}

fn what_if(grant: &str, inventory: &Inventory) -> Result<String, String> {
    let (role, permission) = grant.split_once('=').ok_or(USAGE)?;
    let other = inventory.with_grant(role, permission).map_err(|error| error.to_string())?;
    Ok(inventory.differences(&other).to_string())
}

fn line(what: &str, access: &Access) -> String {
    match access.condition() {
        Some(condition) => format!("{what}: if {condition}\n"),
        None => format!("{what}: {}\n", access.words()),
    }
}
