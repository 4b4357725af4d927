/** `forged "…"`: every name is documented, shown by a shipped test, and refused where it would change nothing. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { forgeryNames, isForgery, needOf } from "../../../src/language/tests/forgeries.ts";
import { forgeries } from "../../../src/testing/stand-ins/forgeries.ts";
import { inMemory, openTests, outcomeOf, runAll } from "../../support/policy-tests.ts";
import { projectRoot } from "../../support/run-policy.ts";

const forged = suite("forgeries");
const text = (path: string): string => readFileSync(`${projectRoot}${path}`, "utf8");
const key = new Uint8Array(readFileSync(`${projectRoot}test/fixtures-samples/keys/rm-alice.pub`));
const ca = text("test/fixtures-samples/ca/acme-root.pem");

forged("every name does something", () => {
  assert.equal(
    forgeryNames.filter((name) => isForgery(name) && typeof forgeries[name] !== "function"),
    [],
  );
});

forged("docs/testing-policies.md lists them all, and no others", () => {
  const section = text("docs/testing-policies.md").split("## Forgeries")[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
  const listed = rows.flatMap((row) => [...(row.split("|")[2] ?? "").matchAll(/`([^`]+)`/gu)].map(([, name]) => name));
  assert.equal(new Set(listed), new Set(forgeryNames));
  assert.is(listed.length, forgeryNames.length);
});

forged("policies/verification gives each of them", () => {
  const policies = text("policies/verification/verification.policy") + text("policies/verification/authority.policy");
  assert.equal(
    forgeryNames.filter((name) => !policies.includes(`"${name}"`)),
    [],
  );
});

const trust: Readonly<Record<string, string>> = {
  workflow: 'sigstore public-good issuer "https://issuer.example" identity under "https://github.com/acme" logged no timestamped yes',
  key: 'key "keys/a.pub"',
  desk: 'authority "ca.pem" identity matches glob "*@desk.example" timestamped yes',
};

const example = {
  certificate: "usage-any",
  sigstore: "sct-none",
  authority: "certificates-11",
  key: "no-signer",
  log: "proof-away",
} as const;

async function saidOf(root: string, clause: string, cases = ""): Promise<string> {
  const policy = `policy p version 1
predicate note "https://example.com/note/v1" { word: String }
trust author { ${trust[root] ?? ""} }
control C-01 "Noted" {
  evidence said: note signed by author
  require yes: said.word is "yes" else "no"
}
test "t" for C-01 { at 2026-01-10 given said with { word: "yes" } ${clause} expect unverifiable said ${cases} }`;
  try {
    const runs = await runAll(await openTests("main.policy", inMemory(policy, { "ca.pem": ca }, key)));
    return runs.map(outcomeOf).join("\n");
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : "thrown";
  }
}

const unfit: readonly (readonly [root: string, name: keyof typeof example, why: string])[] = [
  ["key", "certificate", "lists keys, and no certificate is carried"],
  ["key", "sigstore", "names no Sigstore instance"],
  ["workflow", "authority", "names no authority of its own"],
  ["workflow", "key", "lists no keys"],
  ["workflow", "log", "does not ask for a log entry (`logged yes`)"],
];

for (const [root, need, why] of unfit) {
  forged(`${example[need]} changes nothing of what ${root} signs`, async () => {
    assert.is(needOf(example[need]), need);
    assert.is(await saidOf(root, `forged "${example[need]}"`), `E7014 trust root \`author\` ${why}, so this changes nothing`);
  });
}

forged("a timestamp where none is asked for", async () => {
  assert.is(
    await saidOf("key", 'forged "token-rejected"'),
    "E7014 trust root `author` does not ask for a timestamp (`timestamped yes`), so this changes nothing",
  );
});

forged("a name that there is not, a column that there is not, and what cannot be forged besides", async () => {
  assert.is(await saidOf("key", 'forged "signature-of-an-other"'), "E7017 no forgery is called `signature-of-an-other`");
  assert.is(await saidOf("key", "forged how"), "E7017 the name of a forgery is a text");
  assert.is(await saidOf("key", 'unsigned forged "signature-zero"'), "E7008 one attestation cannot be both");
  assert.is(await saidOf("desk", 'untimestamped forged "token-rejected"'), "E7008 one attestation cannot be both");
});

forged("a table of them", async () => {
  const cases = 'cases how, outcome { "signature-zero", unverifiable "payload-absent", unverifiable }';
  assert.is(await saidOf("key", "forged how", cases), "passed\npassed");
});

forged.run();
