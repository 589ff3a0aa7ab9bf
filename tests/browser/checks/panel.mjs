// The panel: a cell opens it, its trees follow what is assumed, and it tells all about the route.
import assert from "node:assert/strict";
import { fieldsOf, nameOf } from "../expected.mjs";
import { page as functions } from "../sources.mjs";
import { eventually } from "../session.mjs";

const SAMPLE = 8;
const SIGNS = new Map([[true, "✓"], [false, "✕"], [null, "–"]]);
const ANSWERS = new Map([[true, "allowed"], [false, "refused"], [null, "depends on what is left open"]]);

const hashOf = (route, caller) => `#${new URLSearchParams({ route: nameOf(route), as: caller })}`;

/** The trees as they are drawn: sign, label and what is below. */
const drawnTrees = (page) => page.evaluate(() => {
  const node = (item) => ({
    sign: item.querySelector(".node .sign").textContent,
    label: item.querySelector(".node code").textContent,
    below: [...item.querySelectorAll(":scope > ul > li")].map(node),
  });
  return [...document.querySelectorAll("#detail .tree > li")].map(node);
});

function expectedTree(node, caller, assumed) {
  const inner = ["all", "any"].includes(node.kind) ? node.of : ["not", "named"].includes(node.kind) ? [node.of] : [];
  const label = { all: "all of", any: "any of", not: "not" }[node.kind] ?? functions.inWords(node);
  return {
    sign: SIGNS.get(functions.evaluate(node, caller, assumed)), label,
    below: inner.map((child) => expectedTree(child, caller, assumed)),
  };
}

async function expectDecision(page, route, caller, assumed) {
  const trees = route.policies.map(({ tree }) => tree);
  const whole = functions.evaluate({ kind: "all", of: trees }, caller, assumed);
  const what = `${nameOf(route)} for ${caller.name} with ${JSON.stringify([...assumed])}`;
  assert.deepEqual(await drawnTrees(page), trees.map((tree) => expectedTree(tree, caller, assumed)), what);
  assert.equal(await page.textContent("#detail .outcome strong"), ANSWERS.get(whole), what);
  const marks = await page.locator("#detail .tag.deciding").count();
  const byAll = (await page.textContent("#detail .outcome")).includes("by all policies together");
  assert.equal(marks + (byAll ? 1 : 0), 1, `one thing decides ${what}`);
}

/** Routes whose trees leave most open, for some caller. */
function interesting({ inventory }) {
  const callers = functions.callersOf(inventory);
  const open = (route, caller) => functions.openAtoms(route.policies.map(({ tree }) => tree), caller).size;
  return inventory.routes
    .map((route) => ({ route, caller: callers.at(-1), number: open(route, callers.at(-1)) }))
    .sort((a, b) => b.number - a.number)
    .slice(0, SAMPLE);
}

export const panel = {
  async "a cell opens it by mouse, and it closes by its button and beside it"(session) {
    const page = await session.open();
    const cell = page.locator("#grid tbody tr").first().locator("td button").last();
    for (const close of [() => page.click("#close-detail"), () => page.mouse.click(20, 400)]) {
      await cell.click();
      await page.locator("#detail[open]").waitFor();
      await eventually(() => page.url(), (url) => url.includes("route="), "address");
      await close();
      await page.locator("#detail[open]").waitFor({ state: "detached" });
      assert.ok(await cell.evaluate((button) => button === document.activeElement));
    }
  },

  async "its trees agree with the assumptions, one after the other"(session) {
    let decisions = 0;
    for (const { route, caller } of interesting(session)) {
      const page = await session.open(hashOf(route, caller.name));
      const assumed = new Map();
      await expectDecision(page, route, caller, assumed);
      const controls = page.locator("#detail .assumption select");
      for (let at = 0; at < await controls.count(); at += 1) {
        const words = await controls.nth(at).getAttribute("data-atom");
        for (const [choice, value] of [["yes", true], ["no", false], ["", null]]) {
          await controls.nth(at).selectOption(choice);
          if (value === null) assumed.delete(words);
          else assumed.set(words, value);
          await expectDecision(page, route, caller, assumed);
          decisions += 1;
        }
        await controls.nth(at).selectOption("yes");
        assumed.set(words, true);
      }
    }
    return `${decisions} decisions`;
  },

  async "another caller is a press away, anonymous included"(session) {
    const callers = functions.callersOf(session.inventory);
    const { route } = interesting(session)[0];
    const page = await session.open(hashOf(route, callers[0].name));
    for (const [at, caller] of callers.entries()) {
      await page.locator("#detail .choice").nth(at).click();
      await expectDecision(page, route, caller, new Map());
      const answer = await page.textContent("#detail .answer");
      const { verdict, words = "" } = route.access[at];
      for (const part of [caller.name, verdict, words]) assert.ok(answer.includes(part), answer);
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-pressed")), "true");
    }
  },

  async "closing leads to the cell of the caller that was looked at last"(session) {
    const page = await session.open();
    await page.locator("#grid tbody tr").first().locator("td button").first().click();
    await page.locator("#detail .choice").last().click();
    await page.keyboard.press("Escape");
    const focused = () => page.evaluate(() => document.activeElement.dataset.caller);
    await eventually(focused, (caller) => caller === session.inventory.callers.at(-1), "the focus");
  },

  async "it tells handler, scopes, object, hatches, middleware and fields"(session) {
    const caller = session.inventory.callers.at(-1);
    for (const route of session.inventory.routes.slice(0, SAMPLE * 2)) {
      const page = await session.open(hashOf(route, caller));
      const text = await page.locator("#detail-body").evaluate((body) => body.textContent);
      const { object } = route;
      const facts = [
        route.handler.name, `${route.handler.file}:${route.handler.line}`, route.policy, route.public_reason,
        ...route.scopes.flatMap(({ prefix, policies }) => [prefix, ...policies]),
        ...route.escape_hatches, ...route.middleware,
        ...(object ? [object.resource, ...object.owner, object.tenant] : []),
        object && (object.is_list ? "list of" : object.action),
        ...[...route.input, ...route.output].flatMap((list) => [list.name, ...list.left_out.map(({ name }) => name)]),
        ...fieldsOf([...route.input, ...route.output]).map(({ path }) => path),
      ];
      for (const fact of facts.filter(Boolean)) assert.ok(text.includes(fact), `${nameOf(route)}: ${fact}`);
    }
    const { route } = interesting(session)[0];
    const kinds = { light: {}, dark: { colorScheme: "dark" }, phone: { width: 360, height: 1400 } };
    for (const [name, options] of Object.entries(kinds)) {
      const page = await session.open(hashOf(route, caller), options);
      await session.shoot(page, `panel-${name}`, {});
    }
  },
};
