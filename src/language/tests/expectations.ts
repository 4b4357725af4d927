/** What a test expects: outcome and cause, disposition, decision. `language.md` §8. */
import type { Expectation, ExpectProp, Name } from "../../../grammar/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { CheckedExpectation, Control, ControlExpectation, ExpectedPart, ExpectedResult } from "../checked/index.ts";
import { everyEvidence, everyRequirement } from "../controls/index.ts";
import { didYouMean } from "../nearest.ts";
import { listed, report, type TestContext, type TestPlace } from "./test-context.ts";

export function checkExpectation(context: TestContext, place: TestPlace, node: Expectation): CheckedExpectation | undefined {
  switch (node.kind) {
    case "invalid":
      return undefined;
    case "expect-trace":
      return { kind: "trace", file: node.file.value, span: node.span };
    case "expect-gate":
      if (place.target.kind === "gate") return { kind: "decision", decision: node.decision, span: node.span };
      return report(context, "E7009", node.span, "a test of a control sees no gate decide", {
        help: ["a test `for gate …` expects a decision of the gate"],
      });
    case "expect-outcome":
      return ofTarget(context, place, node);
    case "expect-control":
      return ofGateControl(context, place, node);
  }
}

function ofTarget(
  context: TestContext,
  { target, controls }: TestPlace,
  node: Extract<Expectation, { kind: "expect-outcome" }>,
): ControlExpectation | undefined {
  const control = target.kind === "control" ? controls.find(({ id }) => id === target.id) : undefined;
  if (control === undefined) {
    return report(context, "E7009", node.span, "a test of a gate must say which control it means", {
      help: [`write \`expect control ${controls[0]?.id ?? "…"} ${node.outcome.replace("-", " ")}\``],
    });
  }
  const expected: ExpectedResult = { kind: "outcome", outcome: node.outcome };
  const of = node.of && partOf(context, control, node.of);
  if (node.of && of === undefined) return undefined;
  const negated = node.negated && ({ negated: true } as const);
  return {
    kind: "control",
    control: control.id,
    expected,
    ...negated,
    ...(of && { of }),
    ...propsOf(context, control, node.props),
    span: node.span,
  };
}

function ofGateControl(
  context: TestContext,
  { target, controls }: TestPlace,
  node: Extract<Expectation, { kind: "expect-control" }>,
): ControlExpectation | undefined {
  const { text, span } = node.control;
  const control = controls.find(({ id }) => id === text);
  if (control === undefined) {
    const where = target.kind === "gate" ? `gate \`${target.name}\` lists no control` : `this test is for ${target.id} and sees no control`;
    return report(
      context,
      "E7009",
      span,
      `${where} \`${text}\``,
      didYouMean(
        text,
        span,
        controls.map(({ id }) => id),
      ),
    );
  }
  const negated = node.negated && ({ negated: true } as const);
  const props = propsOf(context, control, node.props);
  return { kind: "control", control: text, expected: resultOf(node.result), ...negated, ...props, span: node.span };
}

function resultOf(word: Extract<Expectation, { kind: "expect-control" }>["result"]): ExpectedResult {
  switch (word) {
    case "satisfied":
    case "violated":
    case "missing":
    case "unverifiable":
    case "not-applicable":
      return { kind: "outcome", outcome: word };
    default:
      return { kind: "disposition", disposition: word };
  }
}

/** A label, an evidence name, or `r1` for the first requirement without a label. */
function partOf(context: TestContext, control: Control, { text, span }: Name): ExpectedPart | undefined {
  const requirement = everyRequirement(control.body).find(({ id, label }) => label === text || id === `${control.id}.${text}`);
  if (requirement !== undefined) return { kind: "requirement", id: requirement.id, name: text };
  const evidence = everyEvidence(control.body).map(({ name }) => name);
  if (evidence.includes(text)) return { kind: "evidence", name: text };
  const names = [...everyRequirement(control.body).map(({ id }) => id.slice(control.id.length + 1)), ...evidence];
  return report(context, "E7009", span, `${control.id} has no requirement or evidence \`${text}\``, {
    ...didYouMean(text, span, names),
    help: [`it has ${listed(names)}`],
  });
}

type Props = Pick<ControlExpectation, "naming" | "because" | "saying" | "through" | "by">;

function propsOf(context: TestContext, control: Control, props: readonly ExpectProp[]): Props {
  const found: { -readonly [K in keyof Props]: Props[K] } = {};
  const seen = new Map<string, Span>();
  for (const prop of props) {
    const at = seen.get(prop.kind);
    if (at)
      report(context, "E7008", prop.span, `\`${prop.kind}\` is said twice of one expectation`, {
        related: [{ span: at, text: "first here" }],
      });
    seen.set(prop.kind, prop.span);
    if (prop.kind === "naming") found.naming = prop.keys.map(({ value }) => value);
    else if (prop.kind === "because") found.because = prop.reason.text;
    else if (prop.kind === "saying") found.saying = prop.text.value;
    else if (prop.kind === "by") found.by = prop.waiver.text;
    else {
      checkBranch(context, control, prop.label);
      found.through = prop.label.value;
    }
  }
  return found;
}

function checkBranch(context: TestContext, { id, body }: Control, { value, span }: { readonly value: string; readonly span: Span }): void {
  const labels = body.alternatives.flatMap(({ branches }) => branches.map(({ label }) => label));
  if (labels.includes(value)) return;
  const help = labels.length === 0 ? [`${id} has no alternatives`] : [`its alternatives are ${listed(labels)}`];
  report(context, "E7009", span, `${id} has no alternative \`${value}\``, { ...didYouMean(value, span, labels), help });
}
