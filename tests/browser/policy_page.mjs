// Drives the policy page in Chromium: node policy_page.mjs ADDRESS FOLDER [large]
import { compare } from "./checks/compare.mjs";
import { data } from "./checks/data.mjs";
import { large } from "./checks/large.mjs";
import { looks } from "./checks/looks.mjs";
import { matrix } from "./checks/matrix.mjs";
import { panel } from "./checks/panel.mjs";
import { safety } from "./checks/safety.mjs";
import { Session } from "./session.mjs";

const [address, folder, size] = process.argv.slice(2);
if (!address || !folder) {
  console.error("usage: node policy_page.mjs ADDRESS FOLDER [large]");
  process.exit(2);
}

const session = await Session.start(address, folder);
const groups = size === "large" ? { large } : { matrix, panel, data, compare, looks };
let [passed, failed] = [0, 0];
// Last, since it looks at what all others caused.
for (const [group, checks] of Object.entries({ ...groups, safety })) {
  for (const [name, check] of Object.entries(checks)) {
    try {
      const told = await check(session);
      passed += 1;
      console.log(`ok ${group}: ${name}${told ? ` (${told})` : ""}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${group}: ${name}\n${error.stack}`);
    }
  }
}
await session.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
