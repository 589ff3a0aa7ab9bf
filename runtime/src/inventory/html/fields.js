// The fields of a route as tables: rule, class, marks, what is nested, and what is left out.

const LIST_KINDS = { update: "change", create: "creation", query: "query", view: "view" };
const USAGES = { set: "set", show: "shown", filter: "filter", sort: "sort" };

/** All lists of one side of a route. */
function fieldSection(title, side, entry, caller, at) {
  const lists = side === "in" ? entry.route.input : entry.route.output;
  const id = `fields-${side}`;
  return element("section", { "aria-labelledby": id },
    element("h3", { id }, title),
    lists.length === 0
      ? element("p", { class: "note" }, "None are known.")
      : lists.map((list) => fieldList(list, entry, side, caller, at)));
}

function fieldList(list, entry, side, caller, at) {
  if (list.kind === "unlisted") {
    return element("p", { class: "list-title" },
      code(list.name), " ", tag("unlisted", "hatch"), note("No allowlist names its fields."));
  }
  const rows = rowsOf(list, "", []).map((place) => fieldRow(place, entry.route, caller, at));
  const columns = ["Field", "Use", "Rule", caller.name, "Marks"];
  return element("div", { class: "list" },
    element("p", { class: "list-title" }, code(list.name), " ",
      element("span", { class: "note" }, LIST_KINDS[list.kind] ?? list.kind,
        list.entity && [" of ", code(list.entity)])),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Fields of ${list.name}` },
      element("table", { class: "fields" },
        element("caption", { class: "unseen" }, `Fields of ${list.name}, ${side}`),
        headOf(columns), element("tbody", {}, rows))),
    leftOut(list));
}

/** The fields of a list with those below them, and the lists that name none. */
function rowsOf(list, before, rules) {
  return list.fields.flatMap((field) => {
    const path = before + field.key;
    const all = field.rule ? [...rules, field.rule] : rules;
    const inner = field.below;
    const nested = !inner ? [] : inner.kind === "unlisted"
      ? [{ path: `${path}.…`, unlisted: inner }]
      : rowsOf(inner, `${path}.`, all);
    return [{ field, path, rules: all }, ...nested];
  });
}

function fieldRow({ field, path, rules, unlisted }, route, caller, at) {
  if (unlisted) {
    return element("tr", {}, element("th", { scope: "row" }, code(path)),
      element("td", { colspan: "4" }, code(unlisted.name), " ", tag("unlisted", "hatch")));
  }
  return element("tr", {},
    element("th", { scope: "row" }, code(path),
      field.name !== field.key && element("div", { class: "note" }, "field ", code(field.name))),
    element("td", {}, USAGES[field.usage] ?? field.usage),
    element("td", {}, field.rule ? code(inWords(field.rule)) : element("span", { class: "note" }, "as the route")),
    element("td", {}, verdictMark(fieldAccess(route, rules, caller, at), caller.name)),
    element("td", {}, marksOf(field)));
}

/** Data class and the other marks of a field, as tags. */
function marksOf(field) {
  return [
    field.class && tag(field.class, "class"), field.is_sensitive && tag("sensitive", "class"),
    field.is_masked && tag("masked"), field.is_required && tag("required"),
  ].filter(Boolean);
}

/** The fields of the entity, and of nested ones, that never cross here. */
function leftOut(list) {
  const all = leftOutOf(list, "");
  if (all.length === 0) return undefined;
  return element("p", { class: "left-out" }, "Left out: ", all.map((parts, at) => [at > 0 && ", ", parts]));
}

function leftOutOf(list, before) {
  const own = list.left_out.map((field) => [
    code(before + field.name), marksOf(field).map((mark) => [" ", mark]),
  ]);
  const nested = list.fields.filter((field) => field.below);
  return [...own, ...nested.flatMap((field) => leftOutOf(field.below, `${before}${field.key}.`))];
}
