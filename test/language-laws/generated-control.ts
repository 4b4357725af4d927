/** Whole policies, well typed by construction, with every clause that evidence and controls have: one control, its waivers and its gate. */
import type { Decisions } from "../language/format/generated-policy.ts";

export interface GeneratedEvidence {
  readonly name: string;
  readonly quantity: "one" | "any" | "all" | "optional-all";
  /** In a branch: which. */
  readonly branch?: string;
  readonly isPicked: boolean;
  readonly isListed: boolean;
}

export interface GeneratedPolicy {
  readonly text: string;
  readonly evidence: readonly GeneratedEvidence[];
  readonly hasPick: boolean;
  readonly hasWaivers: boolean;
  readonly hasDates: boolean;
}

export const HEAD = `policy fuzz version 1
person "alice@acme.example" also "github:alice-acme"
param window: Duration = 7 days, at most 30 days
param least: Int = 1, at least 1
param known: Set of String = { "a", "b" }, fewer is stricter
enum level = ordered low < mid < high
record item key name {
  name: String
  n: Int
  level: optional level
  who: optional Identity
}
predicate p "https://acme.example/p/v1" {
  flag: Bool
  n: Int
  maybe: optional Int
  ratio: Decimal
  madeOn: Timestamp
  wait: Duration
  who: Identity
  people: List of Identity as author
  items: List of item
  sure: nonempty List of item
  names: Set of String
  level: level
  state: one of open, closed
  ver: SemVer
  lic: Licence
  uri: Uri
  ref: GitRef
  repo: Repository
  text: String
  base: Digest
  statements: exhaustive List of Digest
}
trust alice {
  sigstore public-good
  issuer "https://accounts.acme.example"
  identity is "alice@acme.example"
}
trust staff {
  sigstore public-good
  issuer "https://accounts.acme.example"
  identity matches glob "*@acme.example"
}
trust officers {
  key "keys/carol.pub" held by "carol@acme.example"
}
`;

/** What stands before a condition: names that can be read, and how. */
interface Scope {
  readonly single: readonly string[];
  readonly sets: readonly string[];
  readonly elements: readonly string[];
  readonly conditions: readonly string[];
  readonly stance: "helps" | "other";
  readonly depth: number;
}

const EMPTY: Scope = { single: [], sets: [], elements: [], conditions: [], stance: "helps", depth: 2 };

function oneOf<T>(from: Decisions, options: readonly T[]): T {
  const option = options[from.upTo(options.length)];
  if (option === undefined) throw new Error("nothing to choose from");
  return option;
}

const chance = (from: Decisions, outOf: number): boolean => from.upTo(outOf) === 1;

// ------------------------------------------------------------------------------------------------ conditions

/** About `X`, one statement. */
const OF_STATEMENT = [
  "X.flag",
  "X.n > 0",
  "X.n + 1 <= 3",
  "X.n - 9223372036854775807 < 0",
  "(X.maybe otherwise 2) >= X.n",
  "(X has maybe and X.maybe > 0)",
  "(not X has maybe or X.maybe < 3)",
  "X.ratio < 0.75",
  "X.madeOn <= now",
  "X.madeOn within 30 days before now",
  "X.wait < 2 hours",
  'X.who is "alice@acme.example"',
  "X.who is none of X.people",
  "X.who is one of X.people",
  'signer of X is "alice@acme.example"',
  "signer of X is none of X.people",
  "signing time of X > 2026-01-01",
  "X.level is at least mid",
  "X.level is below high",
  "X.state is open",
  "X.state is one of { open, closed }",
  'X.ver in range ">=1.2"',
  'X.lic allowed by { "MIT", "Apache-2.0" }',
  'X.uri under "https://a.example/x"',
  'X.uri matches glob "https://*/x/**"',
  'X.ref under "refs/tags"',
  'X.repo under "registry.acme.example/shop"',
  'X.text matches regex "[a-c]+"',
  'X.text contains "b"',
  "X.text is one of params.known",
  "X.names is params.known",
  "X.items is not empty",
  "X.names is empty",
  "X.base is subject.digest",
  '(subject has repository and subject.repository under "registry.acme.example")',
  'stage.name is "prod"',
  "(count of items c in X.items where c.n > 0) >= 1",
  "((the item t in X.items where t.n > 0) has level)",
] as const;

const OF_ELEMENT = [
  "E.n > 0",
  "E has level",
  "(E.level otherwise high) is at least mid",
  'E.name is "a"',
  "(E has who and E.who is X.who)",
];

function leaf(from: Decisions, scope: Scope): string {
  const element = scope.elements.at(-1);
  if (scope.conditions.length > 0 && chance(from, 6)) return oneOf(from, scope.conditions);
  const single = scope.single.length > 0 ? oneOf(from, scope.single) : undefined;
  if (element !== undefined && single !== undefined && chance(from, 2)) {
    return oneOf(from, OF_ELEMENT).replaceAll("E.", `${element}.`).replaceAll("E has", `${element} has`).replaceAll("X.", `${single}.`);
  }
  if (single === undefined) return scope.stance === "helps" && scope.sets.length > 0 ? ofSet(from, scope) : "now > 2025-01-01";
  if (scope.single.length > 1 && chance(from, 5))
    return `${single}.${oneOf(from, ["n >= ", "who is ", "text is "])}`.replace(/(\w+) (>=|is) $/u, `$1 $2 ${scope.single[0]}.$1`);
  return oneOf(from, OF_STATEMENT).replaceAll(/\bX\b/gu, single);
}

function ofSet(from: Decisions, scope: Scope): string {
  const set = oneOf(from, scope.sets);
  const name = `s${scope.elements.length}${set.replaceAll("-", "")}`;
  const noun = set.replace(/s$/u, "");
  const body = condition(from, { ...scope, single: [name], sets: [], elements: [], conditions: [], depth: 0 });
  const amounts = [
    `some ${noun} ${name} in ${set} where ${body}`,
    `at least 1 ${set} ${name} in ${set} where ${body}`,
    `at least params.least ${set} ${name} in ${set} from different signers where ${body}`,
    `not (no ${noun} ${name} in ${set} where ${body})`,
    `not (at most 1 ${set} ${name} in ${set} where ${body})`,
  ];
  return `(${oneOf(from, amounts)})`;
}

function condition(from: Decisions, scope: Scope): string {
  if (scope.depth <= 0) return leaf(from, scope);
  const below = { ...scope, depth: scope.depth - 1 };
  switch (from.upTo(8)) {
    case 1:
      return `(${condition(from, below)} and ${condition(from, below)})`;
    case 2:
      return `(${condition(from, below)} or ${condition(from, below)})`;
    case 3:
      return `not (${condition(from, { ...below, stance: "other", sets: [] })})`;
    case 4:
    case 5:
      return ofList(from, below);
    case 6:
      return scope.sets.length > 0 && scope.stance === "helps" && scope.elements.length === 0 ? ofSet(from, below) : leaf(from, scope);
    default:
      return leaf(from, scope);
  }
}

function ofList(from: Decisions, scope: Scope): string {
  if (scope.single.length === 0 || scope.elements.length > 1) return leaf(from, scope);
  const single = oneOf(from, scope.single);
  const name = `i${scope.elements.length}`;
  const hidden: Scope = { ...scope, stance: "other", sets: [], elements: [...scope.elements, name] };
  const words = [
    ["some item", "where", { ...scope, elements: [...scope.elements, name], sets: [] }],
    ["no item", "where", hidden],
    ["at least 2 items", "where", hidden],
    ["at most 1 items", "where", hidden],
    ["exactly 1 items", "where", hidden],
    ...(scope.stance === "helps"
      ? ([["every item", "satisfies", { ...scope, elements: [...scope.elements, name], sets: [] }]] as const)
      : []),
  ] as const;
  const [word, joint, inner] = oneOf(from, words);
  return `(${word} ${name} in ${single}.items ${joint} ${condition(from, { ...inner, depth: Math.min(1, scope.depth) })})`;
}

// -------------------------------------------------------------------------------------------------- the body

interface Body {
  readonly lines: readonly string[];
  readonly evidence: readonly GeneratedEvidence[];
  readonly labels: readonly string[];
}

function evidenceLine(
  from: Decisions,
  name: string,
  earlier: Scope,
  more: { readonly everyPlatform: boolean; readonly branch?: string },
): readonly [string, GeneratedEvidence] {
  const quantity = oneOf(from, ["one", "any", "all", "optional-all", "one", "any", "all"] as const);
  const word = { one: "", any: "any ", all: "all ", "optional-all": "optional all " }[quantity];
  const isSet = quantity === "all" || quantity === "optional-all";
  const clauses: string[] = [];
  const [first] = earlier.single;
  if (first !== undefined && chance(from, 5)) clauses.push(`about ${first}.base`);
  else if (more.everyPlatform && chance(from, 4)) clauses.push(oneOf(from, ["about platform only", "about index only"]));
  if (chance(from, 3))
    clauses.push(
      `where ${condition(from, { ...EMPTY, single: [name, ...(chance(from, 3) && first !== undefined ? [first] : [])], stance: "other", depth: 1 })}`,
    );
  const isListed = isSet && first !== undefined && chance(from, 3);
  if (isListed) clauses.push(`listed in ${first}.statements`);
  const clock = oneOf(from, ["madeOn", "signing time"]);
  if (chance(from, 2))
    clauses.push(`fresh within ${oneOf(from, ["params.window", "3 days", `${name}.wait`])} of ${clock}`.replace(`${name}.wait`, "1 week"));
  const isPicked = quantity === "one" && chance(from, 3);
  if (isPicked) clauses.push(`pick ${oneOf(from, ["latest", "earliest"])} by ${clock}`);
  const line = `evidence ${name}: ${word}p signed by ${oneOf(from, ["alice", "staff", "alice or staff"])} ${clauses.join("\n    ")}`;
  return [line, { name, quantity, isPicked, isListed, ...(more.branch === undefined ? {} : { branch: more.branch }) }];
}

const MESSAGES = [
  "no",
  "{X.n} of {X.text}",
  "{X.maybe otherwise 0}",
  '{X.maybe otherwise "none"} {signer of X}',
  "{X.names}",
  "{X.level} {X.madeOn}",
];

function bodyOf(
  from: Decisions,
  prefix: string,
  around: Scope,
  more: { readonly everyPlatform: boolean; readonly branch?: string },
): Body & { readonly scope: Scope } {
  const lines: string[] = [];
  const evidence: GeneratedEvidence[] = [];
  const labels: string[] = [];
  let scope = around;
  for (let count = 1 + from.upTo(more.branch === undefined ? 3 : 2); count > 0; count--) {
    const name = `${prefix}${evidence.length}`;
    const [line, made] = evidenceLine(from, name, scope, more);
    lines.push(line);
    evidence.push(made);
    const isSet = made.quantity === "all" || made.quantity === "optional-all";
    scope = isSet ? { ...scope, sets: [...scope.sets, name] } : { ...scope, single: [...scope.single, name] };
  }
  if (chance(from, 2)) {
    const name = `${prefix}-d`;
    lines.push(`define ${name} = ${condition(from, { ...scope, stance: "other", sets: [], depth: 1 })}`);
    scope = { ...scope, conditions: [...scope.conditions, name] };
  }
  for (let count = 1 + from.upTo(2); count > 0; count--) {
    const label = `${prefix}q${labels.length}`;
    labels.push(label);
    const message = scope.single.length > 0 ? oneOf(from, MESSAGES).replaceAll(/\bX\b/gu, oneOf(from, scope.single)) : "no";
    const grace = more.branch === undefined && chance(from, 8) ? oneOf(from, [" grace until 2026-01-05", " grace until 2026-03-01"]) : "";
    lines.push(`require ${label}: ${condition(from, scope)}\n    else "${message}"${grace}`);
  }
  return { lines, evidence, labels, scope };
}

const DATES = ["effective from 2026-01-11", "effective from 2025-01-01", "enforce from 2026-02-01", "until 2026-01-10", "until 2026-01-09"];

export function generatePolicy(from: Decisions): GeneratedPolicy {
  const clauses: string[] = [];
  const everyPlatform = chance(from, 6);
  if (everyPlatform) clauses.push("for every platform");
  const hasDates = chance(from, 5);
  if (hasDates) clauses.push(oneOf(from, DATES));
  const body = bodyOf(from, "e", EMPTY, { everyPlatform });
  clauses.push(...body.lines);
  const evidence = [...body.evidence];
  const labels = [...body.labels];
  if (chance(from, 3)) {
    const branches = ["left", "right", "far"].slice(0, 2 + from.upTo(2)).map((branch) => {
      const made = bodyOf(from, branch, { ...body.scope, depth: 1 }, { everyPlatform, branch });
      evidence.push(...made.evidence);
      labels.push(...made.labels);
      return `"${branch}" {\n    ${made.lines.join("\n    ")}\n  }`;
    });
    clauses.push(`either ${branches.join(" or ")}`);
  }
  const applying = body.evidence.find(({ quantity }) => quantity === "one");
  if (applying && chance(from, 4)) {
    clauses.push(
      `applies ${oneOf(from, ["when", "unless"])} ${condition(from, { ...EMPTY, single: [applying.name], stance: "other", depth: 1 })}`,
    );
  }
  if (chance(from, 6)) clauses.push(`applies at stage ${oneOf(from, ["prod", "prod, dev"])}`);
  const hasWaivers = chance(from, 4);
  if (hasWaivers) clauses.push("waivable up to 60 days by officers");
  const waivers = hasWaivers ? [waiver(from, labels)] : [];
  const mode = chance(from, 10) ? "enforce D\n  warn C" : "enforce C, D";
  const text = `${HEAD}control C "c" {\n  ${clauses.join("\n  ")}\n}
control D "always judged" {
  require here: now > 2020-01-01
    else "no"
}
${waivers.join("")}gate prod {\n  ${mode}\n}\ngate dev { enforce C, D }\n`;
  return {
    text,
    evidence,
    hasPick: evidence.some(({ isPicked }) => isPicked),
    hasWaivers,
    hasDates: hasDates || text.includes("grace until"),
  };
}

function waiver(from: Decisions, labels: readonly string[]): string {
  const target = oneOf(from, ["", ` for requirement ${oneOf(from, labels)}`]);
  return `waive C${target} as W-1 {
  reason "r"
  ticket "t"
  requested by "dora@acme.example"
  approved by "carol@acme.example" on ${oneOf(from, ["2026-01-05", "2026-01-07"])}
  expires ${oneOf(from, ["2026-01-08", "2026-02-03"])}
  subject is "sha256:${"0a".repeat(32)}"
}
`;
}
