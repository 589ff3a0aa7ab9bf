// What the page should show, worked out from the inventory without the page's own filters.

export const methodsOf = (route) => (route.methods.length > 0 ? route.methods.join(", ") : "any");
export const nameOf = (route) => `${methodsOf(route)} ${route.path}`;

/** The names of the routes for which `holds`, sorted. */
export const namesOf = (inventory, holds) => inventory.routes.filter(holds).map(nameOf).sort();

/** `only if tenant(Post)`, `always`, `never`. */
export const told = ({ verdict, words }) => (verdict === "if" ? `only if ${words}` : verdict);

/** All fields of lists with their paths and the rules on the way. */
export function fieldsOf(lists, path = "", rules = []) {
  return lists.flatMap((list) => list.fields.flatMap((field) => {
    const here = { field, path: path + field.key, rules: [...rules, field.rule].filter(Boolean) };
    return [here, ...(field.below ? fieldsOf([field.below], `${here.path}.`, here.rules) : [])];
  }));
}

export const isOf = (name) => ({ field }) => (name === "sensitive" ? field.is_sensitive : field.class === name);

/** Every class in use, and `sensitive`. */
export function classesOf(inventory) {
  const all = inventory.routes.flatMap((route) => fieldsOf([...route.input, ...route.output]));
  const names = new Set(all.map(({ field }) => field.class).filter(Boolean));
  if (all.some(({ field }) => field.is_sensitive)) names.add("sensitive");
  return [...names];
}

/** The fields by which a route tells data of a class. */
export const shownBy = (route, name) =>
  fieldsOf([...route.input, ...route.output]).filter(isOf(name)).filter(({ field }) => field.usage !== "set");
