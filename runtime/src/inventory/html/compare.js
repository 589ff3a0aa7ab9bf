// Two lock files compared: what came, what went, and who gained or lost access.

/** Beyond this many atoms a truth table is too long, and only the words are compared. */
const MOST_ATOMS = 10;

/** The difference of two lock files that were read without errors. */
function compareLocks(before, after) {
  const only = (these, those) => [...these.routes.values()].filter(({ name }) => !those.routes.has(name));
  const [callersThen, callersNow] = [callersIn(before), callersIn(after)];
  const common = [...callersNow].filter((caller) => callersThen.has(caller));
  const changed = [];
  for (const [name, now] of after.routes) {
    const then = before.routes.get(name);
    const change = then && compareRoutes(then, now, common);
    if (change) changed.push(change);
  }
  const isComparable = callersThen.size > 0 && callersNow.size > 0;
  return {
    added: only(after, before),
    removed: only(before, after),
    changed,
    // A role that only one file knows would change every route, so it is told once instead.
    newCallers: isComparable ? [...callersNow].filter((caller) => !callersThen.has(caller)) : [],
    goneCallers: isComparable ? [...callersThen].filter((caller) => !callersNow.has(caller)) : [],
  };
}

/** The callers that a lock file knows. */
const callersIn = (lock) =>
  new Set([...lock.routes.values()].flatMap(({ access }) => [...access.keys()]));

/** What differs between two states of one route, or undefined. */
function compareRoutes(then, now, callers) {
  const nothing = { words: "never", condition: false };
  const accesses = [];
  for (const caller of callers) {
    const from = then.access.get(caller) ?? nothing;
    const to = now.access.get(caller) ?? nothing;
    if (from.words === to.words) continue;
    const turn = compareConditions(from.condition, to.condition);
    accesses.push({ caller, from: from.words, to: to.words, ...turn });
  }
  const removedLines = without(then.lines, now.lines);
  const addedLines = without(now.lines, then.lines);
  if (accesses.length + removedLines.length + addedLines.length === 0) return undefined;
  const fields = compareFields(then.fields, now.fields);
  return {
    name: now.name,
    direction: direction(accesses) ?? fieldDirection(fields),
    becamePublic: now.isPublic && !then.isPublic,
    accesses,
    fields,
    removedLines,
    addedLines,
  };
}

function without(lines, others) {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Fields that came, went, or have another rule. Their rules are compared as access is. */
function compareFields(then, now) {
  const changes = [];
  for (const name of new Set([...then.keys(), ...now.keys()])) {
    const [from, to] = [then.get(name), now.get(name)];
    if (from?.words === to?.words) continue;
    const turn = from && to
      ? compareConditions(from.condition, to.condition)
      : { gains: to && new Map(), loses: from && new Map() };
    changes.push({ name, from: from?.words, to: to?.words, ...turn });
  }
  return changes;
}

/** One word for all changes of access of a route, or undefined where nobody gains or loses. */
function direction(accesses) {
  const gains = accesses.some((access) => access.gains);
  const loses = accesses.some((access) => access.loses);
  if (accesses.some(({ isUnclear }) => isUnclear)) return "unclear";
  if (gains && loses) return "both";
  return gains ? "widened" : loses ? "narrowed" : undefined;
}

/** The same for fields, where the access to the route did not change. */
function fieldDirection(fields) {
  const found = direction(fields);
  if (found === undefined) return "same";
  return found === "narrowed" ? "fields-narrowed" : "fields-widened";
}

/** Who gains and who loses, each with an example, by trying every assignment of the atoms. */
function compareConditions(from, to) {
  const atoms = [...new Set([...atomsOf(from), ...atomsOf(to)])];
  if (atoms.length > MOST_ATOMS) return { isUnclear: true };
  const passes = (condition, assumed) => holds(condition, assumed) === YES;
  const gains = (assumed) => passes(to, assumed) && !passes(from, assumed);
  const loses = (assumed) => passes(from, assumed) && !passes(to, assumed);
  return { gains: someTruth(atoms, gains), loses: someTruth(atoms, loses) };
}

/** Like `someAssignment`, and then also with atoms of which a credential says nothing. */
function someTruth(atoms, visit) {
  const ages = atoms.map(age);
  const isPossible = (values) => !ages.some((young, at) => young !== undefined
    && ages.some((old, other) => old > young && rank(values[at]) > rank(values[other])));
  for (const truths of [[NO, YES], [NO, OPEN, YES]]) {
    for (let number = 0; number < truths.length ** atoms.length; number += 1) {
      const values = atoms.map((_, at) => truths[Math.floor(number / truths.length ** at) % truths.length]);
      const assumed = new Map(atoms.map((atom, at) => [atom, values[at]]));
      if (isPossible(values) && visit(assumed)) return assumed;
    }
  }
  return undefined;
}

const rank = (value) => value === YES ? 2 : value === OPEN ? 1 : 0;

/** The seconds of `fresh(minutes = 5)`: who authenticated then also did so within any longer time. */
function age(atom) {
  const [, unit, number] = /^fresh\((minutes|seconds) = (\d+)\)$/.exec(atom) ?? [];
  return unit && Number(number) * (unit === "minutes" ? 60 : 1);
}

function atomsOf(condition) {
  if (typeof condition === "boolean") return [];
  if (condition.kind === "atom") return [condition.name];
  return below(condition).flatMap(atomsOf);
}

function holds(condition, assumed) {
  if (typeof condition === "boolean") return condition;
  switch (condition.kind) {
    case "all": return everyOne(condition.of.map((part) => holds(part, assumed)));
    case "any": return atLeastOne(condition.of.map((part) => holds(part, assumed)));
    case "not": {
      const inner = holds(condition.of, assumed);
      return inner === OPEN ? OPEN : !inner;
    }
    default: return assumed.get(condition.name);
  }
}

/** The difference in one sentence: `2 routes widened, 1 narrowed, 1 added (1 public)`. */
function summary(difference) {
  const count = (direction) =>
    difference.changed.filter((change) => change.direction === direction).length;
  const parts = [
    [count("widened"), "widened"],
    [count("narrowed"), "narrowed"],
    [count("both"), "widened for some and narrowed for others"],
    [count("unclear"), "with changed conditions"],
    [difference.added.length, "added", difference.added.filter(({ isPublic }) => isPublic).length],
    [difference.removed.length, "removed"],
    [count("fields-widened"), "with fields more open"],
    [count("fields-narrowed"), "with fields less open"],
    [count("same"), "changed otherwise"],
  ].filter(([number]) => number > 0);
  if (parts.length === 0) return "No route differs.";
  const sentence = parts.map(([number, what, publics], at) => {
    const noun = at > 0 ? "" : number === 1 ? "route " : "routes ";
    return `${number} ${noun}${what}${publics ? ` (${publics} public)` : ""}`;
  });
  return `${sentence.join(", ")}.`;
}
