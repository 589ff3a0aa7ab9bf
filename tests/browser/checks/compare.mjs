// The compare view: two lock files that were pasted or chosen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const place = (name) => fileURLToPath(new URL(`../locks/${name}.lock`, import.meta.url));
const [before, after] = ["before", "after"].map((name) => readFileSync(place(name), "utf8"));

async function compared(session, texts, options) {
  const page = await session.open("#view=compare", options);
  await page.fill("#before", texts[0]);
  await page.fill("#after", texts[1]);
  await page.click("#run-compare");
  return page;
}

const sectionOf = (page, title) => page.locator(`#differences section[aria-label="${title}"]`);
const namesIn = (page, title) => sectionOf(page, title).locator("h4").allTextContents();

export const compare = {
  async "two pasted files are summed up, and each route is explained"(session) {
    const page = await compared(session, [before, after]);
    const summary = await page.textContent("#summary");
    for (const part of ["1 route widened", "1 narrowed", "1 added (1 public)", "1 removed"]) {
      assert.ok(summary.includes(part), summary);
    }
    assert.deepEqual(await namesIn(page, "Widened"), ["DELETE /users/{id} "]);
    assert.deepEqual(await namesIn(page, "Narrowed"), ["PUT /settings "]);
    assert.deepEqual(await namesIn(page, "Added"), ["GET /health public"]);
    assert.deepEqual(await namesIn(page, "Removed"), ["GET /old "]);
    assert.deepEqual(await namesIn(page, "Fields more open"), ["GET /users "]);
    const widened = await sectionOf(page, "Widened").textContent();
    for (const part of ["admin", "gains access", "not(tenant(User))", "hatch: cross_tenant"]) {
      assert.ok(widened.includes(part), widened);
    }
    const both = await sectionOf(page, "Widened and narrowed").textContent();
    for (const part of ["gains access", "loses access", "the same in other words"]) {
      assert.ok(both.includes(part), both);
    }
    const removed = await sectionOf(page, "Fields more open").locator("del").textContent();
    assert.match(removed, /out UserView.email \[pii\]: any\(owner\(User\), role\(admin\)\)/);
    await session.shoot(page, "compare-light");
  },

  async "files are chosen, and swapped"(session) {
    const page = await session.open("#view=compare");
    await page.setInputFiles("#before-file", place("before"));
    await page.setInputFiles("#after-file", place("after"));
    await page.waitForFunction(() => document.getElementById("after").value !== "");
    await page.click("#swap");
    await page.click("#run-compare");
    assert.match(await page.textContent("#summary"), /1 route widened, 1 narrowed/);
    assert.deepEqual(await namesIn(page, "Added"), ["GET /old "]);
    assert.deepEqual(await namesIn(page, "Widened"), ["PUT /settings "]);
  },

  async "the same file twice has no difference"(session) {
    const page = await compared(session, [after, after]);
    assert.equal(await page.textContent("#summary"), "No route differs.");
    assert.equal(await page.locator("#differences > *").count(), 0);
  },

  async "text that is no lock file is refused with its lines"(session) {
    const page = await compared(session, ["hello", `${after}  nonsense\n`]);
    assert.match(await page.textContent("#before-errors"), /line 1: expected `# Portcullis policy lock/);
    assert.match(await page.textContent("#after-errors"), /expected `key: value`/);
    assert.match(await page.textContent("#summary"), /Nothing was compared/);
    assert.equal(await page.getAttribute("#before", "aria-invalid"), "true");
    await session.shoot(page, "compare-refused");
    await page.fill("#before", before);
    await page.fill("#after", after);
    await page.click("#run-compare");
    assert.equal(await page.textContent("#before-errors"), "");
  },

  async "a path is text, whatever it is called"(session) {
    const name = 'GET /<img src=x onerror="document.title=1">';
    const lock = `# Portcullis policy lock, version 1\n\n${name}\n  access a: always\n`;
    const page = await compared(session, ["# Portcullis policy lock, version 1\n", lock]);
    assert.deepEqual(await namesIn(page, "Added"), [`${name} `]);
    assert.equal(await page.locator("#differences img").count(), 0);
  },
};
