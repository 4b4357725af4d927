/** We made a mistake. Only the outermost shell catches this: exit 70, never a pass and never a deny. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!Boolean(condition)) throw new InvariantError(message);
}

/** The default branch of a switch over a closed union: reaching it is our defect. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`);
}
