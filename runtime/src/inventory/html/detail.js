// The panel of a chosen cell: the decision, where the route is, and the fields in and out.

const BEFORE_THE_GATE = "It runs before the gate and may answer by itself.";

/** Opens the panel, or shows another caller in it. `choose` gets the position of a caller. */
function openDetail(entry, at, callers, choose) {
  const { route } = entry;
  const panel = byId("detail");
  const caller = callers[at];
  byId("detail-title").replaceChildren(...routeTitle(route).filter(Boolean));
  const isAnother = panel.dataset.route !== entry.name;
  panel.dataset.route = entry.name;
  byId("detail-body").replaceChildren(
    callerChoice(route, at, callers, choose),
    decisionSection(route, caller, route.access[at]),
    placeSection(route),
    fieldSection("Fields in", "in", entry, caller, at),
    fieldSection("Fields out", "out", entry, caller, at));
  if (!panel.open) panel.showModal();
  if (isAnother) byId("detail-body").scrollTop = 0;
}

function callerChoice(route, at, callers, choose) {
  const one = ({ name }, column) => {
    const { sign, word } = VERDICTS[route.access[column].verdict];
    return element("button", {
      type: "button", class: `choice ${route.access[column].verdict}`,
      "aria-pressed": column === at ? "true" : "false",
      onclick: () => {
        choose(column);
        // The buttons were made anew, and the keyboard stays where it was.
        byId("detail-body").querySelectorAll(".choice")[column]?.focus();
      },
    }, signOf(sign), ` ${name}`, unseen(`, ${word}`));
  };
  return element("div", { class: "choices", role: "group", "aria-label": "Caller" }, callers.map(one));
}

/** Handler, scopes, object, hatches and middleware. */
function placeSection(route) {
  const { handler, object } = route;
  const list = (values) => values.map((value) => element("div", {}, code(value)));
  const rows = [
    ["Handler", [code(handler.name), element("div", { class: "place" }, `${handler.file}:${handler.line}`)]],
    ["Policy", code(route.policy)],
    route.public_reason !== null && ["Public because", route.public_reason],
    route.scopes.length > 0 && ["Scopes", route.scopes.map(scopeLine)],
    object && ["Object", objectLines(object)],
    route.escape_hatches.length > 0 && ["Escape hatches", list(route.escape_hatches)],
    route.middleware.length > 0 && ["Middleware", [list(route.middleware), note(BEFORE_THE_GATE)]],
    route.is_conditional && ["Conditional", "Guards other than the method decide whether the route matches."],
  ].filter(Boolean);
  return element("section", { "aria-labelledby": "place-title" },
    element("h3", { id: "place-title" }, "Route"),
    element("dl", {}, rows.map(([term, value]) => [element("dt", {}, term), element("dd", {}, value)])));
}

const note = (text) => element("div", { class: "note" }, text);

function scopeLine({ prefix, policies }) {
  const rules = policies.length > 0 ? policies.flatMap((words, at) => [at > 0 && ", ", code(words)]) : "no policy";
  return element("div", {}, code(prefix), ": ", rules);
}

/** What the policy is about besides the caller, and the answer when that is denied. */
function objectLines(object) {
  const answers = {
    not_found: "404, the same as for an object that does not exist",
    forbidden: "403, the same as for an object that does not exist",
  };
  const names = (fields) => fields.flatMap((field, at) => [at > 0 && ", ", code(field)]);
  const lines = [
    [object.is_list ? "list of " : `${object.action} of `, code(object.resource)],
    object.parameters.length > 0 && ["named by ", names(object.parameters)],
    object.owner.length > 0 && ["owner in ", names(object.owner)],
    object.tenant && ["tenant in ", code(object.tenant)],
    !object.is_list && ["denied with ", answers[object.on_denied] ?? object.on_denied],
  ].filter(Boolean);
  return lines.map((line) => element("div", {}, line));
}

/** Closes the panel when asked, and reports that it is closed, however that happened. */
function startDetail(closed) {
  const panel = byId("detail");
  byId("close-detail").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    // The backdrop belongs to the dialog itself; everything visible is inside its children.
    if (event.target === panel) panel.close();
  });
  panel.addEventListener("close", () => {
    delete panel.dataset.route;
    closed();
  });
}
