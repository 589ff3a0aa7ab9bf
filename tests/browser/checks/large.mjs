// Ten thousand routes: how many rows are drawn, and how soon the page answers.
import assert from "node:assert/strict";

const MOST_ROWS = 100;
const SEARCH_LIMIT = 200;
const FILTER_LIMIT = 500;
const VIEW_LIMIT = 3000;

/** Milliseconds from an input to the frame after it. */
const timed = (page, id, value) => page.evaluate(async ([id, value]) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  await frame();
  const start = performance.now();
  const control = document.getElementById(id);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  await frame();
  return performance.now() - start;
}, [id, value]);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

export const large = {
  async "few rows are drawn at a time, and more on request"(session) {
    const page = await session.open("", { height: 800 });
    const rows = page.locator("#grid tbody tr");
    assert.ok(session.inventory.routes.length >= 10_000);
    assert.equal(await rows.count(), MOST_ROWS);
    await page.locator("#more-routes button").click();
    assert.equal(await rows.count(), 2 * MOST_ROWS);
    const row = await page.evaluate(() => document.activeElement.closest("tr").sectionRowIndex);
    assert.equal(row, MOST_ROWS);
    await session.shoot(page, "large", {});
  },

  async "a search answers at once"(session) {
    const page = await session.open();
    const times = [];
    const path = session.inventory.routes.at(-1).path.toLowerCase();
    for (let length = 1; length <= Math.min(path.length, 20); length += 1) {
      times.push(await timed(page, "search", path.slice(0, length)));
    }
    assert.ok(median(times) < SEARCH_LIMIT, `${times.map(Math.round)} ms`);
    return `median ${Math.round(median(times))} ms, slowest ${Math.round(Math.max(...times))} ms`;
  },

  async "filters and the panel answer at once"(session) {
    const page = await session.open();
    const times = [];
    for (const caller of session.inventory.callers) times.push(await timed(page, "caller", caller));
    const start = Date.now();
    await page.locator("#grid td button").last().click();
    await page.locator("#detail[open]").waitFor();
    times.push(Date.now() - start);
    assert.ok(median(times) < FILTER_LIMIT, `${times.map(Math.round)} ms`);
    return `median ${Math.round(median(times))} ms`;
  },

  async "the page and the data view open soon"(session) {
    const start = Date.now();
    const page = await session.open();
    const loaded = Date.now() - start;
    const before = Date.now();
    await page.click("#to-data");
    await page.locator(".overview").waitFor();
    const shown = Date.now() - before;
    assert.ok(loaded < 2 * VIEW_LIMIT && shown < VIEW_LIMIT, `${loaded} ms, data ${shown} ms`);
    return `page ${loaded} ms, data ${shown} ms`;
  },
};
