/** A gate: the controls it lists, and its decision. `language.md` §6.11. */
import { assert } from "../base/index.ts";
import type { CheckedPolicy, Gate } from "../language/index.ts";
import type { Search, Sought } from "./candidate.ts";
import type { Request } from "./environment.ts";
import { judgeControl } from "./judge-control.ts";
import { once } from "./once.ts";
import { peopleOf } from "./people.ts";
import type { ControlVerdict, GateVerdict } from "./verdict.ts";

export interface GateInput {
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly request: Request;
  readonly search: (sought: Sought) => Search;
}

export function judgeGate({ policy, gate, request, search }: GateInput): GateVerdict {
  const { people, source } = sharedBy(policy);
  const judged = gate.controls.map(({ id, mode }) => {
    const control = policy.controls.find((each) => each.id === id);
    assert(control, `gate ${gate.name} lists a control that was checked`);
    return judgeControl({ control, mode, request, people, source, search });
  });
  const controls = judged.map((each) => each.verdict);
  const until = judged.map((each) => each.holdsUntil).filter((at) => at !== undefined);
  const listed = new Set(gate.controls.map((each) => each.id));
  return {
    gate: gate.name,
    ...decide(controls),
    holdsUntil: until.reduce<bigint | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined),
    controls,
    notInGate: policy.controls.map((control) => control.id).filter((id) => !listed.has(id)),
  };
}

/** What every judgement of the policy needs. */
const sharedBy = once((policy: CheckedPolicy) => {
  const texts = new Map(policy.sources.map((source) => [source.path, source.text]));
  return { people: peopleOf(policy.persons), source: (file: string) => texts.get(file) ?? "" };
});

type Decision = Pick<GateVerdict, "decision" | "exitCode" | "blocking" | "undecided">;

/** Blocked wins over undecided: what is decided stays decided. Nothing judged is never a pass. */
function decide(controls: readonly ControlVerdict[]): Decision {
  const enforced = controls.filter((each) => each.disposition === "enforced");
  const ids = (...outcomes: readonly string[]) => enforced.filter((each) => outcomes.includes(each.outcome)).map((each) => each.control.id);
  const blocking = ids("violated", "missing");
  const undecided = ids("unverifiable");
  if (blocking.length > 0) return { decision: "blocked", exitCode: 1, blocking, undecided };
  const isNothingJudged = controls.filter((each) => each.mode === "enforce").every((each) => each.outcome === "not-applicable");
  if (undecided.length > 0 || isNothingJudged) return { decision: "not-judged", exitCode: 2, blocking, undecided };
  return { decision: "passed", exitCode: 0, blocking, undecided };
}
