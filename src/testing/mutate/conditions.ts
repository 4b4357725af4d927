/** Wrong edits of conditions: `language.md` §8, mutation. */
import type { Condition, Expression } from "../../language/index.ts";
import type { EnumType, ScalarType, Type } from "../../base/index.ts";

export interface Replacement {
  readonly operator: string;
  /** Finishes "no test notices if C-02's condition ", with the text of the place. */
  readonly change: string;
  readonly node: object;
  readonly by: unknown;
}

/** `text` is the policy's text of a node. */
export function conditionReplacements(node: Expression, text: (node: Expression) => string): readonly Replacement[] {
  switch (node.kind) {
    case "and":
    case "or":
      return logical(node, text);
    case "not":
      return [made("negate", node, node.operand, `\`${text(node)}\` lost its \`not\``)];
    case "relation":
      return relation(node, text);
    case "quantified":
      return quantified(node, text);
    case "has":
      return [made("drop-has", node, ALWAYS(node), `\`${text(node)}\` was taken for granted`), negated(node, text)];
    case "is-empty":
      return [made("negate", node, { ...node, negated: !node.negated }, `\`${text(node)}\` said the opposite`)];
    case "matches":
      return [...widenedGlob(node, text), negated(node, text)];
    case "within":
      return [
        made(
          "swap-side",
          node,
          { ...node, side: node.side === "before" ? "after" : "before" },
          `\`${text(node)}\` looked the other way in time`,
        ),
        negated(node, text),
      ];
    case "in-range":
      return [negated(node, text)];
    case "otherwise":
      return otherwise(node, text);
    case "constant":
      return constant(node, text);
    default:
      return [];
  }
}

function made(operator: string, node: object, by: unknown, change: string): Replacement {
  return { operator, node, by, change };
}

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

function ALWAYS({ span, type }: Condition): Condition {
  return { kind: "boolean", span, type, read: { kind: "constant", span, type, value: true } };
}

function negated(node: Condition, text: (node: Expression) => string): Replacement {
  return made("negate", node, { kind: "not", span: node.span, type: node.type, operand: node }, `\`${text(node)}\` said the opposite`);
}

function logical(node: Of<"and" | "or">, text: (node: Expression) => string): readonly Replacement[] {
  const swapped = node.kind === "and" ? "or" : "and";
  const drops = node.operands.map((operand, index) => {
    // What is dropped guards nothing any more.
    const operands = node.operands.toSpliced(index, 1).map((each) => ({ ...each, guardedBy: [] }));
    return made("drop-operand", node, { ...node, operands }, `\`${text(operand.condition)}\` was not asked`);
  });
  const operands = node.operands.map((each) => ({ ...each, guardedBy: [] }));
  return [
    made("swap-and-or", node, { ...node, kind: swapped, operands }, `\`${node.kind}\` were \`${swapped}\` in \`${text(node)}\``),
    ...drops,
  ];
}

const WEAKER: Readonly<Partial<Record<string, string>>> = {
  le: "lt",
  lt: "le",
  ge: "gt",
  gt: "ge",
  "is-at-least": "is-above",
  "is-above": "is-at-least",
  "is-at-most": "is-below",
  "is-below": "is-at-most",
};

const OPPOSITE: Readonly<Partial<Record<string, string>>> = {
  is: "is-not",
  "is-not": "is",
  "is-one-of": "is-none-of",
  "is-none-of": "is-one-of",
};

function relation(node: Of<"relation">, text: (node: Expression) => string): readonly Replacement[] {
  const weaker = WEAKER[node.op];
  const opposite = OPPOSITE[node.op];
  return [
    ...(weaker === undefined
      ? []
      : [made("boundary", node, { ...node, op: weaker }, `\`${text(node)}\` meant \`${weaker.replaceAll("-", " ")}\``)]),
    ...(opposite === undefined ? [] : [made("negate", node, { ...node, op: opposite }, `\`${text(node)}\` said the opposite`)]),
    ...(opposite === undefined ? [negated(node, text)] : []),
  ];
}

function quantified(node: Of<"quantified">, text: (node: Expression) => string): readonly Replacement[] {
  const { word } = node;
  const others = word === "every" ? ["some"] : word === "some" ? ["every"] : word === "no" ? ["some"] : [];
  const swaps = others.map((other) =>
    made("quantifier", node, { ...node, word: other }, `\`${word}\` were \`${other}\` in \`${text(node)}\``),
  );
  const signers = node.fromDifferentSigners
    ? [made("drop-different-signers", node, { ...node, fromDifferentSigners: false }, `one signer could sign twice in \`${text(node)}\``)]
    : [];
  const filter = made("drop-where", node, { ...node, body: ALWAYS(node.body) }, `\`${text(node.body)}\` held of every element`);
  return [...swaps, ...signers, filter];
}

function widenedGlob(node: Of<"matches">, text: (node: Expression) => string): readonly Replacement[] {
  const wider = node.pattern === "glob" ? widened(node.text) : undefined;
  return wider === undefined ? [] : [made("widen", node, { ...node, text: wider }, `\`${text(node)}\` took \`${wider}\` too`)];
}

/** The last segment that says something becomes a star. */
export function widened(pattern: string): string | undefined {
  const segments = pattern.split("/");
  const last = segments.findLastIndex((segment) => !/^\*+$/u.test(segment) && segment !== "");
  return last <= 0 ? undefined : segments.with(last, "*").join("/");
}

function otherwise(node: Of<"otherwise">, text: (node: Expression) => string): readonly Replacement[] {
  const { right } = node;
  if (right.kind !== "constant" || right.type.kind !== "enum") return [];
  const ends = [0, right.type.members.length - 1].filter((end) => end !== right.value);
  return ends.map((end) =>
    made("otherwise", right, { ...right, value: end }, `what is absent counted as \`${memberName(right.type, end)}\` in \`${text(node)}\``),
  );
}

function memberName(type: Type, at: number): string {
  return type.kind === "enum" ? (type.members[at]?.name ?? "") : "";
}

const DAY = 86_400_000_000_000n;

function constant(node: Of<"constant">, text: (node: Expression) => string): readonly Replacement[] {
  const values = otherValues(node);
  return values.map(({ value, shown }) => made("value", node, { ...node, value }, `\`${text(node)}\` were ${shown}`));
}

function otherValues({ type, value }: Of<"constant">): readonly { readonly value: unknown; readonly shown: string }[] {
  if (type.kind === "enum" && typeof value === "number") return members(type, value);
  if (type.kind === "scalar") return scalarValues(type, value);
  return [];
}

function members(type: EnumType, value: number): readonly { readonly value: unknown; readonly shown: string }[] {
  if (!type.ordered) return [];
  return [value - 1, value + 1].flatMap((other) =>
    type.members[other] ? [{ value: other, shown: `\`${memberName(type, other)}\`` }] : [],
  );
}

function scalarValues({ name }: ScalarType, value: unknown): readonly { readonly value: unknown; readonly shown: string }[] {
  if (typeof value !== "bigint") return [];
  if (name === "Int")
    return [value - 1n, value + 1n].filter((other) => other >= 0n).map((other) => ({ value: other, shown: String(other) }));
  if (name === "Duration")
    return [
      { value: value * 2n, shown: "twice as long" },
      { value: value / 2n, shown: "half as long" },
    ];
  return name === "Timestamp"
    ? [
        { value: value - DAY, shown: "a day earlier" },
        { value: value + DAY, shown: "a day later" },
      ]
    : [];
}
