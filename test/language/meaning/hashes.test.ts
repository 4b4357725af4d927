/** Meaning and wording hashes: what changes them and what does not. `language.md` §5.1. */
import { createHash } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Hasher } from "../../../src/base/index.ts";
import { meaningHashes } from "../../../src/language/index.ts";
import { checkedPolicy } from "../../support/compile-policy.ts";

const hasher: Hasher = {
  digest: (algorithm, parts) => {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
};

const BASE = `policy main version 1
param window: Duration = 7 days, at most 30 days
param unused: Int = 1, at most 3
param fixed: String = "production"
enum shade = ordered light < dark
predicate approval "https://acme.example/approval/v1" {
  decision: one of approved, rejected
  decidedOn: Timestamp
  environment: String
  shade: shade
  tags: Set of String
  page: optional Uri
}
predicate scan "https://acme.example/scan/v1" {
  on: Timestamp
  names: List of String
}
trust managers {
  key "keys/alice.pub" held by "alice@acme.example"
  key "keys/bob.pub"
  timestamped yes
}
trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity under "https://github.com/acme" and matches glob "https://github.com/acme/**"
  claim build-trigger is one of { "push", "release" }
}
control C-1 "Approved" {
  statement "It was approved."
  severity high
  owner "a@acme.example"
  maps to ssdf "PS.1"
  applies at stage prod, dev
  applies unless subject has tag and subject.tag is "v0"
  effective from 2026-01-01
  enforce from 2026-02-01
  until 2026-12-31
  evidence first: approval signed by managers
    where first.environment is "production"
    fresh within params.window of decidedOn
    pick latest by decidedOn
  evidence second: any approval signed by workflow or managers
  evidence found: scan signed by managers
  define good = first.decision is approved and first.shade is at least dark
  require good and (first.environment is params.fixed or first.tags is { "a", "b" })
    else "decided {first.decision}"
    fix "ask again"
    grace until 2026-03-01
  require named: no name n in found.names where n is one of { "x", "y" } or n matches regex "z+"
    else "{n}"
  require (second.page otherwise "https://a.example") is "https://b.example"
    else "no"
}
control C-2 "Another" {
  evidence found: scan signed by managers
}
gate prod {
  environment "production"
  enforce C-1
  warn C-2
}
gate dev {
  enforce C-2
}
`;

interface Hashes {
  readonly policy: string;
  readonly control: string;
  readonly wording: string;
}

function hashesOf(text: string): Hashes {
  const policy = checkedPolicy(text);
  const hashes = meaningHashes(policy, hasher);
  const control = policy.controls.find((each) => each.id === "C-1");
  if (!control) throw new Error("C-1 is gone");
  return { policy: hashes.policy(), control: hashes.control(control), wording: hashes.wording(control) };
}

function edited(from: string, to: string): string {
  if (BASE.split(from).length < 2) throw new Error(`the policy has no ${from}`);
  return BASE.replaceAll(from, to);
}

const base = hashesOf(BASE);

const same = suite("neither hash changes");

const SAME: readonly (readonly [title: string, text: string])[] = [
  ["comments", edited("control C-1", "// why\ncontrol C-1")],
  ["layout", edited("    fresh within", "\n\n            fresh   within")],
  ["names of evidence", edited("second", "other")],
  ["names of evidence whose order by name differs", edited("first.", "zulu.").replaceAll("evidence first", "evidence zulu")],
  [
    "names of variables",
    edited(
      `no name n in found.names where n is one of { "x", "y" } or n matches`,
      `no name m in found.names where m is one of { "x", "y" } or m matches`,
    ).replace("{n}", "{m}"),
  ],
  ["names of definitions", edited("define good", "define fine").replace("require good", "require fine")],
  ["names of trust roots", edited("managers", "bosses")],
  ["the instance that proves by itself", edited("  timestamped yes\n", "  timestamped yes\n  proven by public-good\n")],
  [
    "order of evidence",
    moved(
      "  evidence found: scan signed by managers\n  define",
      "  evidence first: approval",
      "  evidence found: scan signed by managers\n",
    ),
  ],
  ["order of clauses", moved("  severity high\n", "  applies at stage", "  severity high\n")],
  [
    "order of requirements",
    moved(
      `  require named: no name n in found.names where n is one of { "x", "y" } or n matches regex "z+"\n    else "{n}"\n`,
      "  require good",
      `  require named: no name n in found.names where n is one of { "x", "y" } or n matches regex "z+"\n    else "{n}"\n`,
    ),
  ],
  ["order of stages", edited("prod, dev\n  applies unless", "dev, prod\n  applies unless")],
  [
    "order of conjuncts",
    edited("first.decision is approved and first.shade is at least dark", "first.shade is at least dark and first.decision is approved"),
  ],
  ["order of a set", edited(`{ "x", "y" }`, `{ "y", "x" }`)],
  ["order of keys", swapped(`  key "keys/alice.pub" held by "alice@acme.example"\n`, `  key "keys/bob.pub"\n`)],
  ["order of roots", edited("workflow or managers", "managers or workflow")],
  ["order of texts of a test", edited(`{ "push", "release" }`, `{ "release", "push" }`)],
  [
    "order of tests",
    edited(
      `under "https://github.com/acme" and matches glob "https://github.com/acme/**"`,
      `matches glob "https://github.com/acme/**" and under "https://github.com/acme"`,
    ),
  ],
  ["order of gates' lists", edited("  enforce C-1\n  warn C-2", "  warn C-2\n  enforce C-1")],
  [
    "a definition written out",
    edited("  require good and (", "  require first.decision is approved and first.shade is at least dark and ("),
  ],
  [
    "brackets that change nothing",
    edited(
      "first.decision is approved and first.shade is at least dark",
      "(first.decision is approved) and (first.shade is at least dark)",
    ),
  ],
  ["a duration in other units", edited("at most 30 days", "at most 720 hours")],
  ["the value of a parameter with a bound", edited("Duration = 7 days", "Duration = 5 days")],
  ["a parameter that nothing reads", edited("param unused: Int = 1, at most 3\n", "")],
];

function moved(from: string, before: string, text: string): string {
  if (!BASE.includes(from) || !BASE.includes(before)) throw new Error(`the policy has no ${from}`);
  return BASE.replace(from, from.replace(text, "")).replace(before, `${text}${before}`);
}

function swapped(first: string, second: string): string {
  return edited(first + second, second + first);
}

for (const [title, text] of SAME) {
  same(title, () => {
    assert.is.not(text, BASE);
    const hashes = hashesOf(text);
    assert.is(hashes.control, base.control);
    assert.is(hashes.policy, base.policy);
    assert.is(hashes.wording, base.wording);
  });
}
same("the order of controls", () => {
  const [head, rest] = BASE.split("control C-1");
  const [first, tail] = (rest ?? "").split("control C-2");
  const [second, gates] = (tail ?? "").split("gate prod");
  assert.is(hashesOf(`${head ?? ""}control C-2${second ?? ""}control C-1${first ?? ""}gate prod${gates ?? ""}`).policy, base.policy);
});
same.run();

const wording = suite("only the wording changes");
const WORDING: readonly (readonly [from: string, to: string])[] = [
  [`"Approved"`, `"Is approved"`],
  ["It was approved.", "Somebody approved it."],
  ["severity high", "severity low"],
  ['a@acme.example"\n', 'b@acme.example"\n'],
  [`"PS.1"`, `"PS.2"`],
  ["decided {", "it was decided {"],
  ["{first.decision}", "{first.environment}"],
  ["ask again", "ask somebody"],
];
for (const [from, to] of WORDING) {
  wording(`${from} → ${to}`, () => {
    const hashes = hashesOf(edited(from, to));
    assert.is(hashes.control, base.control);
    assert.is.not(hashes.wording, base.wording);
  });
}
wording.run();

const meaning = suite("the meaning changes");
const MEANING: readonly (readonly [from: string, to: string])[] = [
  ["applies at stage prod, dev", "applies at stage prod"],
  ["applies unless", "applies when"],
  [`subject.tag is "v0"`, `subject.tag is "v1"`],
  ["effective from 2026-01-01", "effective from 2026-01-02"],
  ["enforce from 2026-02-01", "enforce from 2026-02-02"],
  ["until 2026-12-31", "until 2026-12-30"],
  ["first: approval signed by managers", "first: approval signed by managers or workflow"],
  [`where first.environment is "production"`, `where first.environment is "staging"`],
  [`    where first.environment is "production"\n`, ""],
  ["fresh within params.window of", "fresh within 7 days of"],
  ["pick latest by decidedOn", "pick earliest by decidedOn"],
  ["second: any approval", "second: approval"],
  ["at least dark", "at most dark"],
  ["is approved and", "is rejected and"],
  [`is { "a", "b" }`, `is { "a", "c" }`],
  ["is approved and", "is approved or"],
  ["require good and", "require not good and"],
  ["grace until 2026-03-01", "grace until 2026-03-02"],
  ["no name n", "at most 1 names n"],
  [`regex "z+"`, `regex "z"`],
  [`otherwise "https://a.example"`, `otherwise "https://c.example"`],
  ["at most 30 days", "at most 31 days"],
  [`fixed: String = "production"`, `fixed: String = "staging"`],
  ["keys/bob.pub", "keys/carol.pub"],
  [`held by "alice@acme.example"`, `held by "carol@acme.example"`],
  ["  timestamped yes\n", "  timestamped yes at least 2\n"],
  ["  timestamped yes\n", '  timestamped yes\n  proven by "keys/root.pub"\n'],
  [`is one of { "push", "release" }`, `is one of { "push" }`],
  [`under "https://github.com/acme"`, `under "https://github.com/acme/x"`],
  ["light < dark", "light < grey < dark"],
  ["https://acme.example/approval/v1", "https://acme.example/approval/v2"],
  ["page: optional Uri", `page: optional Uri at "/url"`],
];
for (const [from, to] of MEANING) {
  meaning(`${from} → ${to}`, () => {
    const hashes = hashesOf(edited(from, to));
    assert.is.not(hashes.control, base.control);
    assert.is.not(hashes.policy, base.policy);
  });
}
meaning("of the policy, not of the control", () => {
  for (const [from, to] of [
    ["  warn C-2", "  audit C-2"],
    [`environment "production"\n  enforce`, `environment "prod"\n  enforce`],
    ["gate dev", 'person "alice@acme.example" also "github:alice"\ngate dev'],
  ] as const) {
    const hashes = hashesOf(edited(from, to));
    assert.is(hashes.control, base.control);
    assert.is.not(hashes.policy, base.policy);
  }
});
meaning("of one of two evidences that look alike", () => {
  const one = hashesOf(edited("require (second.page", "require (first.page"));
  assert.is.not(one.control, base.control);
});
meaning.run();
