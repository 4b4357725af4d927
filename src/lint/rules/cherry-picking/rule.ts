import type { Control, Expression } from "../../../language/index.ts";
import { walk } from "../../../language/index.ts";
import { evidenceOf, ownControls, readPath, requirementsOf } from "../../meaning.ts";
import type { Finding, Rule } from "../../rule.ts";

export const cherryPicking: Rule = {
  code: "L404",
  name: "cherry-picking",
  title: "`where` selects by what a requirement judges",
  level: "warn",
  check: (input) => ownControls(input).flatMap(findingsOf),
};

function findingsOf(control: Control): readonly Finding[] {
  const judged = new Map(
    requirementsOf(control).flatMap(({ id, condition }) => [...readsOf(condition)].map((path) => [path, id] as const)),
  );
  return evidenceOf(control).flatMap(({ name, where }) => {
    const path = where && [...readsOf(where.condition)].find((each) => each.startsWith(`${name}.`) && judged.has(each));
    if (!where || path === undefined) return [];
    return [
      {
        span: where.span,
        message: `\`${path}\` decides which statement counts, and \`${judged.get(path) ?? ""}\` then judges it`,
        parts: {
          notes: ["a statement that would fail is left out instead of failing"],
          help: ["select by what the statement is about, such as the tool or the environment, and judge the rest"],
        },
      },
    ];
  });
}

/** `scan.findings`, for what is read of statements. */
function readsOf(expression: Expression): ReadonlySet<string> {
  const paths = new Set<string>();
  walk(expression, (at) => {
    const { root, fields } = readPath(at);
    if (at.kind === "field" && root.kind === "statement") paths.add([root.evidence, ...fields].join("."));
  });
  return paths;
}
