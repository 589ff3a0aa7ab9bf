// The fixture's cells agree with its trees, and routes are found and filtered as asked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { disagreements } from "../agreement.mjs";
import { page } from "../sources.mjs";

const read = () => JSON.parse(readFileSync(new URL("../fixture.json", import.meta.url), "utf8"));
const found = (filters) => {
  const inventory = read();
  const indexed = page.indexRoutes(inventory);
  return page.filterRoutes(indexed, { ...page.NO_FILTERS, ...filters }, inventory.callers).map(({ name }) => name);
};

test("every cell of the fixture agrees with its tree", () => {
  const { compared, wrong } = disagreements(read());
  assert.deepEqual(wrong, []);
  assert.ok(compared > 100, `${compared}`);
});

test("a cell that does not agree is found", () => {
  const turns = [
    (route) => { route.access[5] = { verdict: "always" }; },
    (route) => { route.access[5].condition = { kind: "mfa" }; },
    (route) => { route.access[0] = { verdict: "always" }; },
  ];
  for (const turn of turns) {
    const inventory = read();
    turn(inventory.routes.find(({ path }) => path === "/admin/settings"));
    assert.equal(disagreements(inventory).wrong.length, 1);
  }
});

test("the fixture has every kind of condition", () => {
  const kinds = new Set(JSON.stringify(read()).match(/"kind": ?"[a-z_]+"/g).map((text) => text.split('"')[3]));
  for (const kind of ["public", "authenticated", "permission", "role", "scope", "fresh", "mfa", "check", "parameter",
    "owner", "tenant", "object_check", "all", "any", "not", "named"]) assert.ok(kinds.has(kind), kind);
});

test("a search looks at paths, handlers, policies, named policies and fields", () => {
  assert.deepEqual(found({ text: "POSTS publish" }).sort(), [
    "GET /blogs/{blog_id}/posts", "PATCH /blogs/{blog_id}/posts/{id}", "POST /blogs/{blog_id}/posts/{id}/publish",
  ]);
  assert.deepEqual(found({ text: "posts::edit" }), ["PATCH /blogs/{blog_id}/posts/{id}"]);
  assert.deepEqual(found({ text: "check(Post, is_published)" }), ["GET /blogs/{blog_id}/posts"]);
  assert.deepEqual(found({ text: "author.email" }).length, 3);
  assert.deepEqual(found({ text: "support looks at" }), ["GET /reported/{id}"]);
  assert.deepEqual(found({ text: "no such thing" }), []);
});

test("each filter lets through what it says", () => {
  assert.deepEqual(found({ method: "HEAD" }), ["any /files/*", "GET, HEAD /users/{user_id}"]);
  assert.deepEqual(found({ isPublic: true }), ["GET /health", "POST /login"]);
  assert.deepEqual(found({ hasHatch: true }), ["GET /reported/{id}"]);
  assert.deepEqual(found({ dataClass: "secret" }), ["POST /login"]);
  assert.deepEqual(found({ caller: "anonymous" }), ["GET /health", "POST /login"]);
  assert.deepEqual(found({ caller: "admin", verdict: "never" }), ["any /files/*"]);
  assert.equal(found({}).length, 13);
});
