// How it looks: light and dark, wide and narrow, readable, named, and reachable.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { contrasts, nameless } from "../probes.mjs";

const LEAST_CONTRAST = 4.5;
const VIEWS = ["matrix", "data", "compare"];

/** Every view, and the panel, in a window of the given kind. */
async function eachView(session, options, look) {
  const { methods, path } = session.inventory.routes.at(-1);
  const panel = new URLSearchParams({
    route: `${methods.length > 0 ? methods.join(", ") : "any"} ${path}`, as: session.inventory.callers.at(-1),
  });
  for (const [name, hash] of [...VIEWS.map((view) => [view, `#view=${view}`]), ["panel", `#${panel}`]]) {
    const page = await session.open(hash, options);
    if (name === "compare") {
      for (const id of ["before", "after"]) {
        await page.fill(`#${id}`, readFileSync(new URL(`../locks/${id}.lock`, import.meta.url), "utf8"));
      }
      await page.click("#run-compare");
    }
    await look(page, name);
  }
}

export const looks = {
  async "text stands out from its ground in light and dark"(session) {
    let least = Infinity;
    for (const colorScheme of ["light", "dark"]) {
      await eachView(session, { colorScheme }, async (page, name) => {
        for (const { text, ratio } of await page.evaluate(contrasts)) {
          assert.ok(ratio >= LEAST_CONTRAST, `${colorScheme} ${name}: ${text} has ${ratio.toFixed(2)}`);
          least = Math.min(least, ratio);
        }
        if (colorScheme === "dark" && name !== "panel") await session.shoot(page, `${name}-dark`);
      });
    }
    return `at least ${least.toFixed(2)}`;
  },

  async "light and dark differ"(session) {
    const grounds = [];
    for (const colorScheme of ["light", "dark"]) {
      const page = await session.open("", { colorScheme });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    assert.notEqual(...grounds);
  },

  async "a phone scrolls down only"(session) {
    for (const width of [360, 320]) {
      await eachView(session, { width, height: 740 }, async (page, name) => {
        const widths = await page.evaluate(() =>
          [document.documentElement, document.body, document.getElementById("detail-body")]
            .map(({ scrollWidth }) => scrollWidth));
        for (const found of widths) assert.ok(found <= width, `${name} at ${width}: ${widths}`);
        if (width === 360 && name !== "panel") await session.shoot(page, `${name}-phone`);
      });
    }
  },

  async "every control has a name, every id is one, every table has heads"(session) {
    await eachView(session, {}, async (page, name) => {
      assert.deepEqual(await page.evaluate(nameless), [], name);
      const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
      assert.equal(new Set(ids).size, ids.length, name);
      assert.equal(await page.locator("th:not([scope])").count(), 0, name);
      assert.equal(await page.locator("[style], [onclick]").count(), 0, name);
    });
  },

  async "the page has a language, landmarks, one first heading and a title for each view"(session) {
    const titles = new Set();
    await eachView(session, {}, async (page, name) => {
      assert.equal(await page.getAttribute("html", "lang"), "en");
      for (const part of ["main", "header", "nav", "h1"]) assert.equal(await page.locator(part).count(), 1, part);
      if (name !== "panel") titles.add(await page.title());
    });
    assert.equal(titles.size, VIEWS.length);
  },

  async "the focus is visible and every view is reached by keys"(session) {
    const page = await session.open();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "skip");
    for (const view of VIEWS) {
      await page.keyboard.press("Tab");
      const [id, outline] = await page.evaluate(() => [
        document.activeElement.id, getComputedStyle(document.activeElement).outlineWidth,
      ]);
      assert.deepEqual([id, outline], [`to-${view}`, "2px"]);
    }
    await page.keyboard.press("Enter");
    await page.locator("#compare").waitFor();
    await page.goBack();
    await page.locator("#matrix").waitFor();
  },
};
