// The data view: which routes show a class of data to whom.
import assert from "node:assert/strict";
import { classesOf, methodsOf, shownBy } from "../expected.mjs";
import { page as functions } from "../sources.mjs";

const PAGE_SIZE = 100;

/** What the rules of a field and its route leave to a caller, by evaluation alone. */
function verdictOf(route, rules, caller, at) {
  const access = route.access[at];
  const values = rules.map((rule) => functions.evaluate(rule, caller, new Map()));
  if (access.verdict === "never" || values.includes(false)) return "never";
  return access.verdict === "if" || values.includes(null) ? "if" : "always";
}

function expectedRows({ inventory }, name) {
  const callers = functions.callersOf(inventory);
  return inventory.routes.flatMap((route) => shownBy(route, name).map(({ field, path, rules }) => ({
    route: `${methodsOf(route)} ${route.path}`, path, use: field.usage === "show" ? "shown" : field.usage,
    verdicts: callers.map((caller, at) => verdictOf(route, rules, caller, at)),
  })));
}

const drawnRows = (section) => section.locator("tbody tr").evaluateAll((rows) => rows.map((row) => ({
  route: row.querySelector("th").textContent,
  path: row.querySelector("td code").textContent,
  use: row.cells[2].textContent,
  verdicts: [...row.cells].slice(3).map((cell) => cell.querySelector(".word").textContent),
})));

const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();

export const data = {
  async "each class lists its fields with what every caller sees"(session) {
    let places = 0;
    for (const name of classesOf(session.inventory)) {
      const page = await session.open(`#${new URLSearchParams({ view: "data", class: name })}`);
      const rows = expectedRows(session, name);
      const section = page.locator(".data-class");
      if (rows.length === 0) {
        assert.equal(await section.count(), 0, name);
      } else if (rows.length <= PAGE_SIZE) {
        assert.deepEqual(sorted(await drawnRows(section)), sorted(rows), name);
        places += rows.length;
      }
    }
    return `${places} places`;
  },

  async "the overview counts them"(session) {
    const page = await session.open("#view=data");
    for (const row of await page.locator(".overview tbody tr").all()) {
      const name = await row.locator("th").textContent();
      const rows = expectedRows(session, name);
      for (const [at, cell] of (await row.locator("td").allTextContents()).entries()) {
        for (const verdict of ["always", "if"]) {
          const number = rows.filter(({ verdicts }) => verdicts[at] === verdict).length;
          assert.equal(cell.includes(`${number.toLocaleString("en")} ${verdict}`), number > 0, `${name}: ${cell}`);
        }
      }
    }
    await session.shoot(page, "data-light");
  },

  async "a caller is asked about the field, not about the route alone"(session) {
    const [name] = classesOf(session.inventory);
    if (!name) return;
    for (const [at, caller] of session.inventory.callers.entries()) {
      const page = await session.open(`#${new URLSearchParams({ view: "data", class: name, caller })}`);
      const rows = expectedRows(session, name).filter(({ verdicts }) => verdicts[at] !== "never");
      const found = await page.textContent("#found");
      assert.equal(parseInt(found.replaceAll(",", ""), 10), rows.length, `${caller}: ${found}`);
    }
  },

  async "a route opens from here, and the focus comes back"(session) {
    const page = await session.open("#view=data");
    const link = page.locator(".data-class button.link").first();
    if (await link.count() === 0) return;
    await link.click();
    await page.locator("#detail[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#detail[open]").waitFor({ state: "detached" });
    assert.ok(await link.evaluate((button) => button === document.activeElement));
  },
};
