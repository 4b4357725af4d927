/** What was drawn as evidence that an ordinary test could give: overrides of a fixture, or of nothing. */
import { ok, type Field, type Json, type Needed, type RecordType, type Type, type Value } from "../../base/index.ts";
import { readView } from "../../evidence/index.ts";
import type { CheckedOverride, GivenEvidence } from "../../language/index.ts";
import { removeField, setField } from "../fixtures/override.ts";
import { readField, type Document, type Path } from "../fixtures/reading.ts";
import { neededBy } from "./arbitraries.ts";
import type { Drawn, DrawnStatement } from "./drawn.ts";
import { poolOf, type Pools } from "./pools.ts";
import { signerChoices, timeChoices, type MadeEvidence } from "./signing-choices.ts";

export interface Making {
  readonly forAll: MadeEvidence;
  /** The fixture; an empty predicate without one. */
  readonly base: Document;
  readonly pools: Pools;
}

/** `undefined`: the view cannot read what was drawn. */
export function evidenceOf(making: Making, drawn: DrawnStatement): GivenEvidence | undefined {
  const { forAll, base, pools } = making;
  const { given } = forAll;
  const { root, signer } = signerChoices(forAll, pools.now)[drawn.signer] ?? { root: given.root, signer: given.signer };
  const signedAt = timeChoices(forAll, pools)[drawn.time] ?? given.signedAt;
  const { document, overrides } = applied(making, overridesOf(making, drawn.fields));
  const isReadable = given.serves.every(
    ({ evidence }) => readView(given.view, base.predicateType, document.predicate, evidence.needed).kind === "readable",
  );
  if (!isReadable && !given.spoilt.has("malformed")) return undefined;
  return { ...given, root, signer, ...(signedAt !== undefined && { signedAt }), overrides: [...overrides, ...given.overrides] };
}

/** In the order in which they are set. What the view works out from several places, or cannot say so, stays as it is. */
function applied(
  { forAll, base }: Making,
  drawn: readonly CheckedOverride[],
): { document: Document; overrides: readonly CheckedOverride[] } {
  let document = base;
  const overrides: CheckedOverride[] = [];
  for (const override of drawn) {
    const set = apply(document, override);
    if (!set.ok || isSame(document.predicate, set.value)) continue;
    document = { ...document, predicate: set.value };
    overrides.push(override);
  }
  for (const override of forAll.given.overrides) {
    const set = apply(document, override);
    if (set.ok) document = { ...document, predicate: set.value };
  }
  return { document, overrides };
}

function apply(document: Document, { path, type, value }: CheckedOverride): ReturnType<typeof setField> {
  if (value.kind === "absent") return removeField(document, path);
  return value.kind === "value" ? setField(document, path, type, value.value) : ok(document.predicate);
}

function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function overridesOf(making: Making, drawn: Drawn): readonly CheckedOverride[] {
  const { view } = making.forAll.given;
  return ofRecord({ ...making, needed: neededBy(making.forAll), path: [] }, view.record, drawn);
}

interface At extends Making {
  readonly needed: Needed;
  readonly path: Path;
}

function ofRecord(at: At, type: RecordType, drawn: Drawn): readonly CheckedOverride[] {
  return type.fields.flatMap((field) => {
    const needed = at.needed.fields.get(field.name);
    if (needed === undefined) return [];
    const below = drawn.kind === "record" ? (drawn.fields[field.name] ?? keepIt) : keepIt;
    return ofField({ ...at, needed, path: [...at.path, field.name] }, field, below);
  });
}

const keepIt: Drawn = { kind: "keep" };

function ofField(at: At, field: Field, drawn: Drawn): readonly CheckedOverride[] {
  const { path, base } = at;
  if (
    at.forAll.given.overrides.some((fixed) => fixed.path.length <= path.length && fixed.path.every((step, index) => step === path[index]))
  )
    return [];
  const isThere = readField(base, path).kind === "there";
  if (drawn.kind === "absent") return isThere ? [override(at, field.type, { kind: "absent" })] : [];
  if (drawn.kind === "keep" && (isThere || field.optional)) return [];
  return ofValue(at, field, drawn);
}

function ofValue(at: At, field: Field, drawn: Drawn): readonly CheckedOverride[] {
  const { type } = field;
  const { pools } = at;
  if (type.kind === "record") return ofRecord(at, type, drawn);
  if (type.kind === "list" && type.of.kind === "record") return ofList(at, type.of, drawn.kind === "list" ? drawn.elements : []);
  if (drawn.kind === "value") return [override(at, type, { kind: "value", value: drawn.value })];
  const value = type.kind === "list" || type.kind === "set" ? [] : poolOf(pools, type, field)[0];
  return value === undefined ? [] : [override(at, type, { kind: "value", value })];
}

function ofList(at: At, of: RecordType, elements: readonly Drawn[]): readonly CheckedOverride[] {
  const { path, base } = at;
  const read = readField(base, path);
  const before = read.kind === "there" && Array.isArray(read.cell.value) ? read.cell.value.length : 0;
  const type: Type = { kind: "list", of };
  if (before === 0 && elements.length === 0) return [override(at, type, { kind: "value", value: [] as Value })];
  const surplus = Array.from({ length: Math.max(0, before - elements.length) }, (_, index) => before - 1 - index);
  return [
    ...surplus.map((index) => override({ ...at, path: [...path, index] }, of, { kind: "absent" })),
    ...elements.flatMap((element, index) => ofRecord({ ...at, path: [...path, index] }, of, element)),
  ];
}

function override({ path, forAll }: Pick<At, "path" | "forAll">, type: Type, value: CheckedOverride["value"]): CheckedOverride {
  return { path, text: pathText(path), type, value, span: forAll.given.span };
}

function pathText(path: Path): string {
  return path.map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");
}
