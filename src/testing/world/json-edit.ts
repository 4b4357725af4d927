/** Changes to JSON by path; the input stays as it is. */
import { InvariantError } from "../../base/index.ts";

/** What stands there, to what shall; `undefined` takes the member or element away. */
export type Edit = (value: unknown) => unknown;

/** `verificationMaterial.tlogEntries.0.logIndex`. A path that leads nowhere is a mistake of the caller: an edit must not be lost. */
export function editAt(json: unknown, path: string, edit: Edit): unknown {
  return edited(json, path.split("."), edit, path);
}

function edited(json: unknown, steps: readonly string[], edit: Edit, path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return edit(json);
  if (typeof json !== "object" || json === null) throw new InvariantError(`nothing stands at ${path}`);
  if (rest.length > 0 && !Object.hasOwn(json, step)) throw new InvariantError(`nothing stands at ${path}`);
  const value = edited((json as Record<string, unknown>)[step], rest, edit, path);
  if (Array.isArray(json)) return value === undefined ? json.toSpliced(Number(step), 1) : json.with(Number(step), value);
  const { [step]: _before, ...others } = json as Record<string, unknown>;
  return value === undefined ? others : { ...json, [step]: value };
}

export function valueAt(json: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], json);
}
