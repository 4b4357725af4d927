/** What a test gives: which evidence, from where, signed by whom. `language.md` §8. */
import type { Given, GivenProp, Qualified } from "../../../grammar/index.ts";
import type { View } from "../../base/index.ts";
import type { CheckedGiven, GivenEvidence, ServedEvidence, TrustRoot } from "../checked/index.ts";
import { everyEvidence } from "../controls/index.ts";
import { didYouMean } from "../nearest.ts";
import { checkProps } from "./given-props.ts";
import { checkOverride } from "./overrides.ts";
import type { Row } from "./rows.ts";
import { listed, moduleOf, qualifiedText, report, type TestContext, type TestPlace } from "./test-context.ts";

export type GivenFile = Extract<Given, { kind: "given-file" }>;

export function checkGiven(context: TestContext, place: TestPlace, row: Row, given: Given): CheckedGiven | undefined {
  switch (given.kind) {
    case "invalid":
      return undefined;
    case "given-nothing":
      return { kind: "nothing", span: given.span };
    case "given-no-answer": {
      const serves = servedBy(context, place, given.for);
      return serves && { kind: "no-answer", name: qualifiedText(given.for), serves, span: given.span };
    }
    case "given-file":
      return givenEvidence(context, place, row, given);
  }
}

export function givenEvidence(context: TestContext, place: TestPlace, row: Row, given: GivenFile): GivenEvidence | undefined {
  const serves = servedBy(context, place, given.name);
  const [first] = serves ?? [];
  if (serves === undefined || first === undefined) return undefined;
  const signedBy = propOf(given.props, "given-signed-by");
  const root = signedBy === undefined ? rootOf(first.evidence.signedBy) : resolveRoot(context, signedBy.root);
  if (root === undefined) return undefined;
  const { view } = first.evidence;
  const written = propOf(given.props, "given-with")?.overrides ?? [];
  const overrides = written.flatMap((override) => checkOverride(context, view, row, override) ?? []);
  return {
    kind: "evidence",
    name: qualifiedText(given.name),
    view,
    serves,
    ...(given.file && { file: { path: given.file.value, span: given.file.span } }),
    overrides,
    root,
    ...checkProps(context, place, { props: given.props, root, serves, row, span: given.span }),
    span: given.span,
    nameSpan: given.name.span,
  };
}

function rootOf(roots: readonly TrustRoot[]): TrustRoot | undefined {
  return roots[0];
}

/** In a test of a control by the evidence's name, in a test of a gate by the view that reads it. */
function servedBy(context: TestContext, place: TestPlace, name: Qualified): readonly ServedEvidence[] | undefined {
  const all = place.controls.flatMap(({ id, body }) => everyEvidence(body).map((evidence) => ({ control: id, evidence })));
  return place.target.kind === "control" ? ofControl(context, place.target.id, all, name) : ofGate(context, place.target.name, all, name);
}

function ofControl(
  context: TestContext,
  id: string,
  all: readonly ServedEvidence[],
  name: Qualified,
): readonly ServedEvidence[] | undefined {
  const text = qualifiedText(name);
  const found = all.filter(({ evidence }) => evidence.name === text);
  if (found.length > 0) return found;
  const names = all.map(({ evidence }) => evidence.name);
  return report(context, "E7002", name.span, `${id} has no evidence \`${text}\``, {
    ...didYouMean(text, name.span, names),
    help: [names.length === 0 ? `${id} has no evidence` : `its evidence is ${listed(names)}`],
  });
}

function ofGate(
  context: TestContext,
  gate: string,
  all: readonly ServedEvidence[],
  name: Qualified,
): readonly ServedEvidence[] | undefined {
  const text = qualifiedText(name);
  const view = moduleOf(context, name)?.views.get(name.name.text);
  const found = view === undefined ? [] : all.filter(({ evidence }) => isSameView(evidence.view, view));
  if (found.length > 0) return found;
  const views = [...new Set(all.map(({ evidence }) => evidence.view.name))];
  return report(context, "E7002", name.span, `no control of gate \`${gate}\` has evidence of \`${text}\``, {
    ...didYouMean(text, name.span, views),
    help: [`in a test of a gate, evidence is given by what it is: ${listed(views)}`],
  });
}

function isSameView(a: View, b: View): boolean {
  return a === b || (a.module === b.module && a.record.name === b.record.name);
}

function resolveRoot(context: TestContext, name: Qualified): TrustRoot | undefined {
  const scope = moduleOf(context, name);
  const found = scope?.trustRoots.get(name.name.text);
  if (found !== undefined) return name.module === undefined ? found : { ...found, name: qualifiedText(name) };
  return report(context, "E4002", name.span, `there is no trust root called \`${qualifiedText(name)}\``, {
    ...didYouMean(name.name.text, name.name.span, scope?.trustRoots.keys() ?? []),
    help: ["whoever no trust root names signs as `signed by somebody else`"],
  });
}

export function propOf<K extends GivenProp["kind"]>(props: readonly GivenProp[], kind: K): Extract<GivenProp, { kind: K }> | undefined {
  return props.find((prop): prop is Extract<GivenProp, { kind: K }> => prop.kind === kind);
}
