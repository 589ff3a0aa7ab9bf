// Conditions as the inventory states them: in words, three-valued, and what is left for one caller.

const YES = true, NO = false, OPEN = null;

/** A condition as attributes write it. */
function inWords(condition) {
  const quoted = (text) => JSON.stringify(text);
  const list = (word) => `${word}(${condition.of.map(inWords).join(", ")})`;
  switch (condition.kind) {
    case "public": return `public(reason = ${quoted(condition.reason)})`;
    case "authenticated": return "authenticated";
    case "mfa": return "mfa";
    case "permission": return `permission(${quoted(condition.name)})`;
    case "role": return `role(${condition.name})`;
    case "scope": return `scope(${quoted(condition.name)})`;
    case "fresh":
      return condition.seconds % 60 === 0
        ? `fresh(minutes = ${condition.seconds / 60})`
        : `fresh(seconds = ${condition.seconds})`;
    case "check": return `check(${condition.name})`;
    case "parameter": return `owner(id = ${quoted(condition.name)})`;
    case "owner": return `owner(${condition.resource})`;
    case "tenant": return `tenant(${condition.resource})`;
    case "object_check": return `check(${condition.resource}, ${condition.name})`;
    case "all": return list("all");
    case "any": return list("any");
    case "not": return `not(${inWords(condition.of)})`;
    case "named": return condition.name;
    default: return condition.kind;
  }
}

/** The conditions directly below one. */
function below(condition) {
  switch (condition.kind) {
    case "all": case "any": return condition.of;
    case "not": case "named": return [condition.of];
    default: return [];
  }
}

/** The callers of an inventory: nobody, a principal without roles, and one for each role. */
function callersOf(inventory) {
  return inventory.callers.map((name, at) => {
    const role = inventory.roles[at - 2];
    return {
      name,
      isAnonymous: at === 0,
      roles: new Set(role ? [role.name, ...role.includes] : []),
      permissions: new Set(role ? role.grants : []),
    };
  });
}

/** What a leaf is for the caller whatever the request and the object are, or `OPEN`. */
function settled(leaf, caller) {
  // Nobody passes what is not public, not even a negation.
  if (caller.isAnonymous) return leaf.kind === "public";
  switch (leaf.kind) {
    case "public": case "authenticated": return YES;
    case "permission": return caller.permissions.has(leaf.name);
    case "role": return caller.roles.has(leaf.name);
    default: return OPEN;
  }
}

const everyOne = (values) =>
  values.includes(NO) ? NO : values.includes(OPEN) ? OPEN : YES;
const atLeastOne = (values) =>
  values.includes(YES) ? YES : values.includes(OPEN) ? OPEN : NO;

/**
 * Strong Kleene logic: true, false, or `OPEN` where it depends. `assumed` maps words of atoms to
 * true or false.
 */
function evaluate(condition, caller, assumed) {
  const value = (node) => evaluate(node, caller, assumed);
  switch (condition.kind) {
    case "all": return everyOne(condition.of.map(value));
    case "any": return atLeastOne(condition.of.map(value));
    case "named": return value(condition.of);
    case "not": {
      if (caller.isAnonymous) return NO;
      const inner = value(condition.of);
      return inner === OPEN ? OPEN : !inner;
    }
    default: {
      const known = settled(condition, caller);
      return known === OPEN ? assumed.get(inWords(condition)) ?? OPEN : known;
    }
  }
}

/** The atoms that a request or an object settles, in order, by their words. */
function openAtoms(conditions, caller) {
  const atoms = new Map();
  const visit = (node) => {
    const inner = below(node);
    if (inner.length > 0 || node.kind === "all" || node.kind === "any") inner.forEach(visit);
    else if (settled(node, caller) === OPEN) atoms.set(inWords(node), node);
  };
  conditions.forEach(visit);
  return atoms;
}

/** What decides the truth of `node`: the deepest condition that does so alone. */
function deciding(node, valueOf) {
  const candidates = below(node).filter((child) => {
    if (node.kind === "all" || node.kind === "any") return valueOf(child) === valueOf(node);
    return true;
  });
  if (candidates.length === 0) return node;
  const value = valueOf(node);
  const firstIsEnough = (node.kind === "all" && value === NO) || (node.kind === "any" && value === YES);
  if (firstIsEnough || candidates.length === 1 && !needsAll(node, value)) {
    return deciding(candidates[0], valueOf);
  }
  return node;
}

/** Whether several conditions had to agree on this value. */
function needsAll(node, value) {
  const agreed = (node.kind === "all" && value === YES) || (node.kind === "any" && value === NO);
  return agreed && node.of.length > 1;
}

/** `true`, `false`, or the condition that is left once the caller is known. */
function residual(condition, caller) {
  switch (condition.kind) {
    case "named": return residual(condition.of, caller);
    case "all": return conjunction(condition.of.map((node) => residual(node, caller)));
    case "any": return disjunction(condition.of.map((node) => residual(node, caller)));
    case "not": {
      if (caller.isAnonymous) return NO;
      const inner = residual(condition.of, caller);
      if (typeof inner === "boolean") return !inner;
      return inner.kind === "not" ? inner.of : { kind: "not", of: inner };
    }
    default: {
      const known = settled(condition, caller);
      return known === OPEN ? condition : known;
    }
  }
}

const conjunction = (parts) => joined(parts, "all", YES);
const disjunction = (parts) => joined(parts, "any", NO);

/** Parts in one list, each once; `neutral` parts vanish, and the opposite decides. */
function joined(parts, kind, neutral) {
  const kept = new Map();
  for (const part of parts) {
    if (part === !neutral) return part;
    if (part === neutral) continue;
    for (const one of part.kind === kind ? part.of : [part]) kept.set(inWords(one), one);
  }
  const of = [...kept.values()];
  if (of.length === 0) return neutral;
  return of.length === 1 ? of[0] : { kind, of };
}

/** Calls `visit` with every assignment of the atoms until it answers true. */
function someAssignment(atoms, visit) {
  for (let bits = 0; bits < 2 ** atoms.length; bits += 1) {
    const assumed = new Map(atoms.map((atom, at) => [atom, (bits >> at) % 2 === 1]));
    if (visit(assumed)) return assumed;
  }
  return undefined;
}
