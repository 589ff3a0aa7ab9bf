// What the page shows, kept in the address, so that a filtered view can be linked.

/** How each part of the state is called in the address. */
const ADDRESS_KEYS = {
  view: "view", text: "q", method: "method", caller: "caller", verdict: "can",
  isPublic: "public", hasHatch: "hatch", dataClass: "class", route: "route", as: "as",
};
const VIEWS = ["matrix", "data", "compare"];
const WRITE_DELAY = 250;

const FIRST_STATE = { view: "matrix", ...NO_FILTERS, route: "", as: "" };

/** The state that an address describes; what it does not know is as at the start. */
function stateOf(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const state = { ...FIRST_STATE };
  for (const [name, key] of Object.entries(ADDRESS_KEYS)) {
    const value = given.get(key);
    if (value === null) continue;
    state[name] = typeof FIRST_STATE[name] === "boolean" ? value === "1" : value;
  }
  if (!VIEWS.includes(state.view)) state.view = FIRST_STATE.view;
  if (state.verdict !== "reaches" && !Object.hasOwn(VERDICTS, state.verdict)) state.verdict = FIRST_STATE.verdict;
  return state;
}

/** The address of a state, with what differs from the start. */
function hashOf(state) {
  const parts = new URLSearchParams();
  for (const [name, key] of Object.entries(ADDRESS_KEYS)) {
    if (state[name] !== FIRST_STATE[name]) parts.set(key, state[name] === true ? "1" : state[name]);
  }
  return `#${parts}`;
}

/** Holds the state, tells `show` about changes, and follows the address bar both ways. */
function followAddress(show) {
  let state = stateOf(location.hash);
  let timer;
  const write = () => {
    timer = undefined;
    if (location.hash !== hashOf(state)) history.replaceState(null, "", hashOf(state));
  };
  addEventListener("hashchange", () => {
    clearTimeout(timer);
    state = stateOf(location.hash);
    show(state);
  });
  show(state);
  return {
    get now() { return state; },
    change(parts) {
      state = { ...state, ...parts };
      // Browsers refuse to have the address written at every keystroke.
      clearTimeout(timer);
      timer = setTimeout(write, WRITE_DELAY);
      show(state);
    },
  };
}
