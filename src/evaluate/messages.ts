/** Renders `else` and `fix`: once for each witness, and only for what is false. `language.md` §5.5. */
import { assert } from "../base/index.ts";
import { walk, witnessing, type Expression, type Requirement, type Template } from "../language/index.ts";
import { readers } from "./compile.ts";
import { paidFor, type Environment, type Read } from "./environment.ts";
import { explain } from "./explain.ts";
import { elementsOf } from "./quantify.ts";
import { isSecret } from "./secrets.ts";
import { showValue } from "./show.ts";
import type { Message, TraceNode } from "./trace.ts";
import { ABSENT, Unknown } from "./truth.ts";

interface Rendered {
  readonly text: string;
  readonly reads: Message["reads"];
}

/** Messages of a requirement that came out false, one for each witness of its trace. */
export function messagesOf(requirement: Requirement, node: TraceNode, environment: Environment, source: string): readonly Message[] {
  const { otherwise } = requirement;
  const template = templateText(otherwise, source);
  return forEachWitness(requirement, otherwise, node, environment, (witness) => ({ witness, template, ...render(otherwise, environment) }));
}

/** The advice, once: for the first witness. */
export function fixOf(requirement: Requirement, node: TraceNode, environment: Environment): string | undefined {
  const { fix } = requirement;
  if (!fix) return undefined;
  const [first] = forEachWitness(requirement, fix, node, environment, () => render(fix, environment).text);
  return first;
}

/** Nothing is judged any more: what a message reads costs no budget. */
function forEachWitness<T>(
  requirement: Requirement,
  template: Template,
  node: TraceNode,
  environment: Environment,
  make: (index?: number) => T,
): readonly T[] {
  const quantifier = witnessing(requirement.condition);
  const witnesses = node.quantified?.witnesses ?? [];
  if (!quantifier) return [paidFor(environment, make)];
  const { slot } = quantifier.drawn;
  // An empty list under `every`: there is no element to speak of, so only a message that names none can be rendered.
  if (witnesses.length === 0) return mentions(template, slot) ? [] : [paidFor(environment, make)];
  const drawn = paidFor(environment, () => elementsOf(quantifier.drawn, environment, readers));
  assert(!(drawn instanceof Unknown), "a list with witnesses was read");
  return witnesses.map((witness, position) => {
    environment.slots[slot] = drawn.elements[witness.index];
    const made = paidFor(environment, () => make(position));
    environment.slots[slot] = undefined;
    return made;
  });
}

function mentions(template: Template, slot: number): boolean {
  return template.parts.some((part) => part.kind === "hole" && readsSlot(part.value, slot));
}

function readsSlot(expression: Expression, slot: number): boolean {
  let isRead = false;
  walk(expression, (at) => {
    if ((at.kind === "element" || at.kind === "statement") && at.slot === slot) isRead = true;
  });
  return isRead;
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
  if (value instanceof Unknown) return `[${[...new Set(value.reasons.map((reason) => reason.reason))].join(", ")}]`;
  if (value === ABSENT) return "[absent]";
  if (isSecret(expression)) return "[hidden]";
  return showValue(value, node.type ?? expression.type);
}

function templateText(template: Template, source: string): string {
  return source.slice(template.span.start + 1, template.span.end - 1);
}
