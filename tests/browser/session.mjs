// One Chromium and the page in it; whatever the page complains about or loads is kept.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const PATIENCE = 5000;
// A page behind a policy asks who is there.
const { PORTCULLIS_AUTHORIZATION } = process.env;
const HEADERS = PORTCULLIS_AUTHORIZATION ? { authorization: PORTCULLIS_AUTHORIZATION } : {};

export class Session {
  /** Starts the browser. Screenshots go to `folder`. */
  static async start(address, folder) {
    mkdirSync(folder, { recursive: true });
    const executablePath = process.env.PORTCULLIS_CHROMIUM ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    const session = new Session(browser, address, folder);
    const page = await session.open();
    session.inventory = await page.evaluate(() => JSON.parse(document.getElementById("inventory").textContent));
    session.script = await page.evaluate(() => document.querySelector("script[type=module]").textContent);
    await page.close();
    return session;
  }

  constructor(browser, address, folder) {
    Object.assign(this, { browser, address, folder, complaints: [], requests: [] });
  }

  /** The page in a window of its own, at the state that `hash` names. */
  async open(hash = "", { width = 1280, height = 900, colorScheme = "light", isStrict = true } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height }, colorScheme, reducedMotion: "reduce", extraHTTPHeaders: HEADERS,
    });
    context.setDefaultTimeout(PATIENCE);
    // Runs before the page's own script, so that no violation comes too early.
    await context.addInitScript(() => {
      window.violations = [];
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        window.violations.push(`${violatedDirective} ${blockedURI}`);
        console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
      });
    });
    const page = await context.newPage();
    if (isStrict) this.#listen(page);
    await page.goto(this.address + hash);
    await page.locator("#counts li").first().waitFor();
    return page;
  }

  #listen(page) {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== this.address) this.requests.push(request.url());
    });
  }

  /** Keeps what the page looks like, the whole of it unless a part is asked for. */
  async shoot(page, name, options = { fullPage: true }) {
    await page.screenshot({ path: join(this.folder, `${name}.png`), ...options });
  }

  stop() {
    return this.browser.close();
  }
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
