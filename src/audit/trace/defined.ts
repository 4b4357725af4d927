/** Members that are `undefined` are left out: in a document, absent is the only way of not being there. */
export function defined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
