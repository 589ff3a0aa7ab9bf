// The page's own files as a module for Node: what is tested is what the page ships.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const FOLDER = new URL("../../runtime/src/inventory/html/", import.meta.url);
const PURE = ["conditions.js", "locks.js", "compare.js", "routes.js"];
const NAMES = [
  "inWords", "callersOf", "evaluate", "openAtoms", "deciding", "residual", "conjunction", "someAssignment",
  "readLock", "readCondition", "compareLocks", "summary", "indexRoutes", "filterRoutes", "fieldsOf",
  "dataClassesOf", "exposures", "fieldAccess", "accessInWords", "routeName", "NO_FILTERS",
];

/** The text of the files that touch no page. */
export const pureSource = PURE.map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("");

/** Their functions. */
export const page = vm.runInThisContext(`(() => { "use strict"; ${pureSource}; return { ${NAMES.join(", ")} }; })()`);
