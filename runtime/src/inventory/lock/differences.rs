//! `Differences`: what changed between two locks, in words for a reviewer.

use core::fmt;

/// What changed. `Display` is what a reviewer reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// The callers that only one of the locks knows. What they may is not counted as a change of
    /// each route.
    pub callers: Vec<CallerChange>,
    /// Every route that changed, by path and method.
    pub routes: Vec<RouteChange>,
}

/// A role that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallerChange {
    /// Its name.
    pub caller: String,
    /// Whether it is there now.
    pub is_there: bool,
    /// How many routes it may, or might, use.
    pub routes: usize,
}

/// What changed about one route.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteChange {
    /// Method and path.
    pub route: String,
    /// Whether the route was there before.
    pub was_there: bool,
    /// Whether it is there now.
    pub is_there: bool,
    /// Who may more, or other things, than before.
    pub gains: Vec<AccessChange>,
    /// Who may less, or other things, than before.
    pub loses: Vec<AccessChange>,
    /// What else changed.
    pub lines: Vec<LineChange>,
}

/// What changed for one caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessChange {
    /// Who.
    pub caller: String,
    /// When they could before.
    pub before: String,
    /// When they can now.
    pub after: String,
}

/// One fact that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineChange {
    /// What the fact is about.
    pub key: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// Whether a field is for more callers than before, or in other cases.
    pub is_widened: bool,
}

impl Differences {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.callers.is_empty() && self.routes.is_empty()
    }
}

impl RouteChange {
    /// Whether somebody may what they could not before.
    pub fn is_widened(&self) -> bool {
        !self.gains.is_empty() || self.lines.iter().any(|line| line.is_widened)
    }

    /// Whether it says anything.
    pub(super) fn is_any(&self) -> bool {
        let is_silent = self.gains.is_empty() && self.loses.is_empty() && self.lines.is_empty();
        !(self.was_there && self.is_there && is_silent)
    }

    fn kind(&self) -> &'static str {
        match (self.was_there, self.is_there, self.is_widened(), self.loses.is_empty()) {
            (false, ..) => "added",
            (_, false, ..) => "removed",
            (_, _, true, true) => "widened",
            (_, _, true, false) => "widened for some, narrowed for others",
            (_, _, false, false) => "narrowed",
            (_, _, false, true) => "changed",
        }
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for route in &self.routes {
            match counts.iter_mut().find(|(kind, _)| *kind == route.kind()) {
                Some((_, count)) => *count += 1,
                None => counts.push((route.kind(), 1)),
            }
        }
        let counts: Vec<_> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        writeln!(
            f,
            "changes: {}",
            if counts.is_empty() { "none".into() } else { counts.join(", ") }
        )?;
        for CallerChange { caller, is_there, routes } in &self.callers {
            let (what, reaches) = if *is_there { ("new", "reaches") } else { ("gone", "reached") };
            writeln!(f, "caller `{caller}` is {what}: it {reaches} {routes} routes")?;
        }
        for route in &self.routes {
            write!(f, "\n{route}")?;
        }
        Ok(())
    }
}

impl fmt::Display for RouteChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.route, self.kind())?;
        for change in &self.gains {
            writeln!(f, "  gains access: {change}")?;
        }
        for change in &self.loses {
            writeln!(f, "  loses access: {change}")?;
        }
        for LineChange { key, before, after, is_widened } in &self.lines {
            if let Some(before) = before {
                writeln!(f, "  - {key}: {before}")?;
            }
            if let Some(after) = after {
                let widened = if *is_widened { "  (for more than before)" } else { "" };
                writeln!(f, "  + {key}: {after}{widened}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for AccessChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} -> {})", self.caller, self.before, self.after)
    }
}
