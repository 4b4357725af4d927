/** The tables of types and operators, asked of the compiler and of the types themselves. */
import { reservedWords } from "../../grammar/index.ts";
import { scalars, type ScalarName } from "../../src/base/index.ts";
import { isOffered } from "./probe.ts";

/** A text of each scalar type, another of the same value where texts differ, and one that is none. */
const texts: { readonly [K in ScalarName]: readonly [string, string, string] } = {
  Bool: ["true", "true", "yes"],
  Int: ["12", "12", "9223372036854775808"],
  Decimal: ["7.5", "7.50", "7,5"],
  String: ["payments", "payments", ""],
  Timestamp: ["2026-01-10T00:00:00Z", "2026-01-10T01:00:00+01:00", "2026-01-10T24:00:00Z"],
  Duration: ["7 days", "168 hours", "1 month"],
  Digest: [`sha256:${"ab".repeat(32)}`, `sha256:${"ab".repeat(32)}`, "sha256:abc"],
  Commit: ["c0ffee".padEnd(40, "0"), "C0FFEE".padEnd(40, "0"), "c0ffee"],
  Uri: ["https://acme.example/a", "HTTPS://ACME.example:443/x/../a", "acme.example/a"],
  Repository: ["docker.io/library/nginx", "nginx", "registry.example/a:1.0"],
  GitRef: ["refs/tags/v1", "refs/tags/v1", "v1"],
  Platform: ["linux/arm64", "linux/arm64/v8", "arm64"],
  Purl: ["pkg:npm/left-pad@1.3.0", "pkg:NPM/left-pad@1.3.0", "left-pad@1.3.0"],
  SemVer: ["1.10.0", "1.10.0", "1.10"],
  Licence: ["Apache-2.0 OR MIT", "apache-2.0 OR mit", "Apache 2"],
  Identity: ["alice@acme.example", "alice@ACME.example", "alice"],
};

const names = Object.keys(texts) as readonly ScalarName[];
const others = ["plain", "level", "Set of String", "List of String", "thing"] as const;
const called: Readonly<Record<string, string>> = {
  plain: "enum",
  level: "ordered enum",
  thing: "record",
  "Set of String": "Set",
  "List of String": "List",
};

function parsed(name: ScalarName, text: string): { readonly shown: string } | { readonly problem: string } {
  const result = scalars[name].parse(text);
  // One table of functions over many types: each is asked with its own values only.
  return result.ok ? { shown: (scalars[name].show as (value: unknown) => string)(result.value) } : { problem: result.error };
}

function scalarRow(name: ScalarName): string {
  const [text, same, wrong] = texts[name];
  const first = parsed(name, text);
  const second = parsed(name, same);
  const third = parsed(name, wrong);
  if (!("shown" in first) || !("shown" in second)) throw new Error(`${name} does not read ${text} and ${same}`);
  if (first.shown !== second.shown) throw new Error(`${text} and ${same} are two values of ${name}`);
  const equal = same === text ? "" : `\`${same}\``;
  return row([`\`${name}\``, `\`${first.shown}\``, equal, "problem" in third ? `\`${wrong}\`: ${third.problem}` : ""]);
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly string[]): string => [row(head), row(head.map(() => "---")), ...rows].join("\n");

/** Each operator with a condition that asks for it; no glob fits both accounts and places. */
const operators: readonly (readonly [string, ...string[]])[] = [
  ["`is`, `is not`", "e.x is e.y and e.x is not e.y"],
  ["`is one of`, `is none of`", "e.x is one of { e.y } and e.x is none of { e.y }"],
  ["`is empty`, `is not empty`", "e.x is empty or e.x is not empty"],
  ["`is at least`, `is at most`, `is above`, `is below`", "e.x is at least e.y and e.x is below e.y"],
  ["`<` `<=` `>` `>=`", "e.x < e.y and e.x >= e.y"],
  ["`within … before`, `within … after`", "e.x within e.d before e.t and e.x within e.d after e.y"],
  ["`under`", "e.x under e.y"],
  ["`matches glob`", 'e.x matches glob "**"', 'e.x matches glob "*@acme.example"'],
  ["`matches regex`", 'e.x matches regex "a.*"'],
  ["`contains`", "e.x contains e.y"],
  ["`in range`", 'e.x in range ">=1.2.0 <2.0.0"'],
  ["`allowed by`", "e.x allowed by e.licences"],
  ["`has`", "e has maybe"],
  ["`otherwise`", "(e.maybe otherwise e.x) is e.y"],
  ["a quantifier, `the`, `count of`", "some element v in e.x where v is v"],
  ["alone, as a condition", "e.x"],
];

function typesFor(conditions: readonly string[]): string {
  const offered = [...names, ...others].filter((type) => conditions.some((condition) => isOffered(type, condition)));
  if (offered.length === names.length + others.length) return "every type";
  return offered.map((type) => called[type] ?? type).join(", ");
}

const summed = { Int: "e.i", Decimal: "e.c", Duration: "e.d", Timestamp: "e.t" } as const;

/** What `+` and `-` make of two types: what the sum can be compared with. */
function sums(): readonly string[] {
  const types = Object.entries(summed);
  return types.flatMap(([left, a]) =>
    types.flatMap(([right, b]) =>
      ["+", "-"].flatMap((sign) => {
        const made = types.filter(([, value]) => isOffered("Bool", `(${a} ${sign} ${b}) is ${value}`)).map(([name]) => name);
        return made.map((result) => row([`${left} ${sign} ${right}`, result]));
      }),
    ),
  );
}

/** Everything between the marks of `docs/language/types.md`. */
export function typesReference(): string {
  return [
    "## Scalars",
    table(["type", "a value", "the same value", "no value"], names.map(scalarRow)),
    "## Operators",
    table(
      ["operator", "on the left"],
      operators.map(([operator, ...conditions]) => row([operator, typesFor(conditions)])),
    ),
    "## Sums",
    table(["sum", "is"], sums()),
    "## Words",
    `Reserved, so that no policy can give them to what it declares: ${reservedWords.map((word) => `\`${word}\``).join(" ")}.`,
    "Words that mean something in one place only are free elsewhere: `grammar/words.json` lists both kinds.",
  ].join("\n\n");
}
