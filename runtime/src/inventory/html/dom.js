// Elements without text that is parsed: whatever a route is called, it stays text.

const PAGE_SIZE = 100;
const NUMBERS = new Intl.NumberFormat("en");

/** An element with attributes, listeners (`onclick`) and children; empty children are left out. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  const isSomething = (child) => child !== undefined && child !== null && child !== false;
  node.append(...children.flat(Infinity).filter(isSomething));
  return node;
}

const byId = (id) => document.getElementById(id);

/** `1 route`, `2,000 routes`. */
const counted = (number, noun) => `${NUMBERS.format(number)} ${noun}${number === 1 ? "" : "s"}`;

/** A sign for eyes; whoever hears the page gets the word beside it. */
const signOf = (text) => element("span", { class: "sign", "aria-hidden": "true" }, text);
const unseen = (text) => element("span", { class: "unseen" }, text);
const code = (text) => element("code", {}, text);
const tag = (text, kind = "") => element("span", { class: `tag ${kind}`.trim() }, text);

/** A verdict as sign and word. */
const verdictBadge = (verdict, attributes = {}, ...more) =>
  element("span", { class: `verdict ${verdict}`, ...attributes },
    signOf(VERDICTS[verdict].sign), element("span", { class: "word" }, VERDICTS[verdict].word), more);

/** The same with the whole sentence, for a pointer that rests and for whoever hears the page. */
const verdictMark = (access, caller) =>
  verdictBadge(access.verdict, { title: `${caller}: ${accessInWords(access)}` },
    access.words && unseen(` ${access.words}`));

/** Method badges and the path of a route, and what is special about it. */
function routeTitle(route) {
  return [
    element("span", { class: "method" }, methodsOf(route)), " ",
    element("code", { class: "path" }, route.path), " ",
    route.public_reason !== null && tag("public", "public"),
    route.escape_hatches.length > 0 && tag("escape hatch", "hatch"),
    route.is_conditional && tag("conditional"),
  ];
}

/** Fills `body` with the first rows, and `more` with a button for the next ones. */
function showInPages(items, body, more, row) {
  let shown = 0;
  const showNext = () => {
    const next = items.slice(shown, shown + PAGE_SIZE).map((item, at) => row(item, shown + at));
    body.append(...next);
    shown += next.length;
    const left = items.length - shown;
    const button = element("button", { type: "button", class: "more", onclick: () => {
      const first = shown;
      showNext();
      body.children[first]?.querySelector("button, a, summary")?.focus();
    } }, `Show ${NUMBERS.format(Math.min(left, PAGE_SIZE))} more of ${NUMBERS.format(left)}`);
    more.replaceChildren(...(left > 0 ? [button] : []));
  };
  body.replaceChildren();
  showNext();
}

/** A table head: one column for each name. */
const headOf = (names) =>
  element("thead", {}, element("tr", {}, names.map((name) => element("th", { scope: "col" }, name))));
