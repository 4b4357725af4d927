/** What a verdict says, in the words in which a test expects it. Two judgements with the same facts are the same to a test. */
import { quoted } from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { ControlVerdict } from "../../evaluate/index.ts";
import { evidenceOf, reasonWords, requirementsOf, witnessKeys } from "../run/causes.ts";
import { words } from "../run/compare.ts";

export type PropKind = "through" | "naming" | "because" | "saying" | "by";

export interface Fact {
  /** `must`: the verdict itself. `cause`: why, which a test may leave open where throw-away evidence has another cause. */
  readonly weight: "must" | "cause";
  /** Absent: of the gate. */
  readonly control?: string;
  /** `violated`, `waived`, `blocked`. */
  readonly result: string;
  readonly prop?: { readonly kind: PropKind; readonly text: string };
}

export function factsOf({ verdict }: Judged): readonly Fact[] {
  return [...verdict.controls.flatMap(controlFacts), { weight: "must", result: words(verdict.decision) }];
}

export function factKey({ control = "", result, prop }: Fact): string {
  return JSON.stringify([control, result, prop?.kind, prop?.text]);
}

/** Dispositions that the outcome and the gate's mode do not tell by themselves. */
const told: ReadonlySet<string> = new Set(["waived", "grace", "warned", "audited"]);

function controlFacts(verdict: ControlVerdict): readonly Fact[] {
  const { control, outcome, disposition } = verdict;
  const result = words(outcome);
  const own = { control: control.id, result };
  const causes = causesOf(verdict).map((prop): Fact => ({ weight: "cause", ...own, prop }));
  return [{ weight: "must", ...own }, ...causes, ...(told.has(disposition) ? dispositionFacts(verdict) : [])];
}

function dispositionFacts({ control, disposition, waivers = [] }: ControlVerdict): readonly Fact[] {
  const own = { weight: "must" as const, control: control.id, result: disposition };
  return [own, ...waivers.map((text): Fact => ({ ...own, prop: { kind: "by", text } }))];
}

type Prop = NonNullable<Fact["prop"]>;

function causesOf(verdict: ControlVerdict): readonly Prop[] {
  switch (verdict.outcome) {
    case "satisfied":
      return carriers(verdict);
    case "violated":
      return [...witnesses(verdict), ...messages(verdict)];
    case "missing":
    case "unverifiable":
      return reasons(verdict);
    case "not-applicable":
      return [];
  }
}

/** The branch that carried, where every platform was carried by the same. */
function carriers({ alternatives }: ControlVerdict): readonly Prop[] {
  const blocks = Map.groupBy(alternatives, ({ either }) => either);
  return [...blocks.values()].flatMap((each): readonly Prop[] => {
    const labels = [...new Set(each.map(({ carriedBy }) => carriedBy))];
    const [only] = labels;
    return only === undefined || labels.length > 1 ? [] : [{ kind: "through", text: quoted(only) }];
  });
}

/** A test names all of them or none, so more than people read are left out. */
const MOST_WITNESSES = 20;
const MOST_MESSAGES = 5;
const MOST_REASONS = 3;

function failing(verdict: ControlVerdict): ReturnType<typeof requirementsOf> {
  return requirementsOf(verdict).filter(({ truth }) => truth !== "true");
}

function witnesses(verdict: ControlVerdict): readonly Prop[] {
  const keys = [...new Set(failing(verdict).flatMap(({ node }) => witnessKeys(node)))].sort();
  if (keys.length === 0 || keys.length > MOST_WITNESSES) return [];
  return [{ kind: "naming", text: keys.map(quoted).join(", ") }];
}

function messages(verdict: ControlVerdict): readonly Prop[] {
  const texts = [...new Set(failing(verdict).flatMap((each) => each.messages.map(({ text }) => text)))];
  return texts.slice(0, MOST_MESSAGES).map((text) => ({ kind: "saying", text: quoted(text) }));
}

/** What is lacking, then what its nearest miss lacks. */
function reasons(verdict: ControlVerdict): readonly Prop[] {
  const lacking = evidenceOf(verdict).filter(({ state }) => state !== "available");
  const misses = lacking.flatMap(({ candidates }) => candidates.flatMap(({ because }) => because?.reason ?? []));
  const own = verdict.reasons.map(({ reason }) => reason);
  const all = [
    ...new Set([...own, ...reasonWords(lacking.flatMap((each) => each.reasons)).filter((word) => !own.includes(word)), ...misses]),
  ];
  return all
    .filter((word) => WORD.test(word))
    .slice(0, MOST_REASONS)
    .map((text) => ({ kind: "because", text }));
}

const WORD = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;
