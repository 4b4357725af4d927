/**
 * Generated policies over evidence that was really signed, found in a layout and verified: nothing of it is stubbed. Without the evidence,
 * or with every envelope changed behind its signature, nothing is satisfied; what is not authentic helps nobody.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgeWith, verifierFor, type Judged, type JudgeWith } from "../../src/engine/index.ts";
import { explore, parseSubject } from "../../src/registry/index.ts";
import type { CheckedPolicy } from "../../src/language/index.ts";
import { Decisions } from "../language/format/generated-policy.ts";
import { compilePolicy } from "../support/compile-policy.ts";
import { fc } from "../support/property.ts";
import { offlinePorts } from "../support/registry/ports.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { decisions } from "./generated-case.ts";
import { generatePolicy, type GeneratedPolicy } from "./generated-control.ts";
import { hold, image, layout, makePool, sigstoreRoot, tampered, type Attached } from "./signed-evidence.ts";

const tests = suite("soundness over signed evidence");
const pool = await makePool();
const subject = parseSubject(layout.subject);
assert.ok(subject.ok);
const material = { roots: [sigstoreRoot], keys: [] };
const POLICIES = 200;
const seen = { policies: 0, runs: 0, verified: 0, outcomes: new Map<string, number>() };

let judging: JudgeWith | undefined;

/** As `policy eval` does it: list, fetch, verify, judge, and ask further about what evidence names. */
async function judge(policy: CheckedPolicy, all: readonly Attached[]): Promise<Judged> {
  hold(all);
  const gate = policy.gates.find(({ name }) => name === "prod");
  assert.ok(gate && subject.ok);
  const explored = await explore({ subject: subject.value }, offlinePorts());
  assert.ok(explored.ok);
  const { discovery } = explored.value;
  judging ??= { verifier: verifierFor({ policy, material }, { crypto }), hasher: crypto };
  const input = { policy, gate, discovery, material, evaluationTime: instant("2026-01-10T00:00:00Z"), dryRun: true };
  const judged = await judgeWith(input, (wanted) => explored.value.further(wanted), judging);
  assert.is(judged.attestations.length, new Set(all.map(({ manifest }) => manifest.toString())).size, "all were found, and nothing else");
  seen.runs++;
  seen.verified += judged.attestations.filter(({ verification }) => verification.kind === "verified").length;
  return judged;
}

function controlOf({ verdict }: Judged): Judged["verdict"]["controls"][number] {
  const control = verdict.controls.find((each) => each.control.id === "C");
  assert.ok(control);
  return control;
}

/** About the image of the layout, and signed by the accounts of the local Sigstore. */
function compiled(answers: readonly number[]): { readonly generated: GeneratedPolicy; readonly policy: CheckedPolicy } | undefined {
  const generated = generatePolicy(new Decisions(answers));
  const { policy } = compilePolicy(generated.text.replaceAll(`sha256:${"0a".repeat(32)}`, image.digest));
  return policy && { generated, policy };
}

const drawn = fc.sample(fc.tuple(decisions, fc.subarray([...pool.good], { minLength: 1, maxLength: 5 }), fc.nat(100)), {
  seed: 20260101,
  numRuns: 2 * POLICIES,
});

interface SignedCase {
  readonly policy: CheckedPolicy;
  readonly generated: GeneratedPolicy;
  readonly evidence: readonly Attached[];
  readonly outcome: string;
  /** For choices of its own. */
  readonly number: number;
}

const cases: SignedCase[] = [];
for (const [answers, evidence, number] of drawn) {
  const each = compiled(answers);
  if (!each || cases.length === POLICIES) continue;
  const { outcome } = controlOf(await judge(each.policy, evidence));
  cases.push({ ...each, evidence, outcome, number });
  seen.policies++;
  seen.outcomes.set(outcome, (seen.outcomes.get(outcome) ?? 0) + 1);
}

const textOf = ({ generated, evidence }: SignedCase): string =>
  `${generated.text.slice(generated.text.indexOf("control C"))}\n${evidence.map(({ name }) => name).join(", ")}`;

/** Everything that is not `optional all` must be there, and what is optional decides nothing alone. */
const needsEvidence = ({ generated }: SignedCase): boolean =>
  generated.evidence.some(({ quantity, branch }) => quantity !== "optional-all" && branch === undefined);

const sayer = ({ number }: SignedCase, index: number): Attached => pool.good[(number + 7 * index) % pool.good.length] as Attached;

tests("without evidence, or with none that is authentic, nothing is satisfied", async () => {
  for (const each of cases.filter(needsEvidence)) {
    for (const [what, all] of [
      ["none", []],
      ["strangers", pool.strange],
      ["tampered", each.evidence.map((one, index) => tampered(one, sayer(each, index)))],
    ] as const) {
      const control = controlOf(await judge(each.policy, all));
      assert.is.not(control.outcome, "satisfied", `${what}: ${textOf(each)}`);
      if (control.outcome === "not-applicable") assert.is(each.outcome, "not-applicable", `${what}: ${textOf(each)}`);
    }
  }
});

tests("strangers and forgeries beside the evidence change nothing but missing into unverifiable", async () => {
  for (const each of cases) {
    const forged = each.evidence.slice(0, 2).map((one, index) => tampered(one, sayer(each, index)));
    const { outcome } = controlOf(await judge(each.policy, [...forged, ...pool.strange.slice(0, 3), ...each.evidence]));
    assert.ok(
      outcome === each.outcome || (each.outcome === "missing" && outcome === "unverifiable"),
      `${each.outcome} became ${outcome}\n${textOf(each)}`,
    );
  }
});

tests("changed behind its signature is as good as withheld, and neither makes a block a pass", async () => {
  for (const each of cases) {
    for (const [index, one] of each.evidence.entries()) {
      const others = each.evidence.filter((other) => other !== one);
      const withheld = controlOf(await judge(each.policy, others)).outcome;
      const changed = controlOf(await judge(each.policy, [...others, tampered(one, sayer(each, index))])).outcome;
      assert.ok(
        changed === withheld || (withheld === "missing" && changed === "unverifiable"),
        `${withheld} and ${changed}: ${one.name}\n${textOf(each)}`,
      );
      if (each.generated.hasPick || (each.outcome !== "violated" && each.outcome !== "missing")) continue;
      assert.ok(
        withheld !== "satisfied" && withheld !== "not-applicable",
        `${each.outcome} became ${withheld} without ${one.name}\n${textOf(each)}`,
      );
    }
  }
});

tests("200 policies, every outcome, and envelopes that did verify", () => {
  assert.is(seen.policies, POLICIES);
  for (const word of ["satisfied", "violated", "missing", "unverifiable", "not-applicable"]) {
    assert.ok((seen.outcomes.get(word) ?? 0) > 0, `${word}: ${JSON.stringify([...seen.outcomes])}`);
  }
  assert.ok(seen.runs > 1_000 && seen.verified > 1_000, `${seen.runs} runs, ${seen.verified} verified`);
});

tests.run();
