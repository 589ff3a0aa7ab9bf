//! The inventory as Markdown, for documents that people read.

use core::fmt::{self, Write};

use super::{FieldList, FieldListKind, Inventory, RouteInfo};

impl Inventory {
    /// The inventory as Markdown: a table of routes and callers, then each route.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        // Writing into a text cannot fail.
        let _ = self.write_markdown(&mut text);
        text
    }

    fn write_markdown(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "# Access policy\n")?;
        for middleware in self.middleware() {
            writeln!(out, "- Every route is behind `{middleware}`, which runs before the gate.")?;
        }
        for authenticator in self.authenticators() {
            writeln!(out, "- Callers are known by: {}", cell(&authenticator.description))?;
            for hatch in &authenticator.escape_hatches {
                writeln!(out, "  - Escape hatch: {}", code(hatch))?;
            }
        }
        write!(out, "\n| method | path |")?;
        for caller in self.callers() {
            write!(out, " {} |", cell(&caller.to_string()))?;
        }
        writeln!(out, "\n|---|---|{}", "---|".repeat(self.callers().len()))?;
        for route in self.routes() {
            write!(out, "| {} | {} |", route.methods_in_words(), code(&route.path))?;
            for access in &route.access {
                let words = match access.condition() {
                    Some(condition) => format!("if {}", code(&condition.to_string())),
                    None => access.words().to_owned(),
                };
                write!(out, " {words} |")?;
            }
            writeln!(out)?;
        }
        self.routes().iter().try_for_each(|route| write_route(route, out))
    }
}

fn write_route(route: &RouteInfo, out: &mut String) -> fmt::Result {
    let RouteInfo { handler, .. } = route;
    writeln!(out, "\n## {} {}\n", route.methods_in_words(), code(&route.path))?;
    writeln!(out, "- Policy: {}", code(&route.policy))?;
    for scope in route.scopes.iter().filter(|scope| !scope.policies.is_empty()) {
        let policies = scope.policies.join(" and ");
        writeln!(out, "- Within {}: {}", code(&scope.prefix), code(&policies))?;
    }
    if let Some(object) = &route.object {
        writeln!(out, "- Object: {}", code(&object.words()))?;
    }
    if let Some(reason) = route.public_reason {
        writeln!(out, "- Public: {}", cell(reason))?;
    }
    for hatch in &route.escape_hatches {
        writeln!(out, "- Escape hatch: {}", code(hatch))?;
    }
    for middleware in &route.middleware {
        writeln!(out, "- Behind {}", code(middleware))?;
    }
    if route.is_conditional {
        writeln!(out, "- Guards other than the method decide whether it matches")?;
    }
    writeln!(out, "- Handler: {} ({}:{})", code(handler.name), handler.file, handler.line)?;
    for (word, lists) in [("Takes", &route.input), ("Shows", &route.output)] {
        for list in lists {
            write_fields(word, list, out)?;
        }
    }
    Ok(())
}

fn write_fields(word: &str, list: &FieldList, out: &mut String) -> fmt::Result {
    if list.kind == FieldListKind::Unlisted {
        return writeln!(out, "- {word} {}, whose fields no allowlist names", code(&list.name));
    }
    writeln!(
        out,
        "\n{word} {}:\n\n| field | use | who | class |\n|---|---|---|---|",
        code(&list.name)
    )?;
    for field in &list.fields {
        let who = field.rule.as_ref().map_or("always".to_owned(), |rule| code(&rule.to_string()));
        let class = field.class_in_words().unwrap_or_default();
        let masked = if field.is_masked { ", masked" } else { "" };
        let usage = format!("{:?}", field.usage).to_lowercase();
        writeln!(out, "| {} | {usage}{masked} | {who} | {} |", code(&field.key), cell(class))?;
    }
    let left_out: Vec<_> = list.left_out.iter().map(|field| code(&field.name)).collect();
    if !left_out.is_empty() {
        writeln!(out, "\nLeft out: {}", left_out.join(", "))?;
    }
    Ok(())
}

/// Text in a cell, where a bar would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    format!("{fence}{}{fence}", cell(text))
}
