/** The text of a recorded test, before the formatter. */
import { formatInstant, quoted } from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import { writeValue, type Parameter } from "../../language/index.ts";
import type { Fact } from "./facts.ts";

export interface BlockParts {
  readonly judged: Judged;
  readonly title: string;
  readonly subjectLine: string;
  readonly givens: readonly string[];
  readonly facts: readonly Fact[];
}

export function blockText({ judged, title, subjectLine, givens, facts }: BlockParts): string {
  const { policy, request } = judged;
  const lines = [
    `at ${formatInstant(request.evaluationTime)}`,
    subjectLine,
    ...parametersOfRun(policy.parameters).map(parameterLine),
    ...(givens.length === 0 ? ["given nothing"] : givens),
    ...expectations(facts),
  ];
  return `test ${quoted(title)} tagged "recorded" for gate ${request.gate} {\n${lines.join("\n")}\n}\n`;
}

/** What this run set, and the policy does not say: tests are run without configuration and command line. */
export function parametersOfRun(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter(({ layer }) => layer === "configuration" || layer === "command-line");
}

function parameterLine({ name, type, value }: Parameter): string {
  return `param ${name} = ${writeValue(value, type)}`;
}

/** Of a control one line with one cause of each kind, and further ones for further causes. */
function expectations(facts: readonly Fact[]): readonly string[] {
  const results = Map.groupBy(facts, ({ control = "", result }) => JSON.stringify([control, result]));
  return [...results.values()].flatMap((each) => {
    const [first] = each;
    if (first === undefined) return [];
    const head = first.control === undefined ? `expect gate ${first.result}` : `expect control ${first.control} ${first.result}`;
    return propLines(each).map((props) => [head, ...props].join(" "));
  });
}

function propLines(facts: readonly Fact[]): readonly (readonly string[])[] {
  const byKind = [
    ...Map.groupBy(
      facts.flatMap(({ prop }) => prop ?? []),
      ({ kind }) => kind,
    ),
  ];
  const count = Math.max(1, ...byKind.map(([, props]) => props.length));
  return Array.from({ length: count }, (_, at) => byKind.flatMap(([kind, props]) => (props[at] ? [`${kind} ${props[at].text}`] : [])));
}
