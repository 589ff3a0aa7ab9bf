// Lock files: read into routes, and conditions in words read back into trees.

/** What stands at the top of every lock file of this version. */
const LOCK_TITLE = /^# Portcullis policy lock, version (\d+)$/;
const LOCK_VERSION = "1";
const FIELD_KEY = /^(in|out|filter|sort) /;

/** Reads a lock file: `{routes, errors}`, where `routes` maps `METHOD path` to its lines. */
function readLock(text) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const routes = new Map();
  const errors = [];
  const title = LOCK_TITLE.exec(lines[0]?.trimEnd() ?? "");
  if (!title) {
    errors.push("line 1: expected `# Portcullis policy lock, version 1`");
    return { routes, errors };
  }
  if (title[1] !== LOCK_VERSION) {
    errors.push(`line 1: this page reads version ${LOCK_VERSION}, the file is version ${title[1]}`);
    return { routes, errors };
  }
  let route;
  lines.forEach((line, at) => {
    const mistake = (what) => errors.push(`line ${at + 1}: ${what}`);
    if (line.trim() === "" || line.startsWith("#")) return;
    if (!line.startsWith(" ")) route = startRoute(line.trimEnd(), routes, mistake);
    else if (!route) mistake("expected a route, for example `GET /users`");
    else addLine(route, line.trim(), mistake);
  });
  return { routes, errors };
}

function startRoute(name, routes, mistake) {
  const [, method, path] = /^([^\s:/]+)(?: (\S.*))?$/.exec(name) ?? [];
  if (method === undefined) mistake("expected a method and a path, for example `GET /users`");
  // Guards may tell several of one method and path apart.
  let [own, number] = [name, 1];
  while (routes.has(own)) own = `${name} #${number += 1}`;
  const route = { name: own, method, path: path ?? "", access: new Map(), fields: new Map(), lines: [], isPublic: false };
  routes.set(own, route);
  return route;
}

function addLine(route, line, mistake) {
  // What a role grants may be nothing.
  const at = line.endsWith(":") ? line.length - 1 : line.indexOf(": ");
  if (at < 1) {
    mistake("expected `key: value`, for example `policy: authenticated`");
    return;
  }
  const [key, value] = [line.slice(0, at), line.slice(at + 2)];
  if (key.startsWith("access ")) {
    const caller = key.slice("access ".length);
    if (route.access.has(caller)) mistake(`\`access ${caller}\` is here twice`);
    try {
      route.access.set(caller, { words: value, condition: readCondition(value) });
    } catch (error) {
      mistake(error.message);
    }
    return;
  }
  if (key === "public") route.isPublic = true;
  if (FIELD_KEY.test(key)) addField(route, key, value);
  route.lines.push(line);
}

/** A field by its name without its data class. What nobody lists has no rule. */
function addField(route, key, value) {
  const isUnlisted = key.endsWith(" unlisted");
  const name = isUnlisted ? `${key}: ${value}` : key.replace(/ \[[^\]]*\]$/, "");
  const words = isUnlisted ? "always" : value;
  let condition;
  try {
    condition = readCondition(words);
  } catch {
    // Words of a later form are compared as they are.
    condition = { kind: "atom", name: words };
  }
  route.fields.set(name, { words, condition });
}

/** `true`, `false`, or a tree of `all`, `any`, `not` and atoms by their words. */
function readCondition(words) {
  if (words === "always") return true;
  if (words === "never") return false;
  const reader = { words, at: 0 };
  const parts = [readTerm(reader)];
  // A whole policy in words may put the tenant first: `tenant(Post) and role(admin)`.
  while (words.startsWith(" and ", reader.at)) {
    reader.at += " and ".length;
    parts.push(readTerm(reader));
  }
  if (reader.at < words.length) unreadable(reader);
  return parts.length === 1 ? parts[0] : { kind: "all", of: parts };
}

function readTerm(reader) {
  const word = /^(all|any|not)\(/.exec(reader.words.slice(reader.at));
  if (!word) return readAtom(reader);
  reader.at += word[0].length;
  const of = [readTerm(reader)];
  while (reader.words.startsWith(", ", reader.at)) {
    reader.at += 2;
    of.push(readTerm(reader));
  }
  if (reader.words[reader.at] !== ")" || (word[1] === "not" && of.length > 1)) unreadable(reader);
  reader.at += 1;
  return word[1] === "not" ? { kind: "not", of: of[0] } : { kind: word[1], of };
}

/** A name, and what stands in its parentheses; brackets within quotes do not count. */
function readAtom(reader) {
  const start = reader.at;
  const name = /^[\p{L}_][\p{L}\p{N}_:<>#-]*/u.exec(reader.words.slice(start));
  if (!name) unreadable(reader);
  reader.at += name[0].length;
  if (reader.words[reader.at] === "(") skipParentheses(reader);
  return { kind: "atom", name: reader.words.slice(start, reader.at) };
}

function skipParentheses(reader) {
  let depth = 0, quoted = false;
  for (; reader.at < reader.words.length; reader.at += 1) {
    const letter = reader.words[reader.at];
    if (quoted && letter === "\\") reader.at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === "(") depth += 1;
    else if (!quoted && letter === ")") {
      depth -= 1;
      if (depth === 0) {
        reader.at += 1;
        return;
      }
    }
  }
  unreadable(reader);
}

function unreadable({ words, at }) {
  const rest = words.slice(at, at + 20);
  const place = rest === "" ? "at its end" : `at \`${rest}\``;
  throw new SyntaxError(
    `\`${words}\` is no condition, ${place}: expected for example \`any(owner(Post), mfa)\``,
  );
}
