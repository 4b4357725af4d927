/** Changes to a tree of plain data. What does not change stays the same object, and what two places share they share afterwards. */

/** The new value of a node; `undefined` leaves it and looks at its parts. */
export type Change = (node: object) => unknown;

/** Objects with a class of their own (texts of sources) and bytes are values here: nothing below them is looked at. */
export function rewrite<T>(root: T, change: Change): T {
  const done = new Map<object, unknown>();
  const visit = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (!done.has(value)) done.set(value, change(value) ?? parts(value, visit));
    return done.get(value);
  };
  return visit(root) as T;
}

function parts(value: object, visit: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    const changed = value.map(visit);
    return changed.some((part, at) => part !== value[at]) ? changed : value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  let changed: Record<string, unknown> | undefined;
  for (const [name, part] of Object.entries(value)) {
    const next = visit(part);
    if (next !== part) (changed ??= { ...value })[name] = next;
  }
  return changed ?? value;
}
