/** A test whose expectation holds of all evidence, meant or not, shows nothing about what it means. */
import type { ForAllEvidence, GivenEvidence, TrustRoot } from "../../language/index.ts";
import type { Making } from "./evidence.ts";
import { search, type Found, type Searching } from "./search.ts";

export interface Shortcoming {
  readonly message: string;
  readonly help: readonly string[];
}

export const START = 'start from a fixture: `for all … from "fixtures/….json"`';
const CONTRAST_RUNS = 300;

/** `undefined`: some input without what the lines fix comes out the other way; or they fix nothing, and some input reaches a control. */
export async function shownNothing(searching: Searching): Promise<Shortcoming | undefined> {
  const makings = searching.makings.map(freed);
  const runs = Math.max(searching.runs, CONTRAST_RUNS);
  const found = await search({ ...searching, makings, runs, shrink: "no", broken: "drawn-again" });
  if (found.failed !== undefined) return undefined;
  const { forAll } = searching.test;
  const names = forAll.map(({ given }) => `\`${given.name}\``).join(" and ");
  if (!forAll.some(isRestricted)) return isReached(found) ? undefined : unreached(names);
  if (found.count === 0)
    return {
      message: `nothing shows that the line could fail: no ${names} without what it fixes can be judged`,
      help: [START, "say who signs: `signed by … as …`"],
    };
  return {
    message: `this holds whatever ${names} says, so the line shows nothing`,
    help: ["give the other evidence that the control needs, or start from a fixture that makes it come out the other way"],
  };
}

function unreached(names: string): Shortcoming {
  return { message: `no ${names} that was made up reaches a control, so the test could only pass`, help: [START] };
}

function isReached({ judged }: Found): boolean {
  const judgements = judged?.verdict.controls.flatMap((control) => control.judgements) ?? [];
  return judgements.some(({ evidence }) => evidence.some(({ state }) => state === "available"));
}

/** Nothing is fixed and nothing is wrong: any evidence of the view, by those whom the trust root names, and by whom the line names. */
function freed(making: Making): Making {
  const { filter: _filter, given, ...rest } = making.forAll;
  const { signedAt: _signedAt, on: _on, forged: _forged, ...plain } = given;
  const roots = servedRoots(given);
  const free: GivenEvidence = {
    ...plain,
    overrides: [],
    spoilt: new Set(),
    issuer: "own",
    about: { kind: "asked" },
    root: roots[0] ?? given.root,
    signer: { kind: "root" },
  };
  // Where no name can be made up, the one that the line says is the only one that can sign.
  const isNamed = given.signer.kind === "root" && given.signer.as !== undefined && roots.includes(given.root);
  const named = isNamed ? { named: { root: given.root, signer: given.signer } } : {};
  const pools = { ...making.pools, constants: { ...making.pools.constants, meant: new Map<never, never>() } };
  return { ...making, pools, forAll: { ...rest, roots, given: free, ...named } };
}

function servedRoots({ serves }: GivenEvidence): readonly TrustRoot[] {
  return [...new Set(serves.flatMap(({ evidence }) => evidence.signedBy))];
}

function isRestricted({ given, filter, roots }: ForAllEvidence): boolean {
  const { overrides, spoilt, issuer, about, signer, signedAt, on, forged } = given;
  const isWrong = spoilt.size > 0 || forged !== undefined || issuer !== "own" || about.kind !== "asked" || signer.kind === "somebody-else";
  const isBySome = signer.kind === "root" && (signer.as !== undefined || servedRoots(given).some((root) => !roots.includes(root)));
  return isWrong || isBySome || signedAt !== undefined || on !== undefined || overrides.length > 0 || filter !== undefined;
}
