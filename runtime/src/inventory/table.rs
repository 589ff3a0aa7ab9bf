//! The inventory as a table of text.

use core::fmt;

use super::{Inventory, RouteInfo};

impl fmt::Display for Inventory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 3]> = core::iter::once(["METHOD", "PATH", "POLICY"].map(Into::into))
            .chain(self.routes().iter().map(RouteInfo::row))
            .collect();
        let width = |column: fn(&[String; 3]) -> &String| {
            rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
        };
        let (methods, paths) = (width(|[method, ..]| method), width(|[_, path, _]| path));
        for [method, path, policy] in &rows {
            writeln!(f, "{method:methods$}  {path:paths$}  {policy}")?;
        }
        for middleware in self.middleware() {
            writeln!(f, "every route is behind {middleware}")?;
        }
        for authenticator in self.authenticators() {
            write!(f, "callers are known by {}", authenticator.description)?;
            match authenticator.escape_hatches.as_slice() {
                [] => writeln!(f)?,
                escapes => writeln!(f, " ({})", escapes.join(", "))?,
            }
        }
        Ok(())
    }
}

impl RouteInfo {
    fn row(&self) -> [String; 3] {
        let object = self.object.as_ref().map(|object| format!(" to {}", object.words()));
        let escapes = match self.escape_hatches.as_slice() {
            [] => String::new(),
            escapes => format!(" ({})", escapes.join(", ")),
        };
        let behind = match self.middleware.as_slice() {
            [] => String::new(),
            names => format!(" (behind {})", names.join(", ")),
        };
        let guards = if self.is_conditional { " (where its guards agree)" } else { "" };
        [
            self.methods_in_words(),
            self.path.clone(),
            self.policy.clone() + &object.unwrap_or_default() + &escapes + &behind + guards,
        ]
    }
}
