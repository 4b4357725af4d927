/** Renders `else` and `fix`: once for each witness, and only for what is false. `language.md` §5.5. */
import { witnessing, type Expression, type Requirement, type Template } from "../language/index.ts";
import type { Environment, Read } from "./environment.ts";
import { explain } from "./explain.ts";
import { quantify } from "./quantify.ts";
import { showValue } from "./show.ts";
import type { Message, TraceNode } from "./trace.ts";
import { ABSENT, Unknown } from "./truth.ts";

interface Rendered {
  readonly text: string;
  readonly reads: Message["reads"];
}

/** Messages of a requirement that came out false, one for each witness of its trace. */
export function messagesOf(requirement: Requirement, node: TraceNode, environment: Environment, source: string): readonly Message[] {
  const template = templateText(requirement.otherwise, source);
  return forEachWitness(requirement, node, environment, (index) => ({
    witness: index,
    template,
    ...render(requirement.otherwise, environment),
  }));
}

/** The advice, once: for the first witness. */
export function fixOf(requirement: Requirement, node: TraceNode, environment: Environment): string | undefined {
  const { fix } = requirement;
  if (!fix) return undefined;
  const [first] = forEachWitness(requirement, node, environment, () => render(fix, environment).text, 1);
  return first;
}

function forEachWitness<T>(
  requirement: Requirement,
  node: TraceNode,
  environment: Environment,
  make: (index?: number) => T,
  most = Infinity,
): readonly T[] {
  const quantifier = witnessing(requirement.condition);
  const witnesses = node.quantified?.witnesses ?? [];
  if (!quantifier) return [make()];
  if (witnesses.length === 0) return withoutElement(requirement, make);
  const { slots } = environment;
  const { slot } = quantifier.drawn;
  const found = quantify(quantifier, environment);
  if (found instanceof Unknown) return [];
  return witnesses.slice(0, most).map((witness, position) => {
    slots[slot] = found.elements[witness.index];
    const made = make(position);
    slots[slot] = undefined;
    return made;
  });
}

/** An empty list under `every`: there is no element to speak of, so only a message that names none can be rendered. */
function withoutElement<T>(requirement: Requirement, make: () => T): readonly T[] {
  const quantifier = witnessing(requirement.condition);
  const namesElement = requirement.otherwise.parts.some(
    (part) => part.kind === "hole" && mentions(part.value, quantifier?.drawn.slot ?? -1),
  );
  return namesElement ? [] : [make()];
}

function mentions(expression: Expression, slot: number): boolean {
  switch (expression.kind) {
    case "element":
    case "statement":
      return expression.slot === slot;
    case "field":
      return mentions(expression.of, slot);
    case "otherwise":
      return mentions(expression.left, slot) || mentions(expression.right, slot);
    default:
      return false;
  }
}

function render(template: Template, environment: Environment): Rendered {
  const reads: { hole: string; node: TraceNode }[] = [];
  const text = template.parts.map((part) => {
    if (part.kind === "text") return part.text;
    const { node, value } = explain(part.value, environment);
    reads.push({ hole: part.text, node });
    return showRead(value, node, part.value);
  });
  return { text: text.join(""), reads };
}

/** A hole whose value is unknown shows the reason in brackets. */
function showRead(value: Read, node: TraceNode, expression: Expression): string {
  if (value instanceof Unknown) return `[${value.reasons.map((reason) => reason.reason).join(", ")}]`;
  if (value === ABSENT) return "[absent]";
  return showValue(value, node.type ?? expression.type);
}

function templateText(template: Template, source: string): string {
  return source.slice(template.span.start + 1, template.span.end - 1);
}
