// The matrix: its cells, the search, every filter, the address, and the keyboard.
import assert from "node:assert/strict";
import { classesOf, fieldsOf, isOf, nameOf, namesOf, told } from "../expected.mjs";
import { eventually } from "../session.mjs";

const PAGE_SIZE = 100;
const SAMPLE = 5;

const shown = (page) => page.locator("#grid tbody tr").evaluateAll((rows) =>
  rows.map((row) => row.querySelector("button").dataset.route).sort());

/** Waits for exactly these routes, or the first hundred of them. */
async function expectRoutes(page, names, what) {
  const text = `${names.length.toLocaleString("en")} of `;
  await eventually(() => page.textContent("#found"), (found) => found.startsWith(text), `${what}: ${text}`);
  const rows = await shown(page);
  assert.equal(rows.length, Math.min(names.length, PAGE_SIZE), what);
  if (names.length <= PAGE_SIZE) assert.deepEqual(rows, names, what);
  else assert.ok(rows.every((name) => names.includes(name)), what);
}

export const matrix = {
  async "the head counts what the inventory holds"(session) {
    const page = await session.open();
    const counts = await page.locator("#counts li").allTextContents();
    const { routes, roles, permissions } = session.inventory;
    const publics = routes.filter((route) => route.public_reason !== null).length;
    assert.deepEqual(counts.map((text) => parseInt(text.replaceAll(",", ""), 10)).slice(0, 4),
      [routes.length, roles.length, permissions.length, publics]);
  },

  async "every cell says what the inventory says, in a sign and in words"(session) {
    const page = await session.open();
    const cells = await page.locator("#grid td button").evaluateAll((buttons) => buttons.map((button) => ({
      ...button.dataset, label: button.getAttribute("aria-label"), title: button.title,
      sign: button.querySelector(".sign").textContent, word: button.querySelector(".word").textContent,
    })));
    const { inventory } = session;
    const routes = new Map(inventory.routes.map((route) => [nameOf(route), route]));
    const signs = { always: "✓", if: "◐", never: "✕" };
    assert.equal(cells.length, Math.min(routes.size, PAGE_SIZE) * inventory.callers.length);
    for (const cell of cells) {
      const access = routes.get(cell.route).access[inventory.callers.indexOf(cell.caller)];
      const sentence = `${cell.caller}: ${told(access)}`;
      assert.deepEqual([cell.label, cell.title, cell.sign, cell.word],
        [sentence, sentence, signs[access.verdict], access.verdict], cell.route);
    }
    await session.shoot(page, "matrix-light");
    return `${cells.length} cells`;
  },

  async "a search finds routes by path, handler, policy and field"(session) {
    const page = await session.open();
    for (const route of session.inventory.routes.slice(0, SAMPLE)) {
      const fields = fieldsOf([...route.input, ...route.output]);
      const words = [route.path, route.handler.name, route.policy, fields.at(-1)?.path];
      for (const text of words.filter(Boolean)) {
        await page.fill("#search", text.toUpperCase());
        await eventually(() => shown(page), (rows) => rows.includes(nameOf(route)), `search for ${text}`);
      }
    }
    await page.fill("#search", "no route is called so");
    await expectRoutes(page, [], "nothing matches");
    await page.click("#reset");
    await expectRoutes(page, namesOf(session.inventory, () => true), "cleared");
  },

  async "each filter lets through what it says"(session) {
    const { inventory } = session;
    const page = await session.open();
    for (const method of new Set(inventory.routes.flatMap(({ methods }) => methods))) {
      await page.selectOption("#method", method);
      const holds = ({ methods }) => methods.length === 0 || methods.includes(method);
      await expectRoutes(page, namesOf(inventory, holds), method);
    }
    await page.click("#reset");
    for (const [id, holds] of [
      ["public", (route) => route.public_reason !== null],
      ["hatch", (route) => route.escape_hatches.length > 0],
    ]) {
      await page.check(`#${id}`);
      await expectRoutes(page, namesOf(inventory, holds), id);
      await page.uncheck(`#${id}`);
    }
    for (const name of classesOf(inventory)) {
      await page.selectOption("#class", name);
      const holds = (route) => fieldsOf([...route.input, ...route.output]).some(isOf(name));
      await expectRoutes(page, namesOf(inventory, holds), name);
    }
  },

  async "a caller and a verdict tell what somebody reaches"(session) {
    const { inventory } = session;
    const page = await session.open();
    assert.ok(await page.isDisabled("#verdict"));
    for (const [at, caller] of inventory.callers.entries()) {
      await page.selectOption("#caller", caller);
      for (const wanted of ["reaches", "always", "if", "never"]) {
        await page.selectOption("#verdict", wanted);
        const holds = ({ access }) =>
          (wanted === "reaches" ? access[at].verdict !== "never" : access[at].verdict === wanted);
        await expectRoutes(page, namesOf(inventory, holds), `${caller} ${wanted}`);
      }
    }
    await session.shoot(page, "matrix-filtered");
  },

  async "the address keeps the state"(session) {
    const { callers } = session.inventory;
    const page = await session.open();
    await page.fill("#search", "/");
    await page.selectOption("#caller", callers.at(-1));
    await page.selectOption("#verdict", "if");
    await eventually(() => page.url(), (url) => url.includes("can=if") && url.includes("q=%2F"), "address");
    const rows = await shown(page);
    await session.open(new URL(page.url()).hash);
    assert.equal(await page.inputValue("#search"), "/");
    assert.deepEqual(await shown(page), rows);
    await page.evaluate(() => { location.hash = "#view=data"; });
    await page.locator("#data").waitFor();
  },

  async "the grid is walked by keys, and a cell opens and closes by them"(session) {
    const { inventory } = session;
    const page = await session.open();
    const focused = () => page.evaluate(() => {
      const { dataset } = document.activeElement;
      const row = document.activeElement.closest("tr")?.sectionRowIndex;
      return dataset.caller && `${row} ${dataset.caller}`;
    });
    await page.focus("#class");
    for (let presses = 0; presses < 6 && !(await focused()); presses += 1) await page.keyboard.press("Tab");
    assert.equal(await focused(), `0 ${inventory.callers[0]}`);
    const [first, second, last] = [inventory.callers[0], inventory.callers[1], inventory.callers.at(-1)];
    const bottom = Math.min(inventory.routes.length, PAGE_SIZE) - 1;
    for (const [key, place] of [
      ["ArrowRight", `0 ${second}`], ["ArrowDown", `1 ${second}`], ["End", `1 ${last}`],
      ["ArrowRight", `1 ${last}`], ["ArrowUp", `0 ${last}`], ["Home", `0 ${first}`],
      ["Control+End", `${bottom} ${last}`], ["Control+Home", `0 ${first}`], ["ArrowRight", `0 ${second}`],
    ]) {
      await page.keyboard.press(key);
      assert.equal(await focused(), place, key);
    }
    assert.equal(await page.locator('#grid [tabindex="0"]').count(), 1);
    await page.keyboard.press("Enter");
    await page.locator("#detail[open]").waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.closest("#detail") !== null));
    await page.keyboard.press("Escape");
    await eventually(focused, (place) => place === `0 ${inventory.callers[1]}`, "the focus returns");
    assert.equal(await page.locator("#detail[open]").count(), 0);
  },
};
