/**
 * Meaning and wording hashes: SHA-256 over the canonical JSON of what can change an outcome, and of what only people read.
 * Comments, layout, names of variables and the order of clauses change neither. `language.md` §5.1.
 */
import {
  byCodeUnit,
  canonicalJson,
  canonicalJsonBytes,
  encodeHex,
  type Field,
  type Hasher,
  type Json,
  type Type,
  type View,
} from "../../base/index.ts";
import type {
  Body,
  CheckedPolicy,
  Clock,
  Control,
  Evidence,
  Expression,
  Gate,
  Requirement,
  Template,
  TextTest,
  TrustRoot,
  WaiveBlock,
  Waivable,
} from "../checked/index.ts";
import { everyEvidence, everyRequirement, witnessing } from "../controls/index.ts";
import { conditionForm, expressionForm, sorted, typeForm, type Bindings } from "./expression.ts";

export interface MeaningHashes {
  policy(): string;
  control(control: Control): string;
  wording(control: Control): string;
  /** Of a requirement, or of the freshness that an evidence asks for. */
  requirement(control: Control, source: Requirement | Evidence): string;
  root(root: TrustRoot): string;
}

export function meaningHashes(policy: CheckedPolicy, hasher: Hasher): MeaningHashes {
  const hash = (form: Json) => `sha256:${encodeHex(hasher.digest("sha256", [canonicalJsonBytes(form)]))}`;
  return {
    policy: () => hash(policyForm(policy)),
    control: (control) => hash(controlForm(control, policy.languageVersion)),
    wording: (control) => hash(wordingForm(control)),
    requirement: (control, source) => hash(partForm(control, source)),
    root: (root) => hash(rootForm(root)),
  };
}

/** Equal for expressions of one control that mean the same; of parts of different controls it says nothing. */
export function expressionKey(expression: Expression): string {
  return canonicalJson(expressionForm(expression, { slots: new Map(), depth: 0 }));
}

function policyForm(policy: CheckedPolicy): Json {
  const gates = policy.gates.map((gate) => gateForm(gate, policy.languageVersion));
  const persons = policy.persons.map((person) => sorted(person.map((identity) => identity.text)));
  const controls = policy.controls.map((control) => [control.id, controlForm(control, policy.languageVersion)]);
  const waivers = sorted(policy.waivers.map(waiverForm));
  return [policy.languageVersion, sorted(controls), sorted(gates), sorted(persons), ...(waivers.length > 0 ? [waivers] : [])];
}

function gateForm(gate: Gate, languageVersion: string): Json {
  const after = sorted(gate.after.map(({ gate: name, control }) => [name, controlForm(control, languageVersion)]));
  const terms = [after, gate.acceptsSignedWaiversOnly, sorted(gate.refusedWaivers)];
  const hasTerms = after.length > 0 || gate.acceptsSignedWaiversOnly || gate.refusedWaivers.length > 0;
  return [gate.name, gate.environment, sorted(gate.controls.map(({ id, mode }) => [id, mode])), ...(hasTerms ? [terms] : [])];
}

/** What it waives, for whom and when; reason and ticket are for people. */
function waiverForm(waiver: WaiveBlock): Json {
  const { id, control, target, scope, requestedBy, approvedBy, approvedOn, expires, replaces } = waiver;
  const part = target && (target.kind === "requirement" ? [target.kind, target.id] : [target.kind, target.noun, sorted(target.keys)]);
  const place = scope.kind === "subject" ? [scope.kind, ...scope.digests.digests] : [scope.kind, scope.repository.text];
  const dates = [approvedOn.toString(), expires.toString()];
  return [id, control, part ?? null, place, requestedBy.text, approvedBy.text, dates, replaces ?? null];
}

export function controlForm(control: Control, languageVersion: string): Json {
  const bindings = bindingsOf(control);
  const applies = control.applies.map((each) =>
    each.kind === "at-stage" ? [each.kind, ...sorted(each.stages)] : [each.kind, conditionForm(each.condition, bindings)],
  );
  const conjuncts = conjunctForms(control.body, bindings);
  const dates = [control.effectiveFrom, control.enforceFrom, control.until].map((at) => at?.toString() ?? null);
  const platforms = control.everyPlatform ? ["for-every-platform"] : [];
  const waivable = control.waivable ? [waivableForm(control.waivable)] : [];
  return ["control", languageVersion, sorted(applies), dates, sorted(conjuncts), ...platforms, ...waivable];
}

function waivableForm({ upTo, by, scope }: Waivable): Json {
  return ["waivable", upTo.toString(), sorted(by.map(rootForm)), scope];
}

function conjunctForms({ evidence, requirements, alternatives }: Body, bindings: Bindings): readonly Json[] {
  return [
    ...evidence.map((each) => evidenceForm(each, bindings)),
    ...requirements.map((each) => requirementForm(each, bindings)),
    // Which branch comes first decides who is named as carrying, and never what comes out.
    ...alternatives.map(({ branches }) => ["either", ...sorted(branches.map(({ body }) => sorted(conjunctForms(body, bindings))))]),
  ];
}

/** Evidence stands for itself by its own form, so that neither its name nor its place counts; of several alike, by their order. */
function findBindings(control: Control): Bindings {
  const evidence = everyEvidence(control.body);
  const unnamed: Bindings = { slots: new Map(evidence.map((each) => [each.slot, ["evidence", each.view.name]])), depth: 0 };
  const texts = new Map(evidence.map((each) => [each, canonicalJson(evidenceForm(each, ownBinding(each, unnamed)))]));
  const order = [...evidence].sort((a, b) => byCodeUnit(texts.get(a) ?? "", texts.get(b) ?? ""));
  return { slots: new Map(order.map((each, index) => [each.slot, ["evidence", index]])), depth: 0 };
}

function ownBinding(evidence: Evidence, { slots }: Bindings): Bindings {
  return { slots: new Map(slots).set(evidence.slot, ["self"]), depth: 0 };
}

function evidenceForm(evidence: Evidence, bindings: Bindings): Json {
  const { about, listedIn, where, fresh, pick } = evidence;
  return [
    "evidence",
    bindings.slots.get(evidence.slot) ?? null,
    evidence.quantity,
    viewForm(evidence.view),
    sorted(evidence.signedBy.map(rootForm)),
    where ? conditionForm(where.condition, bindings) : null,
    fresh ? [expressionForm(fresh.within, bindings), clockForm(fresh.clock, bindings)] : null,
    pick ? [pick.end, clockForm(pick.clock, bindings)] : null,
    ...(about ? [["about", about.kind === "path" ? expressionForm(about.target, bindings) : about.kind]] : []),
    ...(listedIn ? [["listed-in", expressionForm(listedIn.list, bindings)]] : []),
  ];
}

function clockForm(clock: Clock, bindings: Bindings): Json {
  return clock.kind === "signing-time" ? clock.kind : expressionForm(clock.read, bindings);
}

function requirementForm(requirement: Requirement, bindings: Bindings): Json {
  return ["require", conditionForm(requirement.condition, bindings), requirement.graceUntil?.toString() ?? null];
}

function partForm(control: Control, source: Requirement | Evidence): Json {
  const bindings = bindingsOf(control);
  return "condition" in source ? requirementForm(source, bindings) : ["fresh", evidenceForm(source, bindings)];
}

/** A view is never changed, and every evidence of its type asks for its form several times. */
const viewForms = new WeakMap<View, string>();

export function viewForm(view: View): string {
  const known = viewForms.get(view) ?? canonicalJson(viewFormOf(view));
  viewForms.set(view, known);
  return known;
}

function viewFormOf(view: View): Json {
  const types = view.predicateTypes.map(({ tag, type }) => [tag, type]);
  return ["view", sorted(types), sorted(view.record.fields.map(fieldForm))];
}

function fieldForm(field: Field): Json {
  const places = field.places.map((place) => [place.tag ?? null, place.pointer, place.via ?? null]);
  return [
    field.name,
    typeForm(field.type),
    field.optional,
    field.exhaustive,
    field.nonempty,
    field.mark ?? null,
    places,
    sorted(innerFields(field.type).map(fieldForm)),
  ];
}

/** The fields of a record, or of the records in a list. */
function innerFields(type: Type): readonly Field[] {
  if (type.kind === "record") return type.fields;
  return type.kind === "list" ? innerFields(type.of) : [];
}

function testForm(test: TextTest): Json {
  if (test.kind === "is-one-of") return [test.kind, ...sorted(test.texts)];
  return [test.kind, "text" in test ? test.text : test.pattern];
}

/** By content: keys by their fingerprints, not by the names of files. */
export function rootForm(root: TrustRoot): Json {
  const at = (instant: bigint | undefined) => instant?.toString() ?? null;
  const keys = root.keys.map((key) => [
    key.fingerprint,
    key.holder ?? null,
    at(key.validFrom),
    at(key.validUntil),
    at(key.revokedSince),
    ...(key.algorithm === undefined ? [] : [key.algorithm]),
  ]);
  const tests = (list: readonly TextTest[]) => sorted(list.map(testForm));
  return [
    root.kind,
    root.trustedRoot?.digest ?? root.sigstore ?? null,
    sorted(root.authorities.map((authority) => authority.fingerprint)),
    sorted(keys),
    root.issuer ?? null,
    tests(root.identity),
    sorted(root.claims.map((claim) => [claim.name, tests(claim.tests)])),
    [root.threshold, root.logged, root.timestamped, root.acceptsClaimedTime],
    sorted(root.refused.map((refusal) => [tests(refusal.tests), at(refusal.since)])),
    ...(root.provenBy === undefined ? [] : [root.provenBy.trustedRoot?.digest ?? root.provenBy.sigstore]),
  ];
}

function wordingForm(control: Control): Json {
  const bindings = bindingsOf(control);
  const { title, statement, severity, owner, mappings } = control;
  return [
    "wording",
    title,
    statement ?? null,
    severity ?? null,
    owner ?? null,
    sorted(mappings.map(({ framework, id }) => [framework, id])),
    sorted(everyRequirement(control.body).map((each) => messagesForm(each, bindings))),
    ...control.body.alternatives.map(({ branches }) => ["either", ...branches.map(({ label }) => label)]),
  ];
}

/** The variable of the quantifier that the message is about stands for its element, whatever it is called. */
function messagesForm({ label, condition, otherwise, fix }: Requirement, { slots, depth }: Bindings): Json {
  const drawn = witnessing(condition)?.drawn;
  const bindings = drawn ? { slots: new Map(slots).set(drawn.slot, ["witness"]), depth } : { slots, depth };
  const parts = (template: Template | undefined) =>
    template?.parts.map((part) => (part.kind === "text" ? part.text : [expressionForm(part.value, bindings)])) ?? null;
  return [label ?? null, parts(otherwise), parts(fix)];
}

/** A control is never changed, and each of its requirements asks for them again. */
const knownBindings = new WeakMap<Control, Bindings>();

function bindingsOf(control: Control): Bindings {
  const known = knownBindings.get(control) ?? findBindings(control);
  knownBindings.set(control, known);
  return known;
}
