/** What the laws of evaluation are asked of: conditions compiled in one control, and evidence for them that may be unknown. */
import { parseIdentity, peopleOf, type Identity, type People } from "../../../src/base/index.ts";
import { StatementSet, type BoundStatement, type Environment, type Slot } from "../../../src/evaluate/environment.ts";
import { unverifiable, type Unknown } from "../../../src/evaluate/truth.ts";
import { readView } from "../../../src/evidence/index.ts";
import type { CheckedPolicy, Condition, Control } from "../../../src/language/index.ts";
import { compilePolicy, said } from "../../support/compile-policy.ts";
import { fc } from "../../support/property.ts";
import { HEAD, predicate } from "./conditions.ts";
import { changes, DEFINES, EVERYBODY } from "./generate.ts";
import { aRequest, json } from "./world.ts";

export const span = { file: "main.policy", start: 0, end: 1 };
export const GONE = unverifiable("source-failed", span);

/** Passes over what reads too little to compile: a fallback for what a guard before it has proven present. */
export function compiled(...texts: readonly string[]): CheckedPolicy {
  const requirements = texts.map((condition, index) => `  require q${index}: ${condition}\n    else "no"`);
  const result = compilePolicy(`${HEAD}control C "c" {
  evidence s: p signed by r
  evidence pile: all p signed by r
  ${DEFINES}
${requirements.join("\n")}
}
gate prod { enforce C }
`);
  if (result.policy) return result.policy;
  const needless = said(result).filter((line) => line.startsWith("E3003") || line.startsWith("E3004"));
  fc.pre(needless.length === 0);
  throw new Error(`does not compile:\n${said(result).join("\n")}`);
}

export interface World {
  /** Absent: the statement is unknown. */
  readonly s?: Readonly<Record<string, unknown>>;
  readonly pile: readonly Readonly<Record<string, unknown>>[];
  /** Who signed each statement of the pile; one key for all of them unless said. */
  readonly signers?: readonly (readonly Identity[])[];
  readonly unread: number;
}

export const worlds: fc.Arbitrary<World> = fc
  .record({
    s: fc.option(changes, { nil: undefined, freq: 12 }),
    pile: fc.array(changes, { maxLength: 3 }),
    unread: fc.constantFrom(0, 0, 1),
  })
  .map(({ s, pile, unread }) => (s === undefined ? { pile, unread } : { s, pile, unread }));

export const manyWorlds = fc.array(worlds, { minLength: 30, maxLength: 30 });

export function controlOf(policy: CheckedPolicy): Control {
  return policy.controls[0] as Control;
}

export function boundTo(
  control: Control,
  name: "s" | "pile",
  change: Readonly<Record<string, unknown>>,
  signers: readonly Identity[] = [{ kind: "key", text: "sha256:0" }],
): BoundStatement {
  const evidence = control.body.evidence.find((each) => each.name === name);
  if (!evidence) throw new Error(`no evidence ${name}`);
  const reading = readView(evidence.view, "https://acme.example/p/v1", json(predicate(change).predicate), evidence.needed);
  if (reading.kind !== "readable") throw new Error(JSON.stringify(reading.failures));
  return { attestation: "A-01", record: reading.record, signers };
}

export function slotsOf(control: Control, world: World): Slot[] {
  const slots = new Array<Slot>(control.slots);
  for (const { name, slot } of control.body.evidence) {
    if (name === "s") slots[slot] = world.s === undefined ? GONE : boundTo(control, "s", world.s);
    else
      slots[slot] = new StatementSet(
        world.pile.map((each, index) => boundTo(control, "pile", each, world.signers?.[index])),
        Array<Unknown>(world.unread).fill(GONE),
      );
  }
  return slots;
}

export function environmentOf(policy: CheckedPolicy, world: World, people: People = peopleOf(policy.persons)): Environment {
  return { slots: slotsOf(controlOf(policy), world), request: aRequest, people, steps: 0, hasReadClock: false };
}

export function conditionOf(policy: CheckedPolicy, index = 0): Condition {
  return controlOf(policy).body.requirements[index]?.condition as Condition;
}

/** Says of everybody who they are: unlinked identities are one person where the choices say so and nothing known speaks against it. */
export function everybodyKnown(persons: readonly (readonly Identity[])[], all: readonly Identity[], choices: readonly number[]): People {
  const people = peopleOf(persons);
  const groups: Identity[][] = [];
  for (const [index, each] of all.entries()) {
    const known = groups.find((group) => group.some((other) => people.same(each, other) === true));
    const possible = groups.filter((group) => group.every((other) => people.same(each, other) !== false));
    const group = known ?? possible[(choices[index] ?? 0) % (possible.length + 1)];
    if (group) group.push(each);
    else groups.push([each]);
  }
  // All have an account at one place, where each can be told from the others.
  return peopleOf(
    groups.map((group, index) => [...group, { kind: "account", text: `real:p${index}`, provider: "real", name: `p${index}` }]),
  );
}

/** The identities that generated evidence may hold. */
export const IDENTITIES: readonly Identity[] = EVERYBODY.map((text) => {
  const parsed = parseIdentity(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
});
