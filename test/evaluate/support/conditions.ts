/** One condition over one statement: for tables of what operators mean. */
import type { GateVerdict, RequirementTrace } from "../../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../../src/language/index.ts";
import { checkedPolicy } from "../../support/compile-policy.ts";
import { judgeWorld, type Stated } from "./world.ts";

export const HEAD = `policy t version 1
person "alice@acme.example" also "github:alice-acme"
person "bob@acme.example" also "github:bob-acme"
param licences: Set of Licence = { "Apache-2.0", "MIT", "GPL-2.0-only WITH Classpath-exception-2.0" }, fewer is stricter
param two: Int = 2, at least 1
param trusted: Set of Uri = { "https://b.example/one", "https://b.example/two" }, fewer is stricter
enum shade = ordered light < grey < dark
record item key name {
  name: String
  n: Int
  note: optional String
  who: optional Identity
}
predicate p "https://acme.example/p/v1" {
  flag: Bool
  int: Int
  other-int: Int
  dec: Decimal
  text: String
  other-text: String
  at: Timestamp
  until-time: Timestamp at "/until"
  wait: Duration
  digest: Digest
  other-digest: Digest
  commit: Commit
  uri: Uri
  repo: Repository
  ref: GitRef
  platform-of: Platform at "/platform"
  purl: Purl
  ver: SemVer
  other-ver: SemVer
  lic: Licence
  who: Identity
  other-who: Identity
  shade-of: shade at "/shade"
  state: one of open, closed
  maybe: optional Int
  deep: optional item
  items: List of item
  tags: Set of String
  other-tags: Set of String
  lics: Set of Licence
  people: List of Identity
  wanted: Int
  hush: optional String as secret
}
trust r { key "keys/a.pub" accept claimed time }
`;

/** Everything that a predicate may say, changed by `change`. */
export function predicate(change: Readonly<Record<string, unknown>> = {}): Stated {
  const base = {
    flag: true,
    int: 3,
    "other-int": 5,
    dec: 7.5,
    text: "release",
    "other-text": "lease",
    at: "2026-01-09T00:00:00Z",
    until: "2026-01-10T00:00:00Z",
    wait: "P1D",
    digest: `sha256:${"0a".repeat(32)}`,
    "other-digest": `sha256:${"0b".repeat(32)}`,
    commit: "a".repeat(40),
    uri: "https://github.com/acme/app",
    repo: "registry.acme.example/payments/api",
    ref: "refs/tags/v1",
    platform: "linux/arm64",
    purl: "pkg:npm/left-pad@1.0.0",
    ver: "1.10.0",
    "other-ver": "1.9.0",
    lic: "MIT",
    who: "alice@acme.example",
    "other-who": "github:alice-acme",
    shade: "grey",
    state: "open",
    items: [],
    tags: ["a", "b"],
    "other-tags": ["b", "a"],
    lics: [],
    people: [],
    wanted: 1,
  };
  return { predicate: { ...base, ...change } };
}

export function policyOf(condition: string, defines = "", message = "no"): CheckedPolicy {
  return checkedPolicy(`${HEAD}control C "c" {
  evidence s: p signed by r
  ${defines}
  require q: ${condition}
    else "${message}"
}
gate prod { enforce C }
`);
}

/** `true`, `false`, or `unknown` with its reasons. */
export function truthOf(condition: string, stated: Stated = predicate(), defines = ""): string {
  return wordOf(requirementOf(judgeWorld(policyOf(condition, defines), { s: [stated] })));
}

export function requirementOf(verdict: GateVerdict, id = "C.q"): RequirementTrace {
  const found = verdict.controls
    .flatMap((control) => control.judgements.flatMap((each) => each.requirements))
    .find((each) => each.id === id);
  if (!found) throw new Error(`no requirement ${id}`);
  return found;
}

export function wordOf({ truth, reasons }: RequirementTrace): string {
  return truth === "unknown" ? `unknown ${[...new Set(reasons.map(({ reason }) => reason))].join(" ")}` : truth;
}
