// The data view: which routes show each class of data to whom.

/** Every exposure of the inventory, with what each caller sees of it. */
function withAccesses(indexed, callers) {
  const known = new Map();
  const accessOf = (place, caller, at) => {
    const { verdict, words } = place.route.access[at];
    const key = [at, verdict, words, ...place.rules.map(inWords)].join("\n");
    if (!known.has(key)) known.set(key, fieldAccess(place.route, place.rules, caller, at));
    return known.get(key);
  };
  return exposures(indexed).map((place) => ({
    ...place,
    accesses: callers.map((caller, at) => accessOf(place, caller, at)),
  }));
}

/** The exposures of the routes that are shown, of the class and to the caller that are asked for. */
function chosenExposures(all, entries, filters, callerNames) {
  const routes = new Set(entries.map(({ route }) => route));
  const at = callerNames.indexOf(filters.caller);
  return all.filter(({ route, field, accesses }) =>
    routes.has(route)
    && (!filters.dataClass || isOfClass(field, filters.dataClass))
    && (at < 0 || isVerdict(accesses[at].verdict, filters.verdict)));
}

/** Draws the overview and one table for each class. `open` gets an entry. */
function drawData(places, classes, callerNames, open) {
  const box = byId("data-body");
  if (classes.length === 0) {
    box.replaceChildren(element("p", { class: "note" }, "No field has a data class or is marked sensitive."));
    return;
  }
  const perClass = classes
    .map((name) => ({ name, places: places.filter(({ field }) => isOfClass(field, name)) }))
    .filter((one) => one.places.length > 0);
  if (perClass.length === 0) {
    box.replaceChildren(element("p", { class: "note" }, "No route that passes the filters shows such a field."));
    return;
  }
  box.replaceChildren(
    overview(perClass, callerNames),
    ...perClass.map((one) => classTable(one, callerNames, open)));
}

/** How many fields of each class each caller sees. */
function overview(perClass, callerNames) {
  const cellFor = (places, at) => {
    const number = (wanted) => places.filter(({ accesses }) => accesses[at].verdict === wanted).length;
    const parts = ["always", "if"].filter((verdict) => number(verdict) > 0);
    const shown = parts.length > 0 ? parts : ["never"];
    return element("td", {}, shown.map((verdict) => element("div", { class: `verdict plain ${verdict}` },
      signOf(VERDICTS[verdict].sign),
      element("span", { class: "word" },
        verdict === "never" ? "none" : `${NUMBERS.format(number(verdict))} ${VERDICTS[verdict].word}`))));
  };
  const rows = perClass.map(({ name, places }) => element("tr", {},
    element("th", { scope: "row" }, tag(name, "class")),
    callerNames.map((_, at) => cellFor(places, at))));
  return element("div", { class: "scroll card", tabindex: "0", role: "region", "aria-label": "Overview" },
    element("table", { class: "overview" },
      element("caption", {}, "How many of these fields each caller sees"),
      headOf(["Class", ...callerNames]), element("tbody", {}, rows)));
}

function classTable({ name, places }, callerNames, open) {
  const body = element("tbody");
  const more = element("div", { class: "more-box" });
  const row = (place) => element("tr", {},
    element("th", { scope: "row" },
      element("button", { type: "button", class: "link", "aria-haspopup": "dialog", onclick: () => open(place) },
        element("span", { class: "method" }, methodsOf(place.route)), " ", code(place.route.path))),
    element("td", {}, code(place.path), " ", place.field.is_masked && tag("masked")),
    element("td", {}, place.field.usage === "show" ? "shown" : tag(USAGES[place.field.usage])),
    place.accesses.map((access, at) => element("td", {}, verdictMark(access, callerNames[at]))));
  showInPages(places, body, more, row);
  return element("section", { class: "data-class", "aria-label": name },
    element("h3", {}, tag(name, "class"), " ", element("span", { class: "note" }, counted(places.length, "place"))),
    element("div", { class: "scroll card", tabindex: "0", role: "region", "aria-label": `Routes that show ${name}` },
      element("table", { class: "exposures" },
        element("caption", { class: "unseen" }, `Routes that show ${name}`),
        headOf(["Route", "Field", "Use", ...callerNames]), body)),
    more);
}
