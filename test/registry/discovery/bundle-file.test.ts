import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, refused, source, statusOf } from "../../support/registry/ask.ts";
import { envelope, sha256, statement } from "../../support/registry/content.ts";
import { temporaryFolder } from "../../support/registry/layout-folder.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";

const tests = suite("registry bundle file");
const real = withRealdata(tests);

const SUBJECT = `sha256:${"a".repeat(64)}`;
const DSSE = envelope("one").bytes.toString();
const BUNDLE = JSON.stringify({ mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json", verificationMaterial: {}, dsseEnvelope: {} });
const STATEMENT = statement("one").bytes.toString();

function file(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), "evidence.jsonl");
  writeFileSync(path, content);
  return path;
}

const READ: readonly (readonly [what: string, content: string, kinds: readonly string[]])[] = [
  ["a DSSE envelope", DSSE, ["dsse"]],
  ["an envelope over several lines", JSON.stringify(JSON.parse(DSSE), null, 2), ["dsse"]],
  ["a bundle", BUNDLE, ["bundle"]],
  ["a bundle of a strange version", BUNDLE.replace("v0.3", "v9.9"), ["bundle"]],
  ["a bundle without its type", '{"verificationMaterial":{},"dsseEnvelope":{}}', ["bundle"]],
  ["a bare statement", STATEMENT, ["statement"]],
  ["lines of each", `${DSSE}\n${BUNDLE}\r\n\n${STATEMENT}\n`, ["bundle", "dsse", "statement"]],
  ["npm's answer", JSON.stringify({ attestations: [{ bundle: JSON.parse(BUNDLE) as object }] }), ["bundle"]],
  ["an object of another kind", '{"hello":1}', []],
  ["a list", "[1]", []],
];

const KIND: Readonly<Record<string, string>> = {
  "application/vnd.dsse.envelope.v1+json": "dsse",
  "application/vnd.in-toto+json": "statement",
};

for (const [what, content, kinds] of READ) {
  tests(`reads ${what}`, async () => {
    const discovery = await found(SUBJECT, { bundles: [file(content)] });
    assert.is(statusOf(source(discovery, "bundle-file")), "complete");
    assert.equal(discovery.envelopes.map((one) => KIND[one.mediaType] ?? "bundle").sort(), kinds);
    assert.ok(discovery.envelopes.every((one) => (one.unsigned === true) === (one.mediaType === "application/vnd.in-toto+json")));
    assert.ok(discovery.absenceHolds);
  });
}

const FAILED: readonly (readonly [what: string, content: string, status: string])[] = [
  ["nothing", "", "failed malformed"],
  ["blank lines", "\n \n", "failed malformed"],
  ["text", "hello", "failed malformed"],
  ["a line that is no JSON", `${DSSE}\nhello\n`, "failed malformed"],
  ["a first line that is no JSON", `hello\n${DSSE}\n`, "failed malformed"],
  ["a cut line", `${DSSE}\n${BUNDLE.slice(0, -1)}`, "failed malformed"],
  ["a key twice", '{"payload":"a","payload":"b","payloadType":"c"}', "failed malformed"],
  ["a byte order mark", `\ufeff${DSSE}`, "failed malformed"],
  ["a million brackets", "[".repeat(1_000_000), "failed too-deep"],
];

for (const [what, content, status] of FAILED) {
  tests(`a file with ${what} fails`, async () => {
    const discovery = await found(SUBJECT, { bundles: [file(content)] });
    assert.is(statusOf(source(discovery, "bundle-file")), status);
    assert.equal(discovery.envelopes, []);
    assert.not.ok(discovery.absenceHolds);
  });
}

const LIMITED: readonly (readonly [limits: object, content: string, status: string])[] = [
  [{ bundleFileBytes: 10 }, DSSE, "failed too-large"],
  [{ attestationBytes: 10 }, DSSE, "failed too-large"],
  [{ runAttestationBytes: 10 }, DSSE, "failed too-large"],
  [{ lineBytes: 10 }, `${DSSE}\n${DSSE}`, "failed too-large"],
  [{ lines: 2 }, `{"a":1}\n{"a":2}\n{"a":3}`, "failed too-many"],
  [{ candidatesPerSubject: 1 }, `${DSSE}\n${BUNDLE}`, "failed too-many"],
];

for (const [limits, content, status] of LIMITED) {
  tests(`holds to ${Object.keys(limits)[0]}`, async () => {
    const discovery = await found(SUBJECT, { bundles: [file(content)], limits });
    assert.is(statusOf(source(discovery, "bundle-file")), status);
  });
}

tests("a printed value of many lines is no list of too many", async () => {
  const discovery = await found(SUBJECT, { bundles: [file(JSON.stringify(JSON.parse(DSSE), null, 2))], limits: { lines: 2 } });
  assert.is(discovery.envelopes.length, 1);
});

tests("names each line", async () => {
  const path = file(`${DSSE}\n\n${BUNDLE}\n`);
  const discovery = await found(SUBJECT, { bundles: [path] });
  assert.equal(discovery.envelopes.map((one) => one.uri).sort(), [`file:${path}#L1`, `file:${path}#L3`]);
});

tests("the same line twice, and the same file twice, are one", async () => {
  const path = file(`${DSSE}\n${DSSE}\n`);
  const discovery = await found(SUBJECT, { bundles: [path, path] });
  assert.is(discovery.envelopes.length, 1);
  assert.is(discovery.sources.length, 1);
});

tests("refuses pipes, folders, devices and 600 MB files before it reads them", async () => {
  const folder = temporaryFolder();
  execFileSync("mkfifo", [join(folder, "pipe")]);
  mkdirSync(join(folder, "folder"));
  const huge = file("");
  truncateSync(huge, 600_000_000);
  const expected = { pipe: "failed path-refused", folder: "failed path-refused", missing: "failed not-found" };
  for (const [name, status] of Object.entries(expected)) {
    const discovery = await found(SUBJECT, { bundles: [join(folder, name)] });
    assert.is(statusOf(source(discovery, "bundle-file")), status, name);
  }
  assert.is(statusOf(source(await found(SUBJECT, { bundles: [huge] }), "bundle-file")), "failed too-large");
  assert.is(statusOf(source(await found(SUBJECT, { bundles: ["/dev/zero"] }), "bundle-file")), "failed path-refused");
});

tests("where nothing can be asked, absence is not known", async () => {
  assert.not.ok((await found(SUBJECT)).absenceHolds);
});

tests("a file has both its digests", async () => {
  const path = file("hello");
  const discovery = await found(`file:${path}`);
  assert.is(discovery.subject.digest, sha256("hello"));
  assert.match(discovery.subject.digests[1] ?? "", /^sha512:9b71d224bd62f378/);
  assert.is(discovery.set.root.role, "file");
});

tests("a file that is not there is no subject", async () => {
  assert.is((await refused(`file:${join(temporaryFolder(), "none")}`)).kind, "subject-not-found");
  assert.is((await refused(`file:${temporaryFolder()}`)).reason, "path-refused");
});

real("reads wrangle's six bundles, and the digests of the lines are the ones their VSA names", async () => {
  const path = realdataPath("evidence/wrangle/good-default-signed.bundle.jsonl");
  const discovery = await found(SUBJECT, { bundles: [path] });
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  assert.equal(envelopeDigests(discovery), lines.map((line) => sha256(line)).sort());
});

real("keeps the own bytes of npm's bundles", async () => {
  const path = realdataPath("npm/gundam-visor-cli-v1-tag.tgz.json");
  const discovery = await found(SUBJECT, { bundles: [path] });
  const text = readFileSync(path, "utf8");
  const answer = JSON.parse(text) as { attestations: { bundle: object }[] };
  assert.is(discovery.envelopes.length, 2);
  for (const { bundle } of answer.attestations) {
    const own = discovery.envelopes.find((one) => JSON.stringify(JSON.parse(Buffer.from(one.bytes).toString())) === JSON.stringify(bundle));
    assert.ok(own);
    assert.ok(text.includes(Buffer.from(own?.bytes ?? []).toString()));
    assert.match(own?.uri ?? "", /#\/attestations\/[01]\/bundle$/);
  }
});

tests.run();
