/** A gate: the controls it lists, what waivers make of them, and its decision. `language.md` §6.11. */
import { assert, peopleOf } from "../base/index.ts";
import type { CheckedPolicy, Control, Gate, Mode } from "../language/index.ts";
import type { Search, Sought } from "./candidate.ts";
import type { Request } from "./environment.ts";
import { judgeControl } from "./judge-control.ts";
import { once } from "./once.ts";
import { sameSubjectOnly } from "./same-subject.ts";
import type { ControlVerdict, GateVerdict } from "./verdict.ts";
import { judgeWaivers, NO_WAIVERS, type FoundWaivers, type PartiesOf } from "./waivers/index.ts";

export interface GateInput {
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly request: Request;
  readonly search: (sought: Sought) => Search;
  /** Signed waivers that were found; without them only blocks of the policy count. */
  readonly waivers?: FoundWaivers;
  /** Who stands behind a statement; where nobody says it, no waiver's approver is independent of authors. */
  readonly partiesOf?: PartiesOf;
}

export function judgeGate(input: GateInput): GateVerdict {
  const { policy, gate, request } = input;
  const { people, source, planOf } = sharedBy(policy);
  const { listed, own, notInGate } = planOf(gate);
  const { search } = input;
  const judged = [
    ...gate.after.map(({ control }) => {
      const searching = (sought: Sought) => sameSubjectOnly(search(sought));
      return judgeControl({ control, mode: "enforce", request, people, source, search: searching });
    }),
    ...listed.map(({ control, mode }) => judgeControl({ control, mode, request, people, source, search })),
  ];
  const waived = judgeWaivers({
    policy,
    gate,
    request,
    people,
    judged,
    found: input.waivers ?? NO_WAIVERS,
    partiesOf: input.partiesOf ?? nobody,
  });
  const { controls, waivers } = waived;
  const until = [...judged.map((each) => each.holdsUntil), ...waived.clocks].filter((at) => at !== undefined);
  return {
    gate: gate.name,
    ...decide(controls, own),
    holdsUntil: until.reduce<bigint | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined),
    controls,
    notInGate,
    waivers,
  };
}

/** What every judgement of the policy needs. */
const sharedBy = once((policy: CheckedPolicy) => {
  const texts = new Map(policy.sources.map((source) => [source.path, source.text]));
  return {
    people: peopleOf(policy.persons),
    source: (file: string) => texts.get(file) ?? "",
    planOf: once((gate: Gate) => makePlan(policy, gate)),
  };
});

const nobody: PartiesOf = () => ({ signers: [] });

/** What every judgement of one gate needs. */
interface Plan {
  readonly listed: readonly { readonly control: Control; readonly mode: Mode }[];
  readonly own: ReadonlySet<string>;
  readonly notInGate: readonly string[];
}

function makePlan(policy: CheckedPolicy, gate: Gate): Plan {
  const listed = gate.controls.map(({ id, mode }) => {
    const control = policy.controls.find((each) => each.id === id);
    assert(control, `gate ${gate.name} lists a control that was checked`);
    return { control, mode };
  });
  const own = new Set(gate.controls.map((each) => each.id));
  return { listed, own, notInGate: policy.controls.map((control) => control.id).filter((id) => !own.has(id)) };
}

type Decision = Pick<GateVerdict, "decision" | "exitCode" | "blocking" | "undecided">;

/** Blocked wins over undecided: what is decided stays decided. Nothing judged is never a pass, and an earlier gate's verdict judges nothing. */
function decide(controls: readonly ControlVerdict[], listed: ReadonlySet<string>): Decision {
  const blocking: string[] = [];
  const undecided: string[] = [];
  for (const { disposition, outcome, control } of controls) {
    if (disposition !== "enforced") continue;
    if (outcome === "violated" || outcome === "missing") blocking.push(control.id);
    if (outcome === "unverifiable") undecided.push(control.id);
  }
  if (blocking.length > 0) return { decision: "blocked", exitCode: 1, blocking, undecided };
  const own = controls.filter((each) => each.mode === "enforce" && listed.has(each.control.id));
  const isNothingJudged = own.every((each) => each.outcome === "not-applicable");
  if (undecided.length > 0 || isNothingJudged) return { decision: "not-judged", exitCode: 2, blocking, undecided };
  return { decision: "passed", exitCode: 0, blocking, undecided };
}
