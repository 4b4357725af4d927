/** The messages after `else` and `fix`. `language.md` §5.5. */
import type * as ast from "../../../grammar/index.ts";
import type { Condition, Expression, Quantified, Template, TemplatePart } from "../checked/index.ts";
import { report, withFacts, type ControlContext, type Position } from "./context.ts";
import { isTooHigh } from "./height.ts";
import { provenPresent } from "./presence.ts";
import { bindVariable } from "./quantifiers.ts";
import { walk } from "./reads.ts";
import { aType } from "./type-words.ts";

/** The quantifier whose failing elements the message is about, when it is the whole requirement. */
export function witnessing(condition: Condition): Quantified | undefined {
  if (condition.kind !== "quantified") return undefined;
  return condition.word === "some" || condition.word === "at-least" ? undefined : condition;
}

/** `about` is the requirement, or the variable of its quantifier where it did not check: then nothing is said of that name. */
export function template(
  context: ControlContext,
  node: ast.Template,
  about: Condition | string | undefined,
  position: Position,
): Template | undefined {
  if (about === undefined || typeof about === "string") return besideFault(context, node, about, position);
  const quantifier = witnessing(about);
  if (quantifier) bindVariable(context, quantifier.drawn);
  const proven = quantifier ? provenPresent(quantifier.body, quantifier.word !== "every") : [];
  const here = { ...withFacts(context, position, proven), inMessage: true } as const;
  const parts = node.parts.map((part) => templatePart(context, part, here));
  if (quantifier) context.names.delete(quantifier.drawn.variable);
  return parts.every((part) => part !== undefined) ? { parts, span: node.span } : undefined;
}

function besideFault(context: ControlContext, node: ast.Template, variable: string | undefined, position: Position): undefined {
  const isNew = variable !== undefined && !context.poisoned.has(variable);
  if (isNew) context.poisoned.add(variable);
  for (const part of node.parts) templatePart(context, part, { ...position, inMessage: true });
  if (isNew) context.poisoned.delete(variable);
  return undefined;
}

function templatePart(context: ControlContext, part: ast.Template["parts"][number], position: Position): TemplatePart | undefined {
  if (part.kind === "template-text") return { kind: "text", text: part.text };
  const found = context.infer.valueOrSigner(context, part.value, { ...position, isHole: true });
  if (!found || isTooHigh(context, found, part.value.span) || !canBeShown(context, found)) return undefined;
  const { start, end } = part.value.span;
  return { kind: "hole", value: found, text: context.scope.source.text.slice(start, end) };
}

function canBeShown(context: ControlContext, shown: Expression): boolean {
  if (readsSecret(shown)) {
    report(context, "E2018", shown.span, "a secret cannot be shown in a message", {
      notes: ["messages end in logs and reports, which more people read than the evidence"],
      help: ["name another field"],
    });
    return false;
  }
  const { type } = shown;
  const isShown =
    type.kind === "scalar" || type.kind === "enum" || ((type.kind === "set" || type.kind === "list") && type.of.kind !== "record");
  if (!isShown) report(context, "E2018", shown.span, `${aType(type)} cannot be shown in a message`, { help: ["name one of its fields"] });
  return isShown;
}

/** Anything made from a secret may tell something of it. */
function readsSecret(expression: Expression): boolean {
  let isSecret = false;
  walk(expression, (at) => {
    if (at.kind === "field" && at.field.mark === "secret") isSecret = true;
    if (at.kind === "element" && readsSecret(at.list)) isSecret = true;
  });
  return isSecret;
}
