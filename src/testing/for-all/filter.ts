/** `where` of a `for all`: judged by the engine, as the `where` of an evidence that nothing else is asked of. */
import type { CheckedPolicy, CheckedTest, Control, ForAllEvidence, GivenEvidence } from "../../language/index.ts";
import { everyEvidence } from "../../language/index.ts";
import { judgeTest } from "../run/judge-test.ts";
import type { TestSession } from "../run/session.ts";

export interface Surroundings {
  readonly session: TestSession;
  readonly policy: CheckedPolicy;
  readonly test: CheckedTest;
}

export async function isMeant({ session, policy, test }: Surroundings, { filter }: ForAllEvidence, given: GivenEvidence): Promise<boolean> {
  const evidence = filter && everyEvidence(filter.body)[0];
  if (filter === undefined || evidence === undefined) return true;
  const { forged: _forged, signedAt: _signedAt, on: _on, ...plain } = given;
  const well: GivenEvidence = {
    ...plain,
    serves: [{ control: filter.id, evidence }],
    root: evidence.signedBy[0] ?? given.root,
    signer: { kind: "root" },
    issuer: "own",
    about: { kind: "asked" },
    spoilt: new Set(),
  };
  const asked: CheckedTest = { ...test, target: { kind: "control", id: filter.id }, givens: [well], forAll: [], expectations: [] };
  const judged = await judgeTest(session, withFilter(policy, filter), asked);
  return judged.ok && judged.value.verdict.controls.some(({ outcome }) => outcome === "satisfied");
}

/** One for each policy and filter: what evaluation and preparation remember, they remember of an object. */
const known = new WeakMap<CheckedPolicy, WeakMap<Control, CheckedPolicy>>();

function withFilter(policy: CheckedPolicy, filter: Control): CheckedPolicy {
  const ofPolicy = known.get(policy) ?? new WeakMap<Control, CheckedPolicy>();
  known.set(policy, ofPolicy);
  const made = ofPolicy.get(filter) ?? { ...policy, controls: [filter], waivers: [] };
  ofPolicy.set(filter, made);
  return made;
}
