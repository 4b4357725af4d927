import type { BinaryRelation, Expression } from "../../../../grammar/index.ts";
import type { Fix } from "../../../diagnostics/index.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";
import { hasComment, nodesOf } from "../../syntax.ts";

export const comparedWithTrue: Rule = {
  code: "L106",
  name: "compared-with-true",
  title: "comparison with `true` or `false`",
  level: "warn",
  fixChangesHash: true,
  check: (input) => nodesOf<BinaryRelation>(input.file, "relation").flatMap((node) => findingOf(input, node)),
};

function findingOf(input: LintInput, node: BinaryRelation): readonly Finding[] {
  const { op, left, right } = node;
  if (right.kind !== "bool" || left.kind === "bool" || (op !== "is" && op !== "is-not")) return [];
  const word = `${op === "is" ? "is" : "is not"} ${String(right.value)}`;
  const isMeant = (op === "is") === right.value;
  return [
    {
      span: { ...node.span, start: node.opSpan.start },
      message: `\`${word}\` says nothing more than the value itself`,
      parts: { help: [isMeant ? "write the value alone" : "write `not` before the value"], fixes: fixOf(input, node, left, isMeant) },
    },
  ];
}

function fixOf(input: LintInput, node: BinaryRelation, left: Expression, isMeant: boolean): readonly Fix[] {
  if (hasComment(input, { ...node.span, start: left.span.end })) return [];
  const tail = { span: { ...node.span, start: left.span.end }, text: "" };
  const front = { span: { ...left.span, end: left.span.start }, text: "not " };
  return [
    {
      title: isMeant ? "write the value alone" : "write `not` before the value",
      safe: true,
      edits: isMeant ? [tail] : [front, tail],
    },
  ];
}
