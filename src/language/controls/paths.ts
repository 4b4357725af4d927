/** What a path names: evidence, a define, a variable, a parameter or a member of the request, and the fields behind it. */
import type { Name, Path } from "../../../grammar/index.ts";
import type { Field, RecordType, Type } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Evidence, Expression, FieldRead, RequestMember } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { isGuarded, report, type ControlContext, type Named, type Position } from "./context.ts";
import { neededTree } from "./needed.ts";
import { isShallow } from "./nesting.ts";
import { singular } from "./nouns.ts";
import { pathKey } from "./presence.ts";
import { evidenceRead } from "./reads.ts";
import { aType, scalarType } from "./type-words.ts";

/** Members of the request: type, and whether they may be absent. `language.md` §5.2. */
const REQUEST: Readonly<Record<string, readonly [type: Type, optional: boolean]>> = {
  "subject.digest": [scalarType("Digest"), false],
  "subject.repository": [scalarType("Repository"), true],
  "subject.tag": [scalarType("String"), true],
  "subject.platform": [scalarType("Platform"), true],
  "subject.index": [scalarType("Digest"), true],
  "stage.name": [scalarType("String"), false],
  "stage.environment": [scalarType("String"), false],
};

/** Resolves a path; reports and answers `undefined` where it names nothing. */
export function path(context: ControlContext, node: Path, position: Position): Expression | undefined {
  const root = node.root.text;
  if (root === "params") return parameter(context, node);
  if (root === "subject" || root === "stage") return requestMember(context, node, position);
  const base = named(context, node.root, position);
  return base && fieldChain(context, base, node.fields, position, node.span.start);
}

/** Whether a bare word means something in scope. */
export function isNamed(context: ControlContext, word: string): boolean {
  return context.names.has(word) || context.poisoned.has(word);
}

function named(context: ControlContext, name: Name, position: Position): Expression | undefined {
  const found = context.names.get(name.text);
  if (!found) return unknownName(context, name, position);
  switch (found.kind) {
    case "define":
      return defined(context, name, found, position);
    case "variable":
      return { ...found.read, span: name.span };
    case "evidence": {
      const { slot, view, quantity } = found.state;
      if (quantity === "all" || quantity === "optional-all") return setReadAsOne(context, name);
      if (position.inApplies && found.state.isChosen) return anyInApplies(context, name, quantity);
      return { kind: "statement", slot, name: name.text, evidence: name.text, type: view.record, span: name.span };
    }
  }
}

/** A name for an expression: it counts as if the expression were written here. */
function defined(context: ControlContext, name: Name, found: Named & { kind: "define" }, position: Position): Expression | undefined {
  const { value, depth, size } = found;
  context.size += size;
  if (!isShallow(context, position.quantifierDepth + depth, name.span)) return undefined;
  const unfit = position.inApplies === true ? notOneStatement(context, value) : undefined;
  if (unfit !== undefined) {
    return report(context, "E4010", name.span, `\`${name.text}\` reads \`${unfit}\`, and \`applies\` needs evidence that is one statement`);
  }
  return { kind: "define", name: name.text, value, type: value.type, span: name.span };
}

function notOneStatement(context: ControlContext, value: Expression): string | undefined {
  return [...evidenceRead(value)].find((name) => {
    const named = context.names.get(name);
    return named?.kind === "evidence" && (named.state.quantity !== "one" || named.state.isChosen);
  });
}

function setReadAsOne(context: ControlContext, name: Name): undefined {
  const message = `\`${name.text}\` is a set of statements, not one`;
  // One mistake, however often the name stands there.
  if (context.diagnostics.some((each) => each.code === "E4012" && each.message === message)) return undefined;
  return report(context, "E4012", name.span, message, {
    help: [`ask about its elements: \`some ${singular(name.text)} … in ${name.text} where …\``],
  });
}

function anyInApplies(context: ControlContext, name: Name, quantity: Evidence["quantity"]): undefined {
  const why = quantity === "any" ? "may be any of several statements" : "depends on which statement an `any` is";
  return report(context, "E4010", name.span, `\`${name.text}\` ${why}, and \`applies\` needs one`, {
    help: [quantity === "any" ? "declare it without `any`, or with `pick latest by …`" : "declare what it depends on without `any`"],
  });
}

function unknownName(context: ControlContext, name: Name, position: Position): undefined {
  const word = name.text;
  if (context.poisoned.has(word)) return undefined;
  if (position.inMessage && !context.declaredLater.has(word) && !context.ofBranches.has(word)) {
    return report(context, "E2017", name.span, `\`${word}\` is not known in this message`, {
      notes: ["a quantifier's variable is known in the message only when the quantifier is the whole requirement"],
    });
  }
  if (context.declaredLater.has(word)) {
    return report(context, "E2005", name.span, `\`${word}\` is used before it is declared`, {
      help: ["a control reads from top to bottom: move its declaration up"],
    });
  }
  const branch = context.ofBranches.get(word);
  if (branch !== undefined) return ofAnotherBranch(context, name, branch);
  const known = [...context.names.keys(), "params", "subject", "stage", "now"];
  return report(context, "E2003", name.span, `there is no \`${word}\` here`, {
    ...didYouMean(word, name.span, known),
    help: context.scope.parameters.has(word) ? [`parameters are read as \`params.${word}\``] : [],
  });
}

function ofAnotherBranch(context: ControlContext, name: Name, branch: string): undefined {
  const message = `\`${name.text}\` belongs to the branch "${branch}" and is not known here`;
  // One mistake, however often the name stands there.
  if (context.diagnostics.some((each) => each.code === "E4020" && each.message === message)) return undefined;
  return report(context, "E4020", name.span, message, {
    notes: ["another branch may hold instead, and then nobody has asked for it"],
    help: ["declare it in the control, above `either`, where every branch can read it"],
  });
}

function parameter(context: ControlContext, node: Path): Expression | undefined {
  const [name, ...rest] = node.fields;
  if (!name) return report(context, "E2003", node.span, "`params` is followed by the name of a parameter");
  const found = context.scope.parameters.get(name.text);
  if (!found) {
    if (context.scope.poisoned.has(name.text)) return undefined;
    return report(context, "E2003", name.span, `there is no parameter \`${name.text}\``, {
      ...didYouMean(name.text, name.span, [...context.scope.parameters.keys()]),
    });
  }
  const first = rest[0];
  if (first) return noFields(context, first, found.type);
  return { kind: "parameter", name: found.name, value: found.value, bound: found.bound, type: found.type, span: node.span };
}

function requestMember(context: ControlContext, node: Path, position: Position): Expression | undefined {
  const root = node.root.text;
  const [name, ...rest] = node.fields;
  if (!name) return report(context, "E2003", node.span, `\`${root}\` is followed by one of its members`, { help: [requestMembers(root)] });
  const member = `${root}.${name.text}`;
  const known = REQUEST[member];
  if (!known) {
    const members = membersOf(root);
    return report(context, "E2002", name.span, `\`${root}\` has no \`${name.text}\``, {
      ...didYouMean(name.text, name.span, members),
      help: [requestMembers(root)],
    });
  }
  const first = rest[0];
  if (first) return noFields(context, first, known[0]);
  const read = { kind: "request", member: member as RequestMember, type: known[0], optional: false, span: node.span } as const;
  return { ...read, optional: known[1] && !isGuarded(context, position, `request ${member}`) };
}

function membersOf(root: string): readonly string[] {
  return Object.keys(REQUEST)
    .filter((member) => member.startsWith(`${root}.`))
    .map((member) => member.slice(root.length + 1));
}

function requestMembers(root: string): string {
  return `\`${root}\` has ${membersOf(root)
    .map((member) => `\`${member}\``)
    .join(", ")}`;
}

/** Reads fields one behind the other. */
export function fieldChain(
  context: ControlContext,
  base: Expression,
  names: readonly Name[],
  position: Position,
  start: number,
): Expression | undefined {
  let at = base;
  for (const name of names) {
    const next = readField(context, at, name, position, start);
    if (!next) return undefined;
    at = next;
  }
  return at;
}

function readField(context: ControlContext, of: Expression, name: Name, position: Position, start: number): FieldRead | undefined {
  const record = of.type;
  if (record.kind !== "record") return noFields(context, name, record, of.span);
  const index = record.fields.findIndex((field) => field.name === name.text);
  const field = record.fields[index];
  if (!field) return noSuchField(context, name, record);
  const span: Span = { file: name.span.file, start, end: name.span.end };
  const read: FieldRead = { kind: "field", of, index, field, optional: false, type: field.type, span };
  neededTree(context, read);
  const key = pathKey(read);
  const isKnown = key !== undefined && isGuarded(context, position, key);
  return { ...read, optional: (isOptional(of) || field.optional) && !isKnown };
}

/** May the value of this read be absent here? */
export function isOptional(expression: Expression): boolean {
  return (expression.kind === "field" || expression.kind === "request" || expression.kind === "signing-time-of") && expression.optional;
}

function noFields(context: ControlContext, name: Name, type: Type, of?: Span): undefined {
  return report(context, "E2002", name.span, `${aType(type)} has no fields, so it has no \`${name.text}\``, {
    help: type.kind === "list" && of ? [elementHint(context.scope.source.text.slice(of.start, of.end), name.text)] : [],
  });
}

function elementHint(list: string, field: string): string {
  const noun = singular(list.slice(list.lastIndexOf(".") + 1));
  const variable = noun.slice(0, 1).toLowerCase();
  return `ask about its elements: \`some ${noun} ${variable} in ${list} where ${variable}.${field} …\``;
}

function noSuchField(context: ControlContext, name: Name, record: RecordType): undefined {
  const names = record.fields.map((field) => field.name);
  return report(context, "E2002", name.span, `${record.name} has no field \`${name.text}\``, {
    ...didYouMean(name.text, name.span, names),
    help: [`its fields are ${record.fields.map(fieldWords).join(", ")}`],
  });
}

function fieldWords(field: Field): string {
  return field.optional ? `\`${field.name}\` (optional)` : `\`${field.name}\``;
}

/** E3001 or E3002, at the word that may be absent. */
export function mayBeAbsent(context: ControlContext, expression: Expression, position: Position): undefined {
  const culprit = absentStep(expression);
  const key = pathKey(culprit);
  const written = context.scope.source.text.slice(culprit.span.start, culprit.span.end);
  const words =
    culprit.kind === "field" ? culprit.field.name : culprit.kind === "request" ? culprit.member.replace(/^.*\./u, "") : "signing time";
  const span = culprit.kind === "signing-time-of" ? culprit.span : { ...culprit.span, start: culprit.span.end - words.length };
  if (key !== undefined && context.guardedSomewhere.has(key)) {
    return report(context, "E3002", span, `the guard of \`${words}\` does not reach here`, {
      label: "may be absent here",
      notes: [
        position.inMessage
          ? "the message is shown when the requirement is not met, so nothing that it asks for is known to be there"
          : "a guard reaches to the right inside its own `and` or `or`, and into the body of a quantifier",
      ],
      help: [
        position.inMessage ? `give a fallback: \`{${written} otherwise "…"}\`` : `repeat it here: \`${guardOf(culprit, written)} and …\``,
      ],
    });
  }
  return report(context, "E3001", span, `\`${words}\` may be absent`, {
    label: culprit.kind === "field" ? `optional in ${recordName(culprit)}` : undefined,
    notes: [`an absent field is never treated as false or empty${position.inMessage ? ", so this message would have no text" : ""}`],
    help: [
      position.inMessage ? `give a fallback: \`{${written} otherwise "…"}\`` : `give a fallback: \`(${written} otherwise …)\``,
      ...(culprit.kind === "signing-time-of"
        ? []
        : [`or test for it first, which is false where it is absent: \`${guardOf(culprit, written)} and …\``]),
    ],
  });
}

/** `f.package.name` is guarded by `f.package has name`. */
function guardOf(culprit: Expression, written: string): string {
  const dot = written.lastIndexOf(".");
  return culprit.kind === "signing-time-of" || dot < 0 ? written : `${written.slice(0, dot)} has ${written.slice(dot + 1)}`;
}

function recordName(read: FieldRead): string {
  return read.of.type.kind === "record" ? read.of.type.name : "this record";
}

/** The first step of a path that may be absent. */
function absentStep(expression: Expression): Expression {
  return expression.kind === "field" && isOptional(expression.of) ? absentStep(expression.of) : expression;
}
