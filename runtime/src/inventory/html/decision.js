// The decision for one caller: what may be assumed, the trees of all policies, and what decides.

const TRUTHS = new Map([
  [YES, { sign: "✓", word: "holds", kind: "holds" }],
  [NO, { sign: "✕", word: "fails", kind: "fails" }],
  [OPEN, { sign: "–", word: "depends", kind: "depends" }],
]);
const OUTCOMES = new Map([
  [YES, { kind: "always", text: "allowed" }],
  [NO, { kind: "never", text: "refused" }],
  [OPEN, { kind: "if", text: "depends on what is left open" }],
]);

/** The section with the trees; its controls evaluate them anew. */
function decisionSection(route, caller, access) {
  const atoms = openAtoms(route.policies.map(({ tree }) => tree), caller);
  const assumed = new Map();
  const outcome = element("p", { role: "status" });
  const trees = element("div");
  const draw = () => drawDecision(route, caller, assumed, outcome, trees);
  draw();
  return element("section", { "aria-labelledby": "decision-title" },
    element("h3", { id: "decision-title" }, "Decision"),
    element("p", { class: `answer ${access.verdict}` },
      element("strong", {}, caller.name), " ", verdictBadge(access.verdict),
      access.verdict === "if" && [" ", code(access.words)]),
    caller.isAnonymous
      ? element("p", { class: "note" }, "Without a credential only a route whose policies are all public is reached.")
      : assumptions(atoms, assumed, draw),
    outcome,
    trees);
}

/** One choice for each condition that only the request or the object settles. */
function assumptions(atoms, assumed, draw) {
  if (atoms.size === 0) {
    return element("p", { class: "note" }, "Nothing here depends on the request or on an object.");
  }
  const choose = (words, value) => {
    if (value === "") assumed.delete(words);
    else assumed.set(words, value === "yes");
    draw();
  };
  const control = ([words, atom], at) => {
    const { question, yes, no } = questionOf(atom);
    const option = (value, text) => element("option", { value }, text);
    return element("div", { class: "assumption" },
      element("label", { for: `assume-${at}` }, question, " ", code(words)),
      element("select", {
        id: `assume-${at}`, "data-atom": words, onchange: (event) => choose(words, event.target.value),
      },
        option("", "left open"), option("yes", yes), option("no", no)));
  };
  return element("fieldset", { class: "assumptions" },
    element("legend", {}, "Assume"), [...atoms].map(control));
}

function questionOf(atom) {
  const words = (question, yes = "yes", no = "no") => ({ question, yes, no });
  switch (atom.kind) {
    case "owner": return words(`Owner of the ${atom.resource}`);
    case "tenant": return words(`Tenant of the ${atom.resource}`, "the same", "another");
    case "parameter": return words("The path names the caller");
    case "scope": return words("Scope of the credential", "carried", "not carried");
    case "mfa": return words("Several factors", "used", "not used");
    case "fresh": return words("Recent authentication", "recent", "too old");
    case "check": return words("Check", "allows", "denies");
    case "object_check": return words(`Check of the ${atom.resource}`, "allows", "denies");
    default: return words("Condition");
  }
}

/** Draws the outcome and the trees into their places. */
function drawDecision(route, caller, assumed, outcome, trees) {
  const valueOf = (node) => evaluate(node, caller, assumed);
  const whole = { kind: "all", of: route.policies.map(({ tree }) => tree) };
  const decides = deciding(whole, valueOf);
  const { kind, text } = OUTCOMES.get(valueOf(whole));
  const prefixes = route.scopes.flatMap(({ prefix, policies }) => policies.map(() => prefix));
  const policy = ({ of, tree }) => [
    element("h4", {}, of === "scope" ? ["Scope ", code(prefixes.shift() ?? "")] : "Route"),
    element("ul", { class: "tree" }, drawNode(tree, valueOf, decides)),
  ];
  outcome.className = `outcome ${kind}`;
  outcome.replaceChildren(
    signOf(VERDICTS[kind].sign), assumed.size > 0 ? " As assumed: " : " As it stands: ",
    element("strong", {}, text), decides === whole ? " by all policies together" : "");
  trees.replaceChildren(...route.policies.flatMap(policy));
}

function drawNode(node, valueOf, decides) {
  const truth = TRUTHS.get(valueOf(node));
  const label = { all: "all of", any: "any of", not: "not" }[node.kind] ?? inWords(node);
  const inner = below(node);
  return element("li", { class: `${truth.kind}${node === decides ? " decides" : ""}` },
    element("div", { class: "node" },
      signOf(truth.sign), unseen(`${truth.word}: `), code(label),
      node === decides && tag("decides", "deciding")),
    inner.length > 0 && element("ul", {}, inner.map((child) => drawNode(child, valueOf, decides))));
}
