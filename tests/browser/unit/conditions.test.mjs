// Conditions: words, three-valued logic, what decides, and what is left for a caller.
import assert from "node:assert/strict";
import test from "node:test";
import { page } from "../sources.mjs";

const { inWords, callersOf, evaluate, openAtoms, deciding, residual, conjunction, fieldAccess } = page;

const [mfa, check] = [{ kind: "mfa" }, { kind: "check", name: "is_office" }];
const all = (...of) => ({ kind: "all", of });
const any = (...of) => ({ kind: "any", of });
const not = (of) => ({ kind: "not", of });
const role = (name) => ({ kind: "role", name });
const named = (name, of) => ({ kind: "named", name, of });
const open = { kind: "public", reason: "a \"probe\"" };

const [anonymous, authenticated, , editor] = callersOf({
  callers: ["anonymous", "authenticated", "reader", "editor"],
  roles: [
    { name: "reader", includes: ["reader"], grants: [] },
    { name: "editor", includes: ["reader", "editor"], grants: ["posts:write"] },
  ],
});

test("conditions read as attributes write them", () => {
  const words = [
    [open, 'public(reason = "a \\"probe\\"")'],
    [{ kind: "authenticated" }, "authenticated"],
    [{ kind: "permission", name: "a:b" }, 'permission("a:b")'],
    [{ kind: "scope", name: "x" }, 'scope("x")'],
    [{ kind: "fresh", seconds: 300 }, "fresh(minutes = 5)"],
    [{ kind: "fresh", seconds: 90 }, "fresh(seconds = 90)"],
    [{ kind: "parameter", name: "user_id" }, 'owner(id = "user_id")'],
    [{ kind: "owner", resource: "Post" }, "owner(Post)"],
    [{ kind: "tenant", resource: "Post" }, "tenant(Post)"],
    [{ kind: "object_check", resource: "Post", name: "is_published" }, "check(Post, is_published)"],
    [all(mfa, any(role("editor"), not(check))), "all(mfa, any(role(editor), not(check(is_office))))"],
    [named("OFFICE", check), "OFFICE"],
  ];
  for (const [condition, text] of words) assert.equal(inWords(condition), text);
});

test("every combinator follows strong Kleene logic", () => {
  const truths = [true, false, null];
  const name = (value) => ({ true: "yes", false: "no", null: "open" })[value];
  const atom = (value) => ({ kind: "check", name: name(value) });
  const assumed = new Map([["check(yes)", true], ["check(no)", false]]);
  const value = (condition) => evaluate(condition, authenticated, assumed);
  for (const a of truths) {
    assert.equal(value(not(atom(a))), a === null ? null : !a);
    assert.equal(value(named("N", atom(a))), a);
    for (const b of truths) {
      const both = a === false || b === false ? false : a === null || b === null ? null : true;
      const either = a === true || b === true ? true : a === null || b === null ? null : false;
      assert.equal(value(all(atom(a), atom(b))), both, `all ${a} ${b}`);
      assert.equal(value(any(atom(a), atom(b))), either, `any ${a} ${b}`);
    }
  }
});

test("roles and permissions come from the caller, by inheritance", () => {
  const value = (condition, caller) => evaluate(condition, caller, new Map());
  assert.equal(value(role("reader"), editor), true);
  assert.equal(value(role("editor"), authenticated), false);
  assert.equal(value({ kind: "permission", name: "posts:write" }, editor), true);
  assert.equal(value({ kind: "permission", name: "posts:write" }, authenticated), false);
  assert.equal(value({ kind: "authenticated" }, authenticated), true);
});

test("nobody passes what is not public, not even a negation or an assumption", () => {
  const assumed = new Map([["mfa", true]]);
  for (const condition of [{ kind: "authenticated" }, mfa, not(mfa), not(role("editor")), any(mfa, role("reader"))]) {
    assert.equal(evaluate(condition, anonymous, assumed), false, inWords(condition));
    assert.equal(residual(condition, anonymous), false, inWords(condition));
  }
  assert.equal(evaluate(all(open, open), anonymous, assumed), true);
  assert.equal(evaluate(all({ kind: "authenticated" }, open), anonymous, assumed), false);
  assert.equal(openAtoms([any(mfa, check)], anonymous).size, 0);
});

test("what decides is the deepest condition that does so alone", () => {
  const decides = (condition, assumed = new Map()) =>
    inWords(deciding(condition, (node) => evaluate(node, editor, assumed)));
  assert.equal(decides(all(mfa, any(role("admin"), role("editor")))), "mfa");
  assert.equal(decides(any(mfa, role("reader"))), "role(reader)");
  assert.equal(decides(all(role("reader"), role("admin"), mfa)), "role(admin)");
  assert.equal(decides(all(role("reader"), role("editor"))), "all(role(reader), role(editor))");
  assert.equal(decides(any(role("a"), role("b"))), "any(role(a), role(b))");
  assert.equal(decides(not(named("ADMINS", role("admin")))), "role(admin)");
  assert.equal(decides(all(mfa, check)), "all(mfa, check(is_office))");
  assert.equal(decides(all(mfa, check), new Map([["mfa", true]])), "check(is_office)");
});

test("what is left for a caller is as short as it can be told", () => {
  const left = (condition) => {
    const rest = residual(condition, editor);
    return typeof rest === "boolean" ? rest : inWords(rest);
  };
  assert.equal(left(all(role("editor"), mfa)), "mfa");
  assert.equal(left(any(role("editor"), mfa)), true);
  assert.equal(left(any(role("admin"), not(not(mfa)))), "mfa");
  assert.equal(left(all(mfa, all(check, mfa))), "all(mfa, check(is_office))");
  assert.equal(left(not(role("editor"))), false);
  assert.equal(conjunction([]), true);
});

test("a field is seen when the route and its rules allow", () => {
  const route = (access) => ({ access: [access] });
  const see = (access, rules) => fieldAccess(route(access), rules, editor, 0);
  const conditional = { verdict: "if", words: "mfa", condition: mfa };
  assert.deepEqual(see({ verdict: "never" }, [role("editor")]), { verdict: "never" });
  assert.deepEqual(see({ verdict: "always" }, [role("admin")]), { verdict: "never" });
  assert.deepEqual(see({ verdict: "always" }, [role("editor")]), { verdict: "always" });
  assert.deepEqual(see(conditional, [role("editor")]), { verdict: "if", words: "mfa" });
  assert.deepEqual(see(conditional, [mfa, check]), { verdict: "if", words: "all(mfa, check(is_office))" });
  assert.deepEqual(see(conditional, [role("admin")]), { verdict: "never" });
});
