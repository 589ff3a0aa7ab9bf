// Lock files: what is read, what is refused, and who gains and who loses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { page } from "../sources.mjs";

const { readLock, readCondition, compareLocks, summary } = page;
const lock = (name) => readLock(readFileSync(new URL(`../locks/${name}.lock`, import.meta.url), "utf8"));
const TITLE = "# Portcullis policy lock, version 1\n";
const route = (access, more = "") => `${TITLE}\nGET /x\n  policy: p\n${access}\n${more}`;
const errorsOf = (text) => readLock(text).errors;

function direction(from, to) {
  const difference = compareLocks(readLock(route(`  access a: ${from}`)), readLock(route(`  access a: ${to}`)));
  return difference.changed[0]?.direction;
}

test("a file of the documented form is read", () => {
  const { routes, errors } = lock("after");
  assert.deepEqual(errors, []);
  assert.equal(routes.size, 5);
  const health = routes.get("GET /health");
  assert.equal(health.isPublic, true);
  assert.ok(health.lines.includes('policy: public(reason = "liveness: probe")'));
  assert.deepEqual([...health.access.keys()], ["anonymous", "authenticated", "admin", "reader"]);
});

test("other line ends and a byte order mark do not matter", () => {
  const text = `\uFEFF${route("  access a: mfa")}`.replaceAll("\n", "\r\n");
  assert.deepEqual(errorsOf(text), []);
});

test("an empty lock is a lock", () => {
  assert.deepEqual(errorsOf(TITLE), []);
  assert.equal(summary(compareLocks(readLock(TITLE), readLock(TITLE))), "No route differs.");
});

test("what is no lock file is refused with its lines", () => {
  assert.match(errorsOf("")[0], /line 1: expected `# Portcullis/);
  assert.match(errorsOf("{}")[0], /line 1/);
  assert.match(errorsOf("# Portcullis policy lock, version 2\n")[0], /version 2/);
  assert.match(errorsOf(`${TITLE}  policy: p\n`)[0], /line 2: expected a route/);
  assert.match(errorsOf(route("  nonsense"))[0], /line 5: expected `key: value`/);
  assert.match(errorsOf(route("  access a: always\n  access a: never"))[0], /`access a` is here twice/);
  assert.equal(errorsOf(route("  access a: any(mfa", "  oops")).length, 2);
});

test("conditions in words come back as trees", () => {
  const atom = (name) => ({ kind: "atom", name });
  assert.equal(readCondition("always"), true);
  assert.equal(readCondition("never"), false);
  assert.deepEqual(readCondition("check(Post, is_published)"), atom("check(Post, is_published)"));
  assert.deepEqual(readCondition("check(a::b::is_x)"), atom("check(a::b::is_x)"));
  assert.deepEqual(readCondition('scope("a \\" ) b")'), atom('scope("a \\" ) b")'));
  assert.deepEqual(readCondition("tenant(Post) and any(mfa, not(owner(Post)))"), {
    kind: "all",
    of: [atom("tenant(Post)"), { kind: "any", of: [atom("mfa"), { kind: "not", of: atom("owner(Post)") }] }],
  });
  for (const words of ["", "any(", "any()", "all(mfa", "mfa)", "not(mfa, mfa)", "a b", 'scope("x', "all(mfa,mfa)"]) {
    assert.throws(() => readCondition(words), /is no condition/, words);
  }
});

test("a truth table tells who gains and who loses", () => {
  assert.equal(direction("never", "mfa"), "widened");
  assert.equal(direction("all(mfa, owner(Post))", "owner(Post)"), "widened");
  assert.equal(direction("always", "any(mfa, owner(Post))"), "narrowed");
  assert.equal(direction("mfa", "owner(Post)"), "both");
  assert.equal(direction("all(mfa, owner(Post))", "all(owner(Post), mfa)"), "same");
  assert.equal(direction("not(any(mfa, owner(Post)))", "all(not(mfa), not(owner(Post)))"), "same");
  assert.equal(direction("mfa", "mfa"), undefined);
});

test("routes that guards tell apart are numbered", () => {
  assert.deepEqual([...readLock(`${route("")}GET /x\n`).routes.keys()], ["GET /x", "GET /x #2"]);
});

// The same rows as in `inventory/lock/expression.rs`.
test("conditions are compared as the library compares them", () => {
  const rows = [
    ["never", "always", "widened"],
    ["owner(Post)", "any(owner(Post), mfa)", "widened"],
    ["owner(Post)", "tenant(Post)", "both"],
    ["not(all(a, b))", "any(not(a), not(b))", "same"],
    ["any(a, not(a))", "always", "widened"],
    ["never", "all(a, not(a))", "same"],
    ["any(mfa, not(mfa))", "always", "widened"],
    ["not(fresh(minutes = 5))", "not(fresh(minutes = 60))", "narrowed"],
    ["fresh(minutes = 5)", "fresh(minutes = 60)", "widened"],
    ["fresh(seconds = 90)", "fresh(minutes = 1)", "narrowed"],
    ["owner(Müller)", "any(owner(Müller), r#x)", "widened"],
  ];
  for (const [before, after, expected] of rows) assert.equal(direction(before, after), expected, before);
});

test("beyond ten conditions only the words are compared", () => {
  const many = (number) => `any(${Array.from({ length: number }, (_, at) => `check(c${at})`).join(", ")})`;
  assert.equal(direction(many(10), "never"), "narrowed");
  assert.equal(direction(many(11), "never"), "unclear");
});

test("two files are told apart route by route", () => {
  const difference = compareLocks(lock("before"), lock("after"));
  const directions = Object.fromEntries(difference.changed.map((change) => [change.name, change.direction]));
  assert.deepEqual(directions, {
    "DELETE /users/{id}": "widened", "GET /posts/{id}": "both",
    "GET /users": "fields-widened", "PUT /settings": "narrowed",
  });
  assert.equal(summary(difference),
    "1 route widened, 1 narrowed, 1 widened for some and narrowed for others, 1 added (1 public), 1 removed, "
    + "1 with fields more open.");
});

test("fields are more or less open by their rules", () => {
  const turn = (from, to) => compareLocks(readLock(route("", from)), readLock(route("", to))).changed[0].direction;
  const email = (rule) => `  out User.email [pii]: ${rule}\n`;
  assert.equal(turn(email("any(owner(User), role(admin))"), email("always")), "fields-widened");
  assert.equal(turn(email("always"), email("role(admin)")), "fields-narrowed");
  assert.equal(turn("", email("role(admin)")), "fields-widened");
  assert.equal(turn(email("role(admin)"), ""), "fields-narrowed");
  assert.equal(turn(email("mfa"), email("role(admin)")), "fields-widened");
  assert.equal(turn(email("mfa"), email("mfa").replace(" [pii]", "")), "same");
  assert.equal(turn("", "  in unlisted: Json<Destination>\n"), "fields-widened");
});

test("a new caller is told once and does not change every route", () => {
  const then = readLock(route("  access a: mfa"));
  const now = readLock(route("  access a: mfa\n  access b: always"));
  const difference = compareLocks(then, now);
  assert.deepEqual([difference.changed, difference.newCallers], [[], ["b"]]);
  assert.deepEqual(compareLocks(now, then).goneCallers, ["b"]);
});
