/** The payload of a signed envelope, read after its signature: S1 to S7 and the rows `stmt-…` of the attack corpus. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../../src/base/index.ts";
import { readStatement } from "../../../src/trust/phase-a/read-statement.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { found, NOW, verifierOf } from "../../support/trust/run.ts";
import { newSigner, signedJson, statementText } from "../../support/trust/signing.ts";

const hex = "0123456789abcdef".repeat(4);

function judge(text: string | Uint8Array): string {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const statement = readStatement(bytes, defaultLimits);
  return statement.ok ? "good" : statement.error.reason;
}

function subject(digest: unknown): string {
  return statementText({ subject: [{ digest }] });
}

const rows: readonly (readonly [name: string, text: string | Uint8Array, outcome: string])[] = [
  ["the twin", statementText(), "good"],
  ["pass-12 version 0.1", statementText({ _type: "https://in-toto.io/Statement/v0.1" }), "good"],
  ["pass-12 no name", subject({ sha256: hex }), "good"],
  ["S6 predicate absent", statementText({ predicate: undefined }), "good"],
  ["S6 predicate a text", statementText({ predicate: "text" }), "good"],
  ["S7 unknown members", statementText({ more: 1 }), "good"],
  ["S4 an unknown algorithm is kept", subject({ sha256: hex, blake9: "ANY" }), "good"],
  ["S4 git commits of both lengths", subject({ gitCommit: hex.slice(0, 40), gitTree: hex }), "good"],
  ["stmt-01 two subjects", `{"subject":[],${statementText().slice(1)}`, "duplicate-key"],
  ["stmt-01 two predicates", `${statementText().slice(0, -1)},"predicate":1}`, "duplicate-key"],
  ["stmt-03 byte order mark", `\ufeff${statementText()}`, "utf8-invalid"],
  ["stmt-03 not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "utf8-invalid"],
  ["stmt-03 not JSON", "hello", "statement-malformed"],
  ["stmt-03 array", `[${statementText()}]`, "statement-malformed"],
  ["stmt-03 depth", statementText({ predicate: null }).replace(":null", `:${"[".repeat(300)}${"]".repeat(300)}`), "too-deep"],
  ["stmt-04 other type", statementText({ _type: "https://in-toto.io/Statement/v2" }), "statement-type-unsupported"],
  ["stmt-04 no type", statementText({ _type: undefined }), "statement-type-unsupported"],
  ["stmt-04 no subject", statementText({ subject: undefined }), "statement-invalid"],
  ["stmt-04 empty subject", statementText({ subject: [] }), "statement-invalid"],
  ["stmt-04 null subject", statementText({ subject: [null] }), "statement-invalid"],
  ["stmt-04 no digest", statementText({ subject: [{ name: "x" }] }), "statement-invalid"],
  ["stmt-04 empty digest", subject({}), "statement-invalid"],
  ["stmt-04 name a number", statementText({ subject: [{ name: 1, digest: { sha256: hex } }] }), "statement-invalid"],
  ["stmt-04 empty predicate type", statementText({ predicateType: "" }), "statement-invalid"],
  ["stmt-04 predicate type a number", statementText({ predicateType: 1 }), "statement-invalid"],
  ["stmt-05 upper case", subject({ sha256: hex.toUpperCase() }), "digest-malformed"],
  ["stmt-05 63 digits", subject({ sha256: hex.slice(1) }), "digest-malformed"],
  ["stmt-05 prefix", subject({ sha256: `sha256:${hex}` }), "digest-malformed"],
  ["stmt-05 number", subject({ sha256: 1 }), "digest-malformed"],
  ["stmt-05 another one beside a good one", subject({ sha256: hex, sha512: hex }), "digest-malformed"],
  ["stmt-11 1025 subjects", statementText({ subject: Array.from({ length: 1025 }, () => ({ digest: { sha256: hex } })) }), "too-many"],
  ["stmt-11 33 digests", subject(Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`x${i}`, "0"]))), "too-many"],
];

const tests = suite("statement");
for (const [name, text, outcome] of rows) tests(name, () => assert.is(judge(text), outcome));
tests("stmt-02 `__proto__` is an ordinary name", () => {
  const text = statementText({ subject: [{ digest: { sha256: hex } }] }).replace(
    '"predicate":',
    '"__proto__":{"polluted":true},"predicate":',
  );
  const statement = readStatement(new TextEncoder().encode(text), defaultLimits);
  assert.ok(statement.ok);
  assert.is(({} as Record<string, unknown>)["polluted"], undefined);
});
tests("a fault of the payload is found behind a good signature, and a bad one comes first", async () => {
  const alice = await newSigner();
  const signed = await signedJson(subject({ sha256: "no" }), [alice]);
  const verifier = verifierOf([], [alice.entry]);
  assert.is(outcomeOf(verifier.verify(found(JSON.stringify(signed)), NOW)), "statement · digest-malformed");
  const broken = { ...signed, signatures: [{ sig: "AAAA" }] };
  assert.is(outcomeOf(verifier.verify(found(JSON.stringify(broken)), NOW)), "signature · signature-invalid");
});
tests.run();
