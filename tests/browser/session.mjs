// One Chromium and the page in it; whatever the page complains about or loads is kept.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
// Machines that run tests are busy with others.
const PATIENCE = 20_000;
// A page behind a policy asks who is there.
const { PORTCULLIS_AUTHORIZATION } = process.env;
const HEADERS = PORTCULLIS_AUTHORIZATION ? { authorization: PORTCULLIS_AUTHORIZATION } : {};

export class Session {
  /** Starts the browser. Screenshots go to `folder`. */
  static async start(address, folder) {
    mkdirSync(folder, { recursive: true });
    const executablePath = process.env.PORTCULLIS_CHROMIUM ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    const context = await browser.newContext({ reducedMotion: "reduce", extraHTTPHeaders: HEADERS });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(keepViolations);
    const session = new Session(browser, await context.newPage(), address, folder);
    await session.open();
    session.inventory = await session.page.evaluate(() => JSON.parse(document.getElementById("inventory").textContent));
    session.script = await session.page.evaluate(() => document.querySelector("script[type=module]").textContent);
    return session;
  }

  constructor(browser, page, address, folder) {
    Object.assign(this, { browser, page, address, folder, complaints: [], requests: [], isStrict: true });
    this.#listen();
  }

  /**
   * The page loaded anew, at the state that `hash` names. There is one window for all checks, since
   * each costs Chromium a second.
   */
  async open(hash = "", { width = 1280, height = 900, colorScheme = "light", isStrict = true } = {}) {
    const { page } = this;
    await page.goto("about:blank");
    this.isStrict = isStrict;
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.goto(this.address + hash);
    await page.locator("#counts li").first().waitFor();
    return page;
  }

  #listen() {
    this.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#complain(message.text());
    });
    this.page.on("pageerror", (error) => this.#complain(String(error)));
    this.page.on("request", (request) => {
      const address = request.url().split("#")[0];
      if (this.isStrict && address !== this.address && address !== "about:blank") this.requests.push(address);
    });
  }

  #complain(text) {
    if (this.isStrict) this.complaints.push(text);
  }

  /** Keeps what the page looks like, the whole of it unless a part is asked for. */
  async shoot(page, name, options = { fullPage: true }) {
    await page.screenshot({ path: join(this.folder, `${name}.png`), ...options });
  }

  stop() {
    return this.browser.close();
  }
}

/** Runs in the page before its own script, so that no violation comes too early. */
function keepViolations() {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    window.violations.push(`${violatedDirective} ${blockedURI}`);
    console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
  });
}

/** Asks again until `probe` answers what is wanted, and fails with the last answer. */
export async function eventually(probe, isWanted, what) {
  const end = Date.now() + PATIENCE;
  let last;
  do {
    last = await probe();
    if (isWanted(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() < end);
  throw new Error(`${what}: ${JSON.stringify(last)}`);
}
