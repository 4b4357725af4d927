/** What `policy test` does beside running tests: coverage and mutation. */
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { coverageOf, percentOf, tryMutants, type Share } from "../../testing/index.ts";
import type { Colours } from "../render/colour.ts";
import { coverageHtml } from "../render/tests/coverage-html.ts";
import { coverageJson, coverageLcov, coverageText, type PolicyCoverage } from "../render/tests/coverage.ts";
import { mutationJson, mutationText, scoreOf, type PolicyMutation } from "../render/tests/mutation.ts";
import { UsageError } from "../usage-error.ts";
import type { RanPolicy } from "./run-policies.ts";

/** Percent by part. */
export type Minimum = ReadonlyMap<string, number>;

export interface Beside {
  readonly coverage?: {
    readonly format: "text" | "json" | "lcov" | "html";
    readonly output: string | undefined;
    readonly minimum: Minimum;
  };
  readonly mutation?: { readonly budget: number; readonly minimum: number };
  readonly colours: Colours;
  /** Everything goes into the one document. */
  readonly isJson: boolean;
}

export interface BesideDone {
  /** Follows the results. */
  readonly text: string;
  readonly json: object;
  readonly files: readonly { readonly text: string; readonly file: string }[];
  /** Sentences: what is below its minimum. */
  readonly shortfalls: readonly string[];
}

const parts = ["outcomes", "requirements", "conditions", "evidence", "branches", "waivers"];

export function minimumOf(texts: readonly string[]): Minimum {
  const given = texts.map((text) => {
    const [part = "", percent = ""] = text.split("=");
    if (!parts.includes(part) || !/^(?:100|[0-9]{1,2})$/u.test(percent)) {
      throw new UsageError("`--min-coverage` needs PART=PERCENT", `the parts are ${parts.join(", ")}: --min-coverage requirements=90`);
    }
    return [part, Number(percent)] as const;
  });
  return new Map([["outcomes", 100], ...given]);
}

export async function beside(ran: readonly RanPolicy[], asked: Beside): Promise<BesideDone> {
  const covered = asked.coverage === undefined ? [] : coverages(ran);
  const mutated = asked.mutation === undefined ? [] : await mutations(ran, asked.mutation.budget);
  const printed = coverageTexts(covered, asked);
  const mutation = mutated.length === 0 || asked.isJson ? "" : `\n${mutationText(mutated, asked.colours)}`;
  return {
    text: `${printed.text}${mutation}`,
    json: {
      ...(covered.length > 0 && { coverage: coverageJson(covered) }),
      ...(mutated.length > 0 && { mutation: mutationJson(mutated) }),
    },
    files: printed.files,
    shortfalls: [
      ...coverageShortfalls(covered, asked.coverage?.minimum ?? new Map()),
      ...mutationShortfalls(mutated, asked.mutation?.minimum ?? 0),
      ...untested(ran, asked.mutation?.minimum ?? 0),
    ],
  };
}

function coverages(ran: readonly RanPolicy[]): readonly PolicyCoverage[] {
  return ran.flatMap((policy) => (policy.policy ? [{ policy, report: coverageOf(policy.policy, policy.runs) }] : []));
}

async function mutations(ran: readonly RanPolicy[], budget: number): Promise<readonly PolicyMutation[]> {
  const hasher = createNodeCrypto();
  const done: PolicyMutation[] = [];
  for (const each of ran) {
    const { policy, session, tests, runs } = each;
    // Tests that fail already would notice anything.
    if (!policy || !session || runs.some(({ kind }) => kind !== "passed")) continue;
    const report = await tryMutants(session, policy, tests, { budget, hasher, compareTrace: () => undefined });
    done.push({ policy: each, report });
  }
  return done;
}

function coverageTexts(covered: readonly PolicyCoverage[], { coverage, colours, isJson }: Beside): Pick<BesideDone, "text" | "files"> {
  if (coverage === undefined) return { text: "", files: [] };
  const text = {
    text: () => coverageText(covered, colours),
    json: () => `${JSON.stringify(coverageJson(covered), undefined, 2)}\n`,
    lcov: () => coverageLcov(covered),
    html: () => coverageHtml(covered),
  }[coverage.format]();
  if (coverage.output !== undefined) return { text: "", files: [{ text, file: coverage.output }] };
  return { text: isJson ? "" : `\n${text}`, files: [] };
}

function coverageShortfalls(covered: readonly PolicyCoverage[], minimum: Minimum): readonly string[] {
  return covered.flatMap(({ policy, report }) =>
    [...minimum].flatMap(([part, percent]) => {
      const share: Share = part === "outcomes" ? report.enforcedOutcomes : report.shares[part as keyof typeof report.shares];
      const name = part === "outcomes" ? "outcomes of enforced controls" : part;
      return percentOf(share) < percent
        ? [`${policy.path}: ${percentOf(share)} % of the ${name} are shown, and ${percent} % are asked for`]
        : [];
    }),
  );
}

/** Tests that are not there notice nothing. */
function untested(ran: readonly RanPolicy[], minimum: number): readonly string[] {
  if (minimum === 0) return [];
  return ran.flatMap(({ path, policy, session }) =>
    policy !== undefined && policy.gates.length > 0 && session === undefined
      ? [`${path}: it has no tests, so they notice none of the wrong edits, and ${minimum} % are asked for`]
      : [],
  );
}

function mutationShortfalls(mutated: readonly PolicyMutation[], minimum: number): readonly string[] {
  return mutated.flatMap(({ policy, report }) =>
    minimum > 0 && report.tried.length === 0
      ? [`${policy.path}: no wrong edit was tried, and ${minimum} % are asked for; raise --mutate-budget`]
      : scoreOf(report) < minimum
        ? [`${policy.path}: tests notice ${scoreOf(report)} % of the wrong edits, and ${minimum} % are asked for`]
        : [],
  );
}
