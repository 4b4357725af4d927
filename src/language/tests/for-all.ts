/** `for all`: evidence that the runner makes up. What it fixes is checked like a `given`. `docs/language/decisions.md`, Tests. */
import type { Evidence, Expectation, Expression, ForAll, Test } from "../../../grammar/index.ts";
import type { Control, ForAllEvidence, GivenEvidence, ModuleScope } from "../checked/index.ts";
import { checkControl } from "../controls/index.ts";
import { clausesOf } from "./clauses.ts";
import { givenEvidence, propOf } from "./givens.ts";
import type { Row } from "./rows.ts";
import { report, type TestContext, type TestPlace } from "./test-context.ts";

/** Statements that an `all`, an `any` or an `optional all` is given at most: two that differ, and one more. */
const MOST_STATEMENTS = 3;

export function checkForAll(context: TestContext, place: TestPlace, row: Row, node: ForAll): ForAllEvidence | undefined {
  const given = givenEvidence(context, place, row, node.given);
  if (given === undefined) return undefined;
  const isNamed = propOf(node.given.props, "given-signed-by") !== undefined;
  const roots = isNamed ? [given.root] : [...new Set(given.serves.flatMap(({ evidence }) => evidence.signedBy))];
  const isOne = given.serves.every(({ evidence }) => evidence.quantity === "one");
  const filter = node.where && filterOf(context, node, given, node.where.condition);
  if (node.where && filter === undefined) return undefined;
  return { given, roots, ...(isOne ? { least: 1, most: 1 } : { least: 0, most: MOST_STATEMENTS }), ...(filter && { filter }) };
}

/** One input has one outcome, and `not` leaves open which; of many inputs nothing but that may be known. */
export function checkWhatIsExpected(context: TestContext, test: Test): void {
  const isForAll = clausesOf(test, "for-all").length > 0;
  for (const { expectation } of clausesOf(test, "expect")) {
    if (expectation.kind === "expect-trace" && isForAll) {
      report(context, "E7018", expectation.span, "every input of `for all` has a trace of its own", { help: ["expect an outcome"] });
    } else if (isNegated(expectation) && !isForAll) {
      report(context, "E7018", expectation.span, "this test judges one input, and does not say what comes out of it", {
        help: ["say the outcome; `not` is for what holds `for all` evidence"],
      });
    } else if (isNegated(expectation) && saysWhy(expectation)) {
      report(context, "E7018", expectation.span, "what does not come out has no cause", { help: ["end the line behind the outcome"] });
    }
  }
}

function isNegated(node: Expectation): boolean {
  if (node.kind === "expect-gate") return node.decision === "not-passed";
  return (node.kind === "expect-outcome" || node.kind === "expect-control") && node.negated === true;
}

function saysWhy(node: Expectation): boolean {
  return (node.kind === "expect-outcome" && node.of !== undefined) || ("props" in node && node.props.length > 0);
}

/** Names that no alias of a policy is spelt like. */
const VIEW = "the/view";
const ROOT = "the/root";
const FILTER = "the-evidence-that-is-meant";

/** `where`, checked and later judged as the `where` of an evidence of its own. */
function filterOf(context: TestContext, node: ForAll, given: GivenEvidence, condition: Expression): Control | undefined {
  const { span } = node;
  const { name } = node.given.name;
  const qualified = (module: string) => ({ kind: "qualified", span, module: { ...name, text: module }, name }) as const;
  const scope = aliased(context.scope, given, name.text);
  const evidence: Evidence = {
    kind: "evidence",
    span,
    name,
    quantity: "one",
    view: qualified(VIEW),
    signedBy: [qualified(ROOT)],
    clauses: [{ kind: "where", span: condition.span, condition }],
  };
  const id = { kind: "control-id", text: FILTER, span } as const;
  const title = { kind: "string", value: "what is meant", span } as const;
  const checked = checkControl(scope, { kind: "control", span, id, title, clauses: [evidence] }, noNames);
  context.diagnostics.push(...checked.diagnostics);
  return checked.control;
}

const noNames = { gates: new Set<string>(), controls: new Set<string>() };

function aliased(scope: ModuleScope, { view, root }: GivenEvidence, name: string): ModuleScope {
  const views = { ...scope, views: new Map([[name, view]]) };
  const roots = { ...scope, trustRoots: new Map([[name, root]]) };
  return { ...scope, uses: new Map([...scope.uses, [VIEW, views], [ROOT, roots]]) };
}
