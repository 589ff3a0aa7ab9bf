// The matrix: routes in rows, callers in columns, each cell a button that opens the decision.

/** Draws the rows that pass the filters. `open` gets the entry, the caller and the cell. */
function drawMatrix(entries, callers, chosenCaller, open) {
  const table = byId("grid");
  const heads = callers.map((name) => element("th", {
    scope: "col", role: "columnheader", class: name === chosenCaller ? "chosen" : undefined,
  }, name));
  table.setAttribute("aria-rowcount", entries.length + 1);
  table.setAttribute("aria-colcount", callers.length + 1);
  table.tHead.replaceChildren(element("tr", { role: "row", "aria-rowindex": 1 },
    element("th", { scope: "col", role: "columnheader" }, "Route"), heads));
  byId("grid-box").classList.toggle("wide", callers.length > 7);
  const row = (entry, at) => element("tr", { role: "row", "aria-rowindex": at + 2 },
    element("th", { scope: "row", role: "rowheader" },
      element("div", { class: "route" }, routeTitle(entry.route)),
      element("div", { class: "policy" }, entry.route.policy)),
    entry.route.access.map((access, column) =>
      element("td", { role: "gridcell" }, cell(entry, access, callers[column], () => open(entry, column)))));
  showInPages(entries, table.tBodies[0], byId("more-routes"), row);
  table.querySelector("td button")?.setAttribute("tabindex", "0");
}

function cell({ name }, access, caller, open) {
  const { sign, word } = VERDICTS[access.verdict];
  const sentence = `${caller}: ${accessInWords(access)}`;
  return element("button", {
    type: "button", tabindex: "-1", class: `verdict ${access.verdict}`, title: sentence,
    "aria-label": sentence, "aria-haspopup": "dialog",
    "data-route": name, "data-caller": caller, onclick: open,
  },
  element("span", { class: "caller" }, caller), signOf(sign), element("span", { class: "word" }, word));
}

/** The cell of a route and a caller, if it is among the rows shown. */
const cellOf = (routeNamed, caller) =>
  [...byId("grid").querySelectorAll("td button")].find(
    ({ dataset }) => dataset.route === routeNamed && dataset.caller === caller,
  );

/** Makes a cell the one that the tab key reaches. */
function makeReachable(button) {
  byId("grid").querySelectorAll('td button[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
  button.setAttribute("tabindex", "0");
}

/** Arrow keys, Home, End and Page keys walk the cells, as in any grid. */
function startGridKeys() {
  const table = byId("grid");
  table.addEventListener("focusin", ({ target }) => {
    if (target.matches("td button")) makeReachable(target);
  });
  table.addEventListener("keydown", (event) => {
    if (!event.target.matches("td button") || event.altKey || event.metaKey) return;
    const rows = table.tBodies[0].rows;
    const at = { row: event.target.closest("tr").sectionRowIndex, column: event.target.closest("td").cellIndex };
    const to = destination(event, at, rows.length - 1, rows[at.row].cells.length - 1);
    if (!to) return;
    event.preventDefault();
    const next = rows[clamped(to.row, 0, rows.length - 1)].cells;
    next[clamped(to.column, 1, next.length - 1)].querySelector("button").focus();
  });
}

const clamped = (value, least, most) => Math.min(Math.max(value, least), most);

function destination({ key, ctrlKey }, { row, column }, lastRow, lastColumn) {
  switch (key) {
    case "ArrowUp": return { row: row - 1, column };
    case "ArrowDown": return { row: row + 1, column };
    case "ArrowLeft": return { row, column: column - 1 };
    case "ArrowRight": return { row, column: column + 1 };
    case "PageUp": return { row: row - 10, column };
    case "PageDown": return { row: row + 10, column };
    case "Home": return { row: ctrlKey ? 0 : row, column: 1 };
    case "End": return { row: ctrlKey ? lastRow : row, column: lastColumn };
    default: return undefined;
  }
}
