/** Everything that the tests of one policy share: stand-ins, what was signed, what was verified. */
import type { CheckedPolicy, CheckedTest, TestParameter } from "../../language/index.ts";
import { verifierFor, type JudgeWith } from "../../engine/index.ts";
import type { ReadFixture } from "../fixtures/fixture.ts";
import { rewrite } from "../rewrite.ts";
import { newSigning, type Signing } from "../stand-ins/sign.ts";
import { makeStandIns, type StandInPorts, type StandIns } from "../stand-ins/stand-ins.ts";
import { replaceRoots, rootsIn } from "../stand-ins/trust-roots.ts";

export interface TestPorts extends StandInPorts {
  /** A fixture, by its path from the policy's folder. */
  readonly readFixture: ReadFixture;
}

export interface TestSession {
  readonly standIns: StandIns;
  readonly signing: Signing;
  readonly judging: JudgeWith;
  readonly ports: TestPorts;
  /** The policy with its stand-ins, as the test sets its parameters. */
  readonly policyFor: (policy: CheckedPolicy, parameters: readonly TestParameter[]) => CheckedPolicy;
}

export async function openSession(policy: CheckedPolicy, tests: readonly CheckedTest[], ports: TestPorts): Promise<TestSession> {
  const given = new Set(
    tests.flatMap(({ givens, forAll }) => [
      ...givens.flatMap((each) => (each.kind === "evidence" ? each.root : [])),
      ...forAll.flatMap(({ roots }) => roots),
    ]),
  );
  const standIns = await makeStandIns([...rootsIn([policy.trustRoots, policy.controls, policy.gates]), ...given], ports);
  const verifier = verifierFor({ policy, material: standIns.material }, { crypto: ports.verifying });
  return {
    standIns,
    signing: newSigning(standIns),
    judging: { verifier, hasher: ports.verifying },
    ports: { ...ports, readFixture: remembered(ports.readFixture) },
    policyFor: preparing(standIns),
  };
}

function remembered(read: ReadFixture): ReadFixture {
  const known = new Map<string, Uint8Array | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
}

/** Tests with the same parameters are judged by the same tree, for what evaluation remembers of it. */
function preparing(standIns: StandIns): TestSession["policyFor"] {
  const prepared = new WeakMap<CheckedPolicy, Map<string, CheckedPolicy>>();
  return (policy, parameters) => {
    const byParameters = prepared.get(policy) ?? new Map<string, CheckedPolicy>();
    prepared.set(policy, byParameters);
    const key = JSON.stringify(
      parameters.map(({ name, value }) => [name, value]),
      (_name, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    );
    const known = byParameters.get(key) ?? withParameters(replaceRoots(policy, standIns.replace), parameters);
    byParameters.set(key, known);
    return known;
  };
}

function withParameters(policy: CheckedPolicy, parameters: readonly TestParameter[]): CheckedPolicy {
  if (parameters.length === 0) return policy;
  const declared = new Map(policy.parameters.map((each) => [each.name, each]));
  const set = new Map(parameters.map((each) => [each.name, each.value]));
  const changed = rewrite(policy, (node) => {
    if (!("kind" in node) || node.kind !== "parameter" || !("name" in node) || typeof node.name !== "string") return undefined;
    const value = set.get(node.name);
    const bound = "bound" in node ? node.bound : undefined;
    // A module's parameter of the same name has a bound of its own.
    return value === undefined || bound !== declared.get(node.name)?.bound ? undefined : { ...node, value };
  });
  const own = changed.parameters.map((each) => ({ ...each, ...(set.has(each.name) && { value: set.get(each.name) ?? each.value }) }));
  return { ...changed, parameters: own };
}
