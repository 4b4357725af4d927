/** Every word of an adversary, against every kind of trust root: the outcome and the cause that it leads to. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { projectRoot } from "../../support/run-policy.ts";
import { inMemory, openTests, outcomeOf, runAll } from "../../support/policy-tests.ts";

const key = new Uint8Array(readFileSync(`${projectRoot}test/fixtures-samples/keys/rm-alice.pub`));
const files = {
  "ca.pem": readFileSync(`${projectRoot}test/fixtures-samples/ca/acme-root.pem`, "utf8"),
  "note.json": { word: "yes", saidOn: "2026-01-09T00:00:00Z" },
  "no-json.json": "{",
  "other.json": { _type: "https://in-toto.io/Statement/v1", predicateType: "https://example.com/other", predicate: {} },
};

const TRUST: Readonly<Record<string, string>> = {
  workflow: `sigstore public-good
    issuer "https://issuer.example"
    identity under "https://github.com/acme"
    claim runner-environment is "github-hosted"
    logged yes`,
  "stamped-workflow": `sigstore public-good
    issuer "https://issuer.example"
    identity matches glob "https://github.com/acme/*/.github/workflows/*@refs/heads/main"
    logged no
    timestamped yes`,
  desk: `authority "ca.pem"
    identity matches glob "*@desk.example"
    timestamped yes`,
  "logged-key": `key "keys/a.pub" held by "alice@acme.example" valid until 2026-06-01
    logged yes`,
  "stamped-key": `key "keys/a.pub" timestamped yes`,
  pair: `sigstore public-good
    issuer "https://issuer.example"
    identity is one of { "https://github.com/acme/a", "https://github.com/acme/b" }
    threshold 2
    logged yes`,
};

function policyOf(trust: string, tests: string): string {
  return `policy p version 1
predicate note "https://example.com/note/v1" {
  word: String
  saidOn: Timestamp
}
trust author {
  ${TRUST[trust] ?? ""}
}
control C-01 "Noted" {
  evidence said: note signed by author
    fresh within 7 days of saidOn
    pick latest by saidOn
  require yes: said.word is "yes" else "it says {said.word}"
}
${tests}
`;
}

interface Row {
  readonly given: string;
  readonly expect: string;
  readonly at?: string;
}

const common: readonly Row[] = [
  { given: 'given said from "note.json"', expect: "satisfied yes" },
  { given: "given nothing", expect: "missing said because none-found" },
  { given: 'given said from "note.json" unsigned', expect: "missing said because none-from-root" },
  { given: 'given said from "note.json" tampered', expect: "unverifiable said because signature-invalid" },
  { given: 'given said from "note.json" signed by somebody else', expect: "missing said because none-from-root" },
  { given: 'given said from "note.json" about something else', expect: "missing said because none-for-subject" },
  { given: 'given said from "note.json" stale', expect: "violated said" },
  { given: 'given said from "note.json" postdated', expect: "unverifiable said because claimed-time-in-future" },
  { given: 'given said from "note.json" malformed', expect: "unverifiable said because schema-violation" },
  { given: "given no answer for said", expect: "unverifiable said because unreachable" },
  { given: 'given said from "note.json" signed at 2026-01-11', expect: "missing said because none-yet" },
  { given: 'given said from "note.json" with { word: "no" }', expect: 'violated yes saying "it says no"' },
  { given: 'given said with { word: "yes", saidOn: 2026-01-09 }', expect: "satisfied" },
  { given: 'given said from "note.json" with { word: absent }', expect: "unverifiable said" },
  { given: 'given said from "note.json" given said from "note.json" with { word: "no", saidOn: 2026-01-08 }', expect: "satisfied yes" },
  { given: 'given said from "note.json" given said from "note.json" with { word: "no", saidOn: 2026-01-10 }', expect: "violated yes" },
];

const own: Readonly<Record<string, readonly Row[]>> = {
  workflow: [
    { given: 'given said from "note.json" unlogged', expect: "unverifiable said because log-threshold-not-met" },
    { given: 'given said from "note.json" issued by somebody else', expect: "missing said because issuer-mismatch" },
    { given: 'given said from "note.json" expired', expect: "unverifiable said because certificate-not-valid-at-time" },
    {
      given: 'given said from "note.json" signed by author as "https://github.com/acme-other/app"',
      expect: "missing said because identity-mismatch",
    },
    { given: 'given said from "note.json" signed by author as "https://github.com/acme/any/thing"', expect: "satisfied" },
  ],
  "stamped-workflow": [
    { given: 'given said from "note.json" untimestamped', expect: "unverifiable said because timestamp-threshold-not-met" },
    { given: 'given said from "note.json" expired', expect: "unverifiable said because certificate-not-valid-at-time" },
  ],
  desk: [
    { given: 'given said from "note.json" untimestamped', expect: "unverifiable said because timestamp-threshold-not-met" },
    { given: 'given said from "note.json" expired', expect: "unverifiable said because certificate-not-valid-at-time" },
    { given: 'given said from "note.json" signed by author as "eve@desk.example.org"', expect: "missing said because identity-mismatch" },
  ],
  "logged-key": [
    { given: 'given said from "note.json" unlogged', expect: "unverifiable said because log-threshold-not-met" },
    {
      given: 'given said from "note.json" with { saidOn: 2026-07-09 } expired',
      expect: "unverifiable said because key-not-valid-at-time",
      at: "2026-07-10",
    },
    { given: 'given said from "note.json" signed by author as "alice@acme.example"', expect: "satisfied" },
  ],
  "stamped-key": [{ given: 'given said from "note.json" untimestamped', expect: "unverifiable said because timestamp-threshold-not-met" }],
  pair: [
    {
      given: 'given said from "note.json" signed by author as "https://github.com/acme/a"',
      expect: "unverifiable said because threshold-not-met",
    },
  ],
};

const adversaries = suite("adversaries");
for (const trust of Object.keys(TRUST)) {
  adversaries(trust, async () => {
    const rows = [...common, ...(own[trust] ?? [])];
    const tests = rows.map(
      ({ given, expect, at = "2026-01-10" }, index) => `test "${index}" for C-01 {\n at ${at}\n ${given}\n expect ${expect}\n}`,
    );
    const runs = await runAll(await openTests("main.policy", inMemory(policyOf(trust, tests.join("\n")), files, key)));
    assert.equal(
      runs.map((run, index) => `${rows[index]?.given ?? ""}: ${outcomeOf(run)}`),
      rows.map(({ given }) => `${given}: passed`),
    );
  });
}
adversaries.run();
