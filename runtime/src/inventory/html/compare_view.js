// The compare view: two lock files pasted or chosen, and their difference.

const MOST_ERRORS = 10;
const CHANGE_GROUPS = [
  ["widened", "▲", "Widened", "somebody gains access"],
  ["both", "◆", "Widened and narrowed", "some gain access, others lose it"],
  ["unclear", "?", "Conditions changed", "too many conditions for a truth table"],
  ["narrowed", "▼", "Narrowed", "somebody loses access"],
  ["fields-widened", "△", "Fields more open", "the access to the route is the same"],
  ["fields-narrowed", "▽", "Fields less open", "the access to the route is the same"],
  ["same", "=", "Changed otherwise", "nobody gains or loses access"],
];

/** Connects the two texts, the file choices and the buttons. */
function startCompare() {
  const texts = ["before", "after"].map(byId);
  texts.forEach((text) => byId(`${text.id}-file`).addEventListener("change", async ({ target }) => {
    if (target.files.length > 0) text.value = await target.files[0].text();
  }));
  byId("swap").addEventListener("click", () => {
    [texts[0].value, texts[1].value] = [texts[1].value, texts[0].value];
  });
  byId("run-compare").addEventListener("click", () => showComparison(...texts));
}

function showComparison(...texts) {
  const locks = texts.map(({ value }) => readLock(value));
  texts.forEach((text, at) => {
    text.setAttribute("aria-invalid", locks[at].errors.length > 0 ? "true" : "false");
    byId(`${text.id}-errors`).replaceChildren(...errorLines(locks[at].errors));
  });
  const isReadable = locks.every(({ errors }) => errors.length === 0);
  const difference = isReadable ? compareLocks(...locks) : undefined;
  byId("summary").textContent = difference ? summary(difference) : "Nothing was compared: see the errors above.";
  byId("differences").replaceChildren(...(difference ? differenceSections(difference, ...locks) : []));
}

function errorLines(errors) {
  const shown = errors.slice(0, MOST_ERRORS).map((error) => element("li", {}, error));
  const left = errors.length - shown.length;
  return left > 0 ? [...shown, element("li", {}, `and ${left} more`)] : shown;
}

function differenceSections(difference, before, after) {
  const groups = CHANGE_GROUPS.map(([direction, sign, title, hint]) =>
    group(sign, title, hint, difference.changed.filter((change) => change.direction === direction), changedRoute));
  return [
    group("+", "Added", "routes that only the second file has", difference.added, wholeRoute),
    ...groups,
    group("−", "Removed", "routes that only the first file has", difference.removed, wholeRoute),
    ...difference.newCallers.map((caller) => callerSection(caller, "new", after)),
    ...difference.goneCallers.map((caller) => callerSection(caller, "gone", before)),
  ].filter(Boolean);
}

function group(sign, title, hint, items, item) {
  if (items.length === 0) return undefined;
  const list = element("ul", { class: "changes" });
  const more = element("div", { class: "more-box" });
  showInPages(items, list, more, item);
  return element("section", { "aria-label": title },
    element("h3", {}, signOf(sign), ` ${title} `,
      element("span", { class: "note" }, `${counted(items.length, "route")}: ${hint}`)),
    list, more);
}

const changeTitle = (name, isPublic, word) => {
  const [method, ...path] = name.split(" ");
  return element("h4", {}, element("span", { class: "method" }, method), " ",
    element("code", { class: "path" }, path.join(" ")), " ", isPublic && tag(word, "public"));
};

function changedRoute(change) {
  const accesses = change.accesses.map((access) => changeRow(access.caller, access, "access"));
  const fields = change.fields.map((field) => changeRow(code(field.name), field, "use"));
  return element("li", { class: "card" },
    changeTitle(change.name, change.becamePublic, "now public"),
    changeTable(`Access to ${change.name}`, "Caller", accesses),
    changeTable(`Fields of ${change.name}`, "Field", fields),
    lineDifference(change));
}

const changeRow = (head, change, what) => element("tr", {},
  element("th", { scope: "row" }, head),
  element("td", {}, accessWords(change.from)), element("td", {}, accessWords(change.to)),
  element("td", {}, effect(change, what)));

function changeTable(title, first, rows) {
  if (rows.length === 0) return undefined;
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    element("table", { class: "accesses" },
      element("caption", { class: "unseen" }, title),
      headOf([first, "Before", "After", "Effect"]), element("tbody", {}, rows)));
}

function accessWords(words) {
  if (words === undefined) return element("span", { class: "note" }, "not there");
  return ["always", "never"].includes(words) ? verdictBadge(words) : code(words);
}

/** `gains access, for example with owner(Post)`. */
function effect({ gains, loses, isUnclear }, what) {
  if (isUnclear) return "conditions changed";
  const one = (sign, verb, example) => {
    const words = (atom, value) => value === OPEN ? `${atom} unknown` : value ? atom : `not(${atom})`;
    const atoms = [...example].map(([atom, value]) => words(atom, value));
    const when = atoms.flatMap((atom, at) => [at > 0 && ", ", code(atom)]);
    return element("div", {}, signOf(sign), ` ${verb}`, atoms.length > 0 && [", for example with ", when]);
  };
  if (!gains && !loses) return "the same in other words";
  const verbs = what === "access" ? ["gains access", "loses access"] : ["more open", "less open"];
  return [gains && one("▲", verbs[0], gains), loses && one("▼", verbs[1], loses)];
}

function lineDifference({ removedLines, addedLines }) {
  const line = (kind, sign, word) => (text) =>
    element("li", {}, element(kind, {}, signOf(sign), unseen(`${word}: `), ` ${text}`));
  if (removedLines.length + addedLines.length === 0) return undefined;
  return element("ul", { class: "lines" },
    removedLines.map(line("del", "−", "removed")), addedLines.map(line("ins", "+", "added")));
}

function wholeRoute({ name, isPublic, access, lines }) {
  return element("li", { class: "card" },
    changeTitle(name, isPublic, "public"),
    element("dl", { class: "callers" }, [...access].map(([caller, { words }]) =>
      [element("dt", {}, caller), element("dd", {}, accessWords(words))])),
    element("ul", { class: "lines" }, lines.map((line) => element("li", {}, line))));
}

/** A caller that only one file knows, with the routes it reaches. */
function callerSection(caller, word, lock) {
  const words = ({ access }) => access.get(caller)?.words ?? "never";
  const reached = [...lock.routes.values()].filter((route) => words(route) !== "never");
  return group("●", `Caller ${caller} is ${word}`, `reached by ${caller}`, reached, (route) =>
    element("li", { class: "card" }, changeTitle(route.name, false), accessWords(words(route))))
    ?? element("p", {}, `Caller ${caller} is ${word} and reaches nothing.`);
}
