// The bar of filters above the matrix and the data view.

/** Fills the choices from the inventory, and reports every change. */
function startFilters(inventory, indexed, change) {
  const methods = new Set(inventory.routes.flatMap((route) => route.methods));
  fillChoices(byId("method"), "Any method", [...methods].sort());
  fillChoices(byId("caller"), "Any caller", inventory.callers);
  fillChoices(byId("class"), "Any data", dataClassesOf(indexed));
  const listen = (id, name, kind = "value") =>
    byId(id).addEventListener("input", (event) => change({ [name]: event.target[kind] }));
  listen("search", "text");
  listen("method", "method");
  listen("caller", "caller");
  listen("verdict", "verdict");
  listen("public", "isPublic", "checked");
  listen("hatch", "hasHatch", "checked");
  listen("class", "dataClass");
  byId("reset").addEventListener("click", () => {
    change({ ...NO_FILTERS });
    byId("search").focus();
  });
}

function fillChoices(select, first, values) {
  const option = (value, text) => element("option", { value }, text);
  select.replaceChildren(option("", first), ...values.map((value) => option(value, value)));
}

/** Shows the state in the controls, without touching what somebody is typing. */
function showFilters(state) {
  const search = byId("search");
  if (search.value !== state.text) search.value = state.text;
  byId("method").value = state.method;
  byId("caller").value = state.caller;
  byId("verdict").value = state.verdict;
  byId("verdict").disabled = state.caller === "";
  byId("public").checked = state.isPublic;
  byId("hatch").checked = state.hasHatch;
  byId("class").value = state.dataClass;
  byId("reset").disabled = Object.keys(NO_FILTERS).every((name) => state[name] === NO_FILTERS[name]);
}
