/** Judges what a test gives, by the engine that judges images: verify, search, evaluate. Nothing of it is the runner's own. */
import { err, ok, type Result } from "../../base/index.ts";
import type { Diagnostic } from "../../diagnostics/index.ts";
import { judgeWith, type Judged } from "../../engine/index.ts";
import type { CheckedPolicy, CheckedTest, Control, Gate, GivenEvidence } from "../../language/index.ts";
import { subjectKey, type FoundEnvelope, type FurtherSubject } from "../../registry/index.ts";
import { signFor } from "../stand-ins/sign.ts";
import { discoveryOf } from "./discovery.ts";
import type { TestSession } from "./session.ts";
import { followsAnother, namedKey, statementsOf, timeOf, type NamedSubjects, type Telling } from "./statements.ts";
import { imageOf } from "./subject.ts";

/** `policy` is the one that was checked, or a mutant of it. A diagnostic says what is wrong with the test. */
export async function judgeTest(session: TestSession, policy: CheckedPolicy, test: CheckedTest): Promise<Result<Judged, Diagnostic>> {
  const prepared = session.policyFor(policy, test.parameters);
  const controls = new Map(controlsOf(prepared).map((control) => [control.id, control]));
  const telling = { test, image: imageOf(test, session.ports.hasher), controls, session };
  const givens = test.givens.filter((given) => given.kind === "evidence");
  const gate = gateOf(prepared, test);
  if (!givens.some(followsAnother)) return judgeGiven({ ...telling, named: new Map() }, { policy: prepared, gate, givens });
  return judgeFollowing(telling, { policy: prepared, gate, givens });
}

interface Judging {
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly givens: readonly GivenEvidence[];
}

/** As deep as evidence may be `about` other evidence, and once more to see that nothing new was named. */
const MOST_ROUNDS = 6;

/** What evidence is about is known when the evidence that names it was judged, so each round gives what the last one named. */
async function judgeFollowing(telling: Omit<Telling, "named">, judging: Judging): Promise<Result<Judged, Diagnostic>> {
  let named: NamedSubjects = new Map();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const known = { ...telling, named };
    const givens = judging.givens.filter((given) => !followsAnother(given) || isNamed(known, given));
    const judged = await judgeGiven(known, { ...judging, givens });
    if (!judged.ok) return judged;
    const next = namedIn(judged.value);
    const isSettled = sizeOf(next) === sizeOf(named);
    if (isSettled && givens.length === judging.givens.length) return judged;
    if (isSettled) break;
    named = next;
  }
  return judgeGiven({ ...telling, named }, judging);
}

function isNamed({ named }: Telling, { serves }: GivenEvidence): boolean {
  return serves.some(({ control, evidence }) => named.has(namedKey(control, evidence.name)));
}

function sizeOf(named: NamedSubjects): number {
  return [...named.values()].reduce((sum, subjects) => sum + subjects.length, 0);
}

function namedIn({ verdict }: Judged): NamedSubjects {
  const found = new Map<string, Set<string>>();
  for (const { control, judgements } of verdict.controls) {
    for (const { evidence, named } of judgements.flatMap((judgement) => judgement.evidence)) {
      if (named === undefined) continue;
      const key = namedKey(control.id, evidence.name);
      found.set(key, (found.get(key) ?? new Set()).add(subjectText(named)));
    }
  }
  return new Map([...found].map(([key, subjects]) => [key, [...subjects]]));
}

/** A digest, or a commit without its prefix. */
function subjectText(named: string): string {
  const [first = ""] = named.split(/[\s,]+/u);
  return first.replace(/^gitCommit:/u, "");
}

async function judgeGiven(telling: Telling, { policy, gate, givens }: Judging): Promise<Result<Judged, Diagnostic>> {
  const { test, image, session, named } = telling;
  const envelopes: FoundEnvelope[] = [];
  for (const given of givens) {
    const statements = statementsOf(telling, given);
    if (!statements.ok) return statements;
    for (const { text, signedAt } of statements.value) {
      const signed = await signFor(session.signing, { given, text, at: signedAt });
      if (!signed.ok) return err(signed.error);
      envelopes.push(...signed.value);
    }
  }
  const silent = silentSources(telling);
  const discovery = (further: readonly FurtherSubject[]) => discoveryOf({ image, envelopes, further, ...silent(named, further) });
  const asked: FurtherSubject[] = [];
  const input = { policy, gate, discovery: discovery([]), material: session.standIns.material, evaluationTime: timeOf(test), dryRun: true };
  const ask = (wanted: readonly FurtherSubject[]) => {
    asked.push(...wanted);
    return Promise.resolve(discovery(asked));
  };
  return ok(await judgeWith(input, ask, session.judging));
}

type Silence = Pick<Parameters<typeof discoveryOf>[0], "isSilent" | "silent">;

/** `no answer for x`: the place where x would be found. */
function silentSources({ test }: Telling): (named: NamedSubjects, further: readonly FurtherSubject[]) => Silence {
  const silenced = test.givens.flatMap((given) => (given.kind === "no-answer" ? given.serves : []));
  const isSilent = silenced.some(({ evidence }) => evidence.about?.kind !== "path");
  const about = silenced.filter(({ evidence }) => evidence.about?.kind === "path");
  return (named, further) => {
    const subjects = new Set(about.flatMap(({ control, evidence }) => named.get(namedKey(control, evidence.name)) ?? []));
    // In the first round nobody has named anything: whoever is asked about then does not answer.
    const isUnknown = about.length > 0 && subjects.size === 0;
    const keys = further.filter((subject) => isUnknown || names(subject).some((text) => subjects.has(text))).map(subjectKey);
    return { isSilent, silent: new Set(keys) };
  };
}

function names(subject: FurtherSubject): readonly string[] {
  return subject.kind === "commit" ? [subject.commit] : subject.digests;
}

function controlsOf({ controls, gates }: CheckedPolicy): readonly Control[] {
  return [...controls, ...gates.flatMap(({ after }) => after.map(({ control }) => control))];
}

/** Of a test of a control a gate that enforces that control alone, at the stage that the test names. */
function gateOf({ gates }: CheckedPolicy, { target, stage, span }: CheckedTest): Gate {
  const gate = gates.find(({ name }) => name === stage);
  if (target.kind === "gate" && gate !== undefined) return gate;
  return {
    name: stage,
    environment: gate?.environment ?? stage,
    controls: target.kind === "control" ? [{ id: target.id, mode: "enforce" }] : [],
    after: [],
    acceptsSignedWaiversOnly: false,
    refusedWaivers: [],
    span,
  };
}
