// Whether each cell says what its trees say, under every assignment of what is open.
import { page } from "./sources.mjs";

const MOST_ATOMS = 10;

/** Compares all cells of an inventory, evaluated by the page's own functions. */
export function disagreements(inventory) {
  const callers = page.callersOf(inventory);
  const wrong = [];
  let compared = 0;
  for (const route of inventory.routes) {
    const whole = { kind: "all", of: route.policies.map(({ tree }) => tree) };
    callers.forEach((caller, at) => {
      const access = route.access[at];
      const conditions = access.condition ? [whole, access.condition] : [whole];
      const atoms = [...page.openAtoms(conditions, caller).keys()].slice(0, MOST_ATOMS);
      const differs = page.someAssignment(atoms, (assumed) => {
        compared += 1;
        const told = access.condition
          ? page.evaluate(access.condition, caller, assumed)
          : access.verdict === "always";
        return page.evaluate(whole, caller, assumed) !== told;
      });
      const isInWords = !access.condition || page.inWords(access.condition) === access.words;
      if (differs || !isInWords) {
        wrong.push(`${page.routeName(route)} for ${caller.name}: ${page.accessInWords(access)}`);
      }
    });
  }
  return { compared, wrong };
}
