// The routes of an inventory: their names, what a search finds, and who sees which field.

const VERDICTS = {
  always: { sign: "✓", word: "always" },
  if: { sign: "◐", word: "if" },
  never: { sign: "✕", word: "never" },
};

/** Filters that let everything through. */
const NO_FILTERS = {
  text: "", method: "", caller: "", verdict: "reaches", isPublic: false, hasHatch: false, dataClass: "",
};

/** `GET, HEAD`, or `any` for a route of every method. */
const methodsOf = (route) => (route.methods.length > 0 ? route.methods.join(", ") : "any");
const routeName = (route) => `${methodsOf(route)} ${route.path}`;

/** The routes by path and method, each with the words that a search looks at. */
function indexRoutes(inventory) {
  const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return inventory.routes
    .map((route) => ({ route, name: routeName(route), fields: fieldsOf(route), words: searchWords(route) }))
    .sort((a, b) => byText(a.route.path, b.route.path) || byText(a.name, b.name));
}

function searchWords(route) {
  const words = [routeName(route), route.handler.name, route.handler.file, route.policy];
  words.push(route.public_reason ?? "", ...route.escape_hatches);
  for (const { words: inner, tree } of route.policies) words.push(inner, ...namesIn(tree));
  for (const { list, path, field } of fieldsOf(route)) {
    words.push(list.name, path, field?.name ?? "", field?.class ?? "");
  }
  return words.join("\n").toLowerCase();
}

/** What the named policies in a tree consist of, which the policy in words does not show. */
function namesIn(tree) {
  const own = tree.kind === "named" ? [tree.name, inWords(tree.of)] : [];
  return [...own, ...below(tree).flatMap(namesIn)];
}

/**
 * Every field of a route, nested ones with their whole path and the rules on the way to them. A list
 * without fields is one entry without `field`.
 */
function fieldsOf(route) {
  const found = [];
  const walk = (list, side, before, rules) => {
    if (list.fields.length === 0) found.push({ list, side, path: before, rules });
    for (const field of list.fields) {
      const path = before ? `${before}.${field.key}` : field.key;
      const all = field.rule ? [...rules, field.rule] : rules;
      found.push({ list, side, path, field, rules: all });
      if (field.below) walk(field.below, side, path, all);
    }
  };
  route.input.forEach((list) => walk(list, "in", "", []));
  route.output.forEach((list) => walk(list, "out", "", []));
  return found;
}

/** Whether a field is of a data class, or sensitive where that is asked. */
const isOfClass = (field, dataClass) =>
  dataClass === "sensitive" ? field.is_sensitive : field.class === dataClass;

/** The data classes in use, by name, then `sensitive` if anything is. */
function dataClassesOf(indexed) {
  const classes = new Set();
  let isAnySensitive = false;
  for (const { field } of indexed.flatMap(({ fields }) => fields)) {
    if (field?.class) classes.add(field.class);
    isAnySensitive ||= field?.is_sensitive === true;
  }
  classes.delete("sensitive");
  return [...classes].sort().concat(isAnySensitive ? ["sensitive"] : []);
}

/** Whether a verdict is what the filter asks for: `reaches` takes all but `never`. */
const isVerdict = (verdict, wanted) => (wanted === "reaches" ? verdict !== "never" : verdict === wanted);

/** The routes that pass every filter. */
function filterRoutes(indexed, filters, callers) {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const at = callers.indexOf(filters.caller);
  return indexed.filter(({ route, fields, words: known }) =>
    words.every((word) => known.includes(word))
    && (!filters.method || route.methods.length === 0 || route.methods.includes(filters.method))
    && (at < 0 || isVerdict(route.access[at].verdict, filters.verdict))
    && (!filters.isPublic || route.public_reason !== null)
    && (!filters.hasHatch || route.escape_hatches.length > 0)
    && (!filters.dataClass || fields.some(({ field }) => field && isOfClass(field, filters.dataClass))));
}

/** The fields by which a route shows data: put out, or filtered or sorted by. */
function exposures(indexed) {
  const shows = new Set(["show", "filter", "sort"]);
  return indexed.flatMap((entry) =>
    entry.fields
      .filter(({ field }) => field && shows.has(field.usage) && (field.class || field.is_sensitive))
      .map((place) => ({ ...entry, ...place })));
}

/** What the route and the rules of a field leave to a caller. */
function fieldAccess(route, rules, caller, at) {
  const access = route.access[at];
  if (access.verdict === "never") return { verdict: "never" };
  const own = access.verdict === "always" ? true : access.condition;
  const left = conjunction([own, ...rules.map((rule) => residual(rule, caller))]);
  if (typeof left === "boolean") return { verdict: left ? "always" : "never" };
  return { verdict: "if", words: inWords(left) };
}

/** `only if tenant(Post)`, `always`, `never`. */
const accessInWords = (access) => (access.verdict === "if" ? `only if ${access.words}` : access.verdict);
