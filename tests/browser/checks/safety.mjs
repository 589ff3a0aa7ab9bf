// Safety: the policy holds, nothing was loaded or complained about, and cells agree with trees.
import assert from "node:assert/strict";
import { disagreements } from "../agreement.mjs";
import { pureSource } from "../sources.mjs";
import { eventually } from "../session.mjs";

export const safety = {
  async "the page complained about nothing"({ complaints }) {
    assert.deepEqual(complaints, []);
  },

  async "nothing besides the page was asked for"({ requests }) {
    assert.deepEqual(requests, []);
  },

  async "an injected script does not run, and nothing is loaded for it"(session) {
    const page = await session.open("", { isStrict: false });
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.body.append(script);
      document.body.append(Object.assign(document.createElement("img"), { src: "https://127.0.0.1:9/x.png" }));
      document.body.setAttribute("style", "color: red");
    });
    const told = () => page.evaluate(() => window.violations);
    const violations = await eventually(told, (all) => all.length >= 3, "violations");
    for (const directive of ["script-src-elem", "img-src", "style-src-attr"]) {
      assert.ok(violations.some((violation) => violation.startsWith(directive)), `${violations}`);
    }
    assert.equal(await page.evaluate(() => window.injected), undefined);
  },

  async "the page leaves no names behind"(session) {
    const page = await session.open();
    const kinds = await page.evaluate(() => ["evaluate", "start", "callersOf"].map((name) => typeof window[name]));
    assert.deepEqual(new Set(kinds), new Set(["undefined"]));
  },

  async "every cell agrees with its trees, under every assumption"({ inventory, script }) {
    assert.ok(script.includes(pureSource), "the page ships the functions that are compared here");
    const { compared, wrong } = disagreements(inventory);
    assert.deepEqual(wrong.slice(0, 5), []);
    return `${compared} comparisons`;
  },
};
