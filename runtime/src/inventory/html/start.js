// Puts the page together: one inventory, one state, three views and the panel.

const VIEW_TITLES = { matrix: "Matrix", data: "Data", compare: "Compare" };

function start() {
  const inventory = JSON.parse(byId("inventory").textContent);
  const callers = callersOf(inventory);
  const indexed = indexRoutes(inventory);
  const classes = dataClassesOf(indexed);
  let exposed;
  let drawn;

  const choose = (entry, at) => address.change({ route: entry.name, as: inventory.callers[at] });
  const openFirst = (entry) => {
    const at = inventory.callers.indexOf(address.now.caller);
    const reaching = entry.route.access.findIndex(({ verdict }) => verdict !== "never");
    choose(entry, Math.max(at < 0 ? reaching : at, 0));
  };

  const drawRoutes = (state) => {
    const entries = filterRoutes(indexed, state, inventory.callers);
    if (state.view === "matrix") {
      byId("found").textContent = `${NUMBERS.format(entries.length)} of ${counted(indexed.length, "route")}`;
      drawMatrix(entries, inventory.callers, state.caller, choose);
      return;
    }
    // A caller is asked about the field here, not about the route alone.
    const reachable = filterRoutes(indexed, { ...state, caller: "" }, inventory.callers);
    exposed ??= withAccesses(indexed, callers);
    const places = chosenExposures(exposed, reachable, state, inventory.callers);
    const routes = new Set(places.map(({ route }) => route)).size;
    byId("found").textContent = `${counted(places.length, "field")} on ${counted(routes, "route")}`;
    drawData(places, state.dataClass ? [state.dataClass] : classes, inventory.callers, openFirst);
  };

  const show = (state) => {
    showView(state);
    showFilters(state);
    const key = JSON.stringify({ ...state, route: "", as: "" });
    if (state.view !== "compare" && drawn !== key) drawRoutes(state);
    drawn = key;
    showDetail(state);
  };

  const showDetail = ({ route, as }) => {
    const entry = indexed.find(({ name }) => name === route);
    const at = inventory.callers.indexOf(as);
    if (entry && at >= 0) openDetail(entry, at, callers, (column) => choose(entry, column));
    else if (byId("detail").open) byId("detail").close();
  };

  const change = (parts) => address.change(parts);
  showHeader(inventory);
  startFilters(inventory, indexed, change);
  startGridKeys();
  startCompare();
  startDetail(() => {
    const { route, as } = address.now;
    change({ route: "", as: "" });
    if (address.now.view === "matrix") cellOf(route, as)?.focus();
  });
  byId("skip").addEventListener("click", () => byId("main").focus());
  const address = followAddress(show);
}

/** Counts, and the middleware that runs before every guard. */
function showHeader({ routes, roles, permissions, middleware }) {
  const publics = routes.filter(({ public_reason: reason }) => reason !== null).length;
  const hatches = routes.filter(({ escape_hatches: all }) => all.length > 0).length;
  const facts = [
    counted(routes.length, "route"), counted(roles.length, "role"), counted(permissions.length, "permission"),
    `${NUMBERS.format(publics)} public`, `${NUMBERS.format(hatches)} with an escape hatch`,
  ];
  byId("counts").replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  byId("middleware").hidden = middleware.length === 0;
  byId("middleware-list").replaceChildren(...middleware.map((name) => element("li", {}, code(name))));
}

function showView(state) {
  for (const view of VIEWS) {
    const link = byId(`to-${view}`);
    byId(view).hidden = view !== state.view;
    link.setAttribute("href", hashOf({ ...state, view, route: "", as: "" }));
    if (view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("filters").hidden = state.view === "compare";
  document.title = `${VIEW_TITLES[state.view]} – Access policy`;
}

start();
