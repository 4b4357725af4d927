/** Generated policies compiled, and judged over generated evidence. */
import * as assert from "uvu/assert";
import { parseRepository } from "../../src/base/index.ts";
import type { ControlVerdict, GateVerdict, Request } from "../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../src/language/index.ts";
import { judgeWorld, type Listing, type Stated, type World } from "../evaluate/support/world.ts";
import { Decisions } from "../language/format/generated-policy.ts";
import { compilePolicy, said } from "../support/compile-policy.ts";
import { fc } from "../support/property.ts";
import { generatePolicy, type GeneratedPolicy } from "./generated-control.ts";
import { listingOf, manyListings, type GeneratedListing } from "./generated-evidence.ts";

/** What generation cannot know beforehand: what a guard makes needless, and what evidence that is linked too far is refused for. */
const EXPECTED_REFUSALS: ReadonlySet<string> = new Set(["E2021", "E3003", "E3004", "E4008", "E4009", "E4010", "E4016", "E5006"]);

export interface Case {
  readonly generated: GeneratedPolicy;
  readonly policy: CheckedPolicy;
}

interface CompiledCase {
  readonly generated: GeneratedPolicy;
  /** Absent where it was refused, as some are. */
  readonly policy?: CheckedPolicy;
  readonly codes: readonly string[];
}

/** The policy that the decisions make. A refusal that nobody expects is a failure. */
export function compileCase(decisions: readonly number[]): CompiledCase {
  const generated = generatePolicy(new Decisions(decisions));
  const result = compilePolicy(generated.text);
  if (result.policy) return { generated, policy: result.policy, codes: [] };
  const codes = result.diagnostics.map(({ code }) => code);
  for (const code of codes) assert.ok(EXPECTED_REFUSALS.has(code), `${said(result).join("\n")}\n${generated.text}`);
  return { generated, codes };
}

const repository = parseRepository("registry.acme.example/shop/api");
assert.ok(repository.ok);
const platform = (hex: string): NonNullable<Request["platforms"]>["each"][number] => ({
  digest: `sha256:${hex.repeat(32)}`,
  digests: { digests: [`sha256:${hex.repeat(32)}`] },
});
const request: Partial<Request> = { repository: repository.value, platforms: { each: [platform("0a"), platform("0c")], unread: [] } };

export interface Judged {
  /** Control `C`, the generated one. */
  readonly control: ControlVerdict;
  readonly verdict: GateVerdict;
}

export function judgedCase(policy: CheckedPolicy, world: World): Judged {
  const prod = policy.gates.find((gate) => gate.name === "prod");
  assert.ok(prod);
  const verdict = judgeWorld({ ...policy, gates: [prod] }, world, request);
  const control = verdict.controls.find((each) => each.control.id === "C");
  assert.ok(control);
  return { control, verdict };
}

export type Listings = Readonly<Record<string, Listing>>;

export function worldOf({ generated }: Case, listings: readonly GeneratedListing[]): Listings {
  return Object.fromEntries(generated.evidence.map(({ name }, index) => [name, listingOf(listings[index] as GeneratedListing)]));
}

export function without(world: Listings, name: string, leftOut: (stated: Stated) => boolean): Listings {
  const listing = world[name];
  return listing ? { ...world, [name]: { ...listing, candidates: listing.candidates.filter((each) => !leftOut(each)) } } : world;
}

export const decisions = fc.array(fc.nat(10_000), { minLength: 60, maxLength: 160, size: "max" });

/** Three policies at a time, each with four worlds. */
export const batches = fc.array(fc.tuple(decisions, fc.array(manyListings, { minLength: 4, maxLength: 4 })), {
  minLength: 3,
  maxLength: 3,
});

/** With the policy and the world that break the law. */
export function brokenBy(error: Error, text: string, world: Listings): Error {
  return new Error(`${error.message}\n${text.slice(text.indexOf("control C"))}\n${shown(world)}\n${error.stack ?? ""}`, { cause: error });
}

function shown(world: Listings): string {
  return JSON.stringify(world, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 1);
}
