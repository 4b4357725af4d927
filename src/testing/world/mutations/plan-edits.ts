/** The verbs that mutations are made of. */
import { InvariantError } from "../../../base/index.ts";
import type { Profile } from "../certificate.ts";
import { editAt, type Edit } from "../json-edit.ts";
import type { EntryPlan, IdentityPlan, Plan } from "../plan.ts";
import type { TokenPlan } from "../timestamp-authority.ts";
import type { NotePlan } from "../transparency-log.ts";

/** One place of the finished bundle. */
export function inBundle(path: string, edit: Edit): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, bundle: (json) => editAt(plan.bundle?.(json) ?? json, path, edit) });
}

/** One place of the finished envelope. */
export function inEnvelope(path: string, edit: Edit): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, envelope: (json) => editAt(plan.envelope?.(json) ?? json, path, edit) });
}

export function inText(edit: (text: string) => string | Uint8Array): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, text: edit });
}

export function theSignature(edit: (signature: Uint8Array) => Uint8Array): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, signature: edit });
}

/** Every entry of the plan. */
export function entries(change: Partial<EntryPlan> | ((entry: EntryPlan) => Partial<EntryPlan>)): (plan: Plan) => Plan {
  return (plan) => ({
    ...plan,
    entries: plan.entries.map((entry) => ({ ...entry, ...(typeof change === "function" ? change(entry) : change) })),
  });
}

export function note(change: NotePlan): (plan: Plan) => Plan {
  return entries({ note: change });
}

/** The first token of the plan. */
export function token(plan: Plan, change: Partial<TokenPlan>): Plan {
  const [first, ...others] = plan.tokens;
  if (first === undefined) throw new InvariantError("the plan has no token to change");
  return { ...plan, tokens: [{ ...first, ...change }, ...others] };
}

export function identity(plan: Plan): IdentityPlan {
  if (plan.signer.kind !== "identity") throw new InvariantError("the plan's signer has no certificate to change");
  return plan.signer;
}

export function signer(plan: Plan, change: Partial<IdentityPlan>): Plan {
  return { ...plan, signer: { ...identity(plan), ...change } };
}

export function profile(change: Profile): (plan: Plan) => Plan {
  return (plan) => signer(plan, { profile: change });
}

/** `undefined`: takes it away. */
export const gone: Edit = () => undefined;

export function to(value: unknown): Edit {
  return () => value;
}

/** Of a text. */
export function text(edit: (value: string) => string): Edit {
  return (value) => {
    if (typeof value !== "string") throw new InvariantError("no text stands there");
    return edit(value);
  };
}

/** Of an array. */
export function list(edit: (value: readonly unknown[]) => readonly unknown[]): Edit {
  return (value) => {
    if (!Array.isArray(value)) throw new InvariantError("no array stands there");
    return edit(value);
  };
}

export const twice = list((items) => [items[0], items[0]]);

export function times(count: number): Edit {
  return list((items) => Array.from({ length: count }, () => items[0]));
}

/** A decimal number in a text, one more. */
export const oneMore = text((value) => String(BigInt(value) + 1n));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** One bit of base64 text flipped, in the middle, so that it stays strict base64. */
export const flipped = text((value) => {
  const at = Math.floor(value.length / 2);
  const digit = ALPHABET.indexOf(value[at] ?? "A");
  return `${value.slice(0, at)}${ALPHABET[digit ^ 1] ?? "A"}${value.slice(at + 1)}`;
});
