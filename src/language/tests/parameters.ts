/** `param` in a test: as on the command line, within the parameter's bound. `language.md` §5.7, §8. */
import type { Param, Test } from "../../../grammar/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Parameter, TestParameter } from "../checked/index.ts";
import { lowerValue, refuse, unknownParameter, type DeclaredParameter } from "../declarations/index.ts";
import { clausesOf } from "./clauses.ts";
import { inRow, type Row } from "./rows.ts";
import { stageOf } from "./stages.ts";
import { report, type TestContext, type TestPlace } from "./test-context.ts";

export function checkParameters(context: TestContext, test: Test, place: TestPlace, row: Row): readonly TestParameter[] {
  if (clausesOf(test, "test-param").length === 0) return [];
  const seen = new Map<string, Span>();
  const relaxed = relaxable(context, stageOf({ ...context, diagnostics: [] }, test, place));
  return clausesOf(test, "test-param").flatMap(({ name, value: node, span }): readonly TestParameter[] => {
    const at = seen.get(name.text);
    if (at) report(context, "E7008", span, `the test sets \`${name.text}\` twice`, { related: [{ span: at, text: "first here" }] });
    seen.set(name.text, span);
    const parameter = context.scope.parameters.get(name.text);
    const declared = parameter && declarationOf(context, parameter);
    if (declared === undefined) {
      if (!context.scope.poisoned.has(name.text))
        context.diagnostics.push(unknownParameter("the policy", name.text, name.span, context.scope.parameters.keys()));
      return [];
    }
    const written = inRow(node, row);
    const value = lowerValue(written, declared.type, `\`${name.text}\``, (diagnostic) => context.diagnostics.push(diagnostic));
    const refused = value === undefined ? undefined : refuse(declared, value, written.span, relaxed.has(name.text) ? "relax" : "tighten");
    if (refused) context.diagnostics.push(refused);
    return value === undefined || refused ? [] : [{ name: name.text, value, span }];
  });
}

/** What the file itself says. */
function declarationOf({ scope }: TestContext, { name, type, bound, value, layer }: Parameter): DeclaredParameter | undefined {
  const node = scope.file.items.find((item): item is Param => item.kind === "param" && item.name.text === name);
  if (node === undefined) return undefined;
  const written = node.default === undefined ? undefined : lowerValue(node.default, type, `\`${name}\``, () => undefined);
  const fileValue = layer === "policy" ? value : written;
  return { name, type, ...(bound && { bound }), ...(fileValue !== undefined && { fileValue }), node };
}

function relaxable({ scope }: TestContext, stage: string): ReadonlySet<string> {
  const gate = scope.file.items.find((item) => item.kind === "gate" && item.name.text === stage);
  const clauses = gate?.kind === "gate" ? gate.clauses : [];
  return new Set(clauses.flatMap((clause) => (clause.kind === "may-relax" ? clause.params.map(({ text }) => text) : [])));
}
