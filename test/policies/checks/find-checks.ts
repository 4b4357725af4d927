/**
 * Every place of the verification where something can be refused: the condition that decides, by its syntax, so that a check that
 * is added or moved is found without anybody listing it.
 */
import ts from "typescript";

export interface Check {
  /** `trust/sigstore/token.ts: parsed.value === "not-granted"`; a second one with the same text of a file ends in ` #2`. */
  readonly id: string;
  readonly file: string;
  /** Whether the condition refuses when it is true, or lets pass when it is true. */
  readonly refuses: "when-true" | "when-false";
  readonly from: number;
  readonly to: number;
}

/** What a refusal is made with, whatever becomes of it. */
const refusingCalls: ReadonlySet<string> = new Set(["err", "fail", "fault", "malformed", "profile", "failed", "refuse", "note"]);

export function findChecks(file: string, source: string): readonly Check[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const seen = new Map<string, number>();
  const found: Check[] = [];
  const add = (condition: ts.Expression, refuses: Check["refuses"]): void => {
    for (const part of partsOf(condition, refuses)) {
      const text = part.getText(tree).replaceAll(/\s+/gu, " ");
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      const id = `${file}: ${text}${count > 1 ? ` #${count}` : ""}`;
      found.push({ id, file, refuses, from: part.getStart(tree), to: part.getEnd() });
    }
  };
  const visit = (node: ts.Node): void => {
    const decided = decisionOf(node);
    if (decided !== undefined) add(decided.condition, decided.refuses);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

interface Decision {
  readonly condition: ts.Expression;
  readonly refuses: Check["refuses"];
}

function decisionOf(node: ts.Node): Decision | undefined {
  if (ts.isConditionalExpression(node)) return between(node.condition, isRefusal(node.whenTrue), isRefusal(node.whenFalse));
  if (!ts.isIfStatement(node)) return undefined;
  const otherwise = node.elseStatement ?? (leaves(node.thenStatement) ? nextOf(node) : undefined);
  const refusedAfter =
    otherwise !== undefined && (ts.isReturnStatement(otherwise) || node.elseStatement !== undefined) && isRefusal(otherwise);
  return between(node.expression, isRefusal(node.thenStatement), refusedAfter);
}

/** Where both ways refuse, only the reason is decided. */
function between(condition: ts.Expression, whenTrue: boolean, whenFalse: boolean): Decision | undefined {
  if (whenTrue === whenFalse) return undefined;
  return { condition, refuses: whenTrue ? "when-true" : "when-false" };
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isContinueStatement(last) || ts.isThrowStatement(last));
}

function nextOf(node: ts.Statement): ts.Node | undefined {
  if (!ts.isBlock(node.parent)) return undefined;
  const { statements } = node.parent;
  return statements[statements.indexOf(node) + 1];
}

/** Each of several conditions is a check of its own; but a test whether something is there at all, which the others need, is none. */
function partsOf(condition: ts.Expression, refuses: Check["refuses"]): readonly ts.Expression[] {
  const operator = refuses === "when-true" ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken;
  if (ts.isParenthesizedExpression(condition)) return partsOf(condition.expression, refuses);
  if (!ts.isBinaryExpression(condition) || condition.operatorToken.kind !== operator) return [condition];
  const parts = [...partsOf(condition.left, refuses), ...partsOf(condition.right, refuses)];
  const others = parts.filter((part) => !isPresence(part));
  return others.length === 0 ? [condition] : others;
}

/** `x === undefined`, `typeof x !== "string"`, `!x.ok`. */
function isPresence(part: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(part)) return ts.isPropertyAccessExpression(part.operand) && part.operand.name.text === "ok";
  if (!ts.isBinaryExpression(part)) return false;
  return ts.isTypeOfExpression(part.left) || (ts.isIdentifier(part.right) && part.right.text === "undefined");
}

/** A fault with its reason, a clause that says why, or an exception. */
function isRefusal(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isThrowStatement(node)) return true;
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && refusingCalls.has(node.expression.text)) return true;
  if ((ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && node.name.getText() === "reason") return true;
  if (ts.isReturnStatement(node) && node.expression !== undefined && isClause(node.expression)) return true;
  if (isClause(node) && ts.isConditionalExpression(node.parent) && ts.isReturnStatement(node.parent.parent)) return true;
  return ts.forEachChild(node, (child) => isRefusal(child)) ?? false;
}

function isClause(node: ts.Node): boolean {
  return (ts.isStringLiteral(node) || ts.isTemplateExpression(node)) && /\p{Ll} \p{Ll}/u.test(node.getText());
}

/** A check whose condition is not written where it refuses: its text, which must stand in the file once. */
export interface NamedCheck {
  readonly file: string;
  readonly condition: string;
  readonly refuses: Check["refuses"];
}

export function findNamed(source: string, { file, condition, refuses }: NamedCheck): Check {
  const from = source.indexOf(condition);
  if (from < 0 || source.includes(condition, from + 1)) throw new Error(`${file} does not say once: ${condition}`);
  return { id: `${file}: ${condition}`, file, refuses, from, to: from + condition.length };
}

/** The source, with a switch at each of its checks: `globalThis.checkSwitch(id, condition, …)`. */
export function withSwitches(source: string, checks: readonly Check[]): string {
  const edits = checks.flatMap((check) => [
    {
      at: check.from,
      text: `globalThis.checkSwitch(${JSON.stringify(check.id)}, ${check.refuses === "when-true" ? "true" : "false"}, `,
      order: 1,
      size: check.to - check.from,
    },
    { at: check.to, text: ")", order: 0, size: check.to - check.from },
  ]);
  // From behind; at one place an inner call closes before an outer one, and an outer one opens before an inner one.
  edits.sort((a, b) => firstThatTells(b.at - a.at, b.order - a.order, a.order === 1 ? a.size - b.size : b.size - a.size));
  return edits.reduce((text, { at, text: inserted }) => text.slice(0, at) + inserted + text.slice(at), source);
}

function firstThatTells(...differences: readonly number[]): number {
  return differences.find((difference) => difference !== 0) ?? 0;
}
