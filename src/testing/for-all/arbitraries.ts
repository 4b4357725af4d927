/** How evidence is drawn, and made smaller again: by fast-check, which shrinks each choice towards its first. */
import fc, { type Arbitrary } from "fast-check";
import type { Field, Needed, RecordType, Type, Value } from "../../base/index.ts";
import { everyEvidence, type ForAllEvidence } from "../../language/index.ts";
import { keep, type Drawn, type DrawnStatement } from "./drawn.ts";
import { meantOf, poolOf, type Pools } from "./pools.ts";
import { signerChoices, timeChoices, type MadeEvidence } from "./signing-choices.ts";

/** For each `for all` line its statements. */
export type DrawnCase = readonly (readonly DrawnStatement[])[];

export function anyCase(forAll: readonly MadeEvidence[], pools: Pools): Arbitrary<DrawnCase> {
  return fc.tuple(...forAll.map((each) => fc.array(statement(each, pools), { minLength: each.least, maxLength: each.most, size: "max" })));
}

function statement(forAll: MadeEvidence, pools: Pools): Arbitrary<DrawnStatement> {
  const { view } = forAll.given;
  return fc.record({
    signer: fc.nat(signerChoices(forAll, pools.now).length - 1),
    time: fc.nat(timeChoices(forAll, pools).length - 1),
    fields: either(fc.constant(keep), record(view.record, neededBy(forAll), pools), [1, 5]),
  });
}

/** What every evidence that the line serves reads, and its `where`. */
export function neededBy({ given, filter }: ForAllEvidence): Needed {
  const meant = filter === undefined ? [] : everyEvidence(filter.body);
  return [...given.serves.map(({ evidence }) => evidence), ...meant].map(({ needed }) => needed).reduce(together);
}

function together(a: Needed, b: Needed): Needed {
  const names = new Set([...a.fields.keys(), ...b.fields.keys()]);
  const both = (name: string): Needed => {
    const [one, other] = [a.fields.get(name), b.fields.get(name)];
    return one && other ? together(one, other) : (one ?? other ?? { fields: new Map() });
  };
  return { fields: new Map([...names].map((name) => [name, both(name)])) };
}

/** One or the other, so many times each; the first is what the second is made smaller to. */
function either(first: Arbitrary<Drawn>, second: Arbitrary<Drawn>, [a, b]: readonly [number, number]): Arbitrary<Drawn> {
  return fc.oneof({ withCrossShrink: true }, { weight: a, arbitrary: first }, { weight: b, arbitrary: second });
}

function record(type: RecordType, needed: Needed, pools: Pools): Arbitrary<Drawn> {
  const fields = type.fields.flatMap((field) => {
    const below = needed.fields.get(field.name);
    return below === undefined ? [] : [[field.name, fieldValue(field, below, pools)] as const];
  });
  return fc.record(Object.fromEntries(fields)).map((drawn): Drawn => ({ kind: "record", fields: drawn }));
}

function fieldValue(field: Field, needed: Needed, pools: Pools): Arbitrary<Drawn> {
  const value = valueOf(field.type, { field, needed, pools });
  const there = either(fc.constant(keep), value, [1, 1]);
  return field.optional ? either(there, fc.constant<Drawn>({ kind: "absent" }), [4, 1]) : there;
}

interface Around {
  readonly field: Field;
  readonly needed: Needed;
  readonly pools: Pools;
}

function valueOf(type: Type, { field, needed, pools }: Around): Arbitrary<Drawn> {
  if (type.kind === "record") return record(type, needed, pools);
  if (type.kind === "list" && type.of.kind === "record") {
    const element = record(type.of, needed, pools);
    return fc
      .array(either(fc.constant(keep), element, [1, 4]), { maxLength: 3, size: "max" })
      .map((elements): Drawn => ({ kind: "list", elements }));
  }
  if (type.kind === "list" || type.kind === "set") {
    if (type.of.kind === "record") return fc.constant(keep);
    const pool = poolOf(pools, type.of, field);
    const some = fc.subarray([...pool.keys()], { maxLength: Math.min(3, pool.length) });
    return some.map((chosen): Drawn => ({ kind: "value", value: chosen.map((at) => ({ value: pool[at] as Value })) }));
  }
  const pool = poolOf(pools, type, field);
  if (pool.length === 0) return fc.constant(keep);
  const meant = type.kind === "enum" ? [] : meantOf(pools, type, field);
  return meant.length === 0 ? oneOf(pool) : either(oneOf(meant), oneOf(pool), [1, 1]);
}

function oneOf(pool: readonly Value[]): Arbitrary<Drawn> {
  return fc.constantFrom(...pool).map((value): Drawn => ({ kind: "value", value }));
}
