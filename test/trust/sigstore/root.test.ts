/** Sigstore roots: the one we ship, and every load check. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadSigstoreRoot, publicGoodRootBytes } from "../../../src/trust/index.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { crypto, publicGood, sha256 } from "../../support/trust/run.ts";

const require = createRequire(import.meta.url);

const shipped = suite("the shipped root");
shipped("is the one inside the seeds of @sigstore/tuf", () => {
  const seeds = require("@sigstore/tuf/seeds.json") as Record<string, { targets: Record<string, string> }>;
  const target = seeds["https://tuf-repo-cdn.sigstore.dev"]?.targets["trusted_root.json"] ?? "";
  assert.ok(Buffer.from(target, "base64").equals(publicGoodRootBytes()));
});
shipped("has the digest that verdicts record", () => {
  assert.is(sha256(publicGoodRootBytes()), "sha256:6494e21ea73fa7ee769f85f57d5a3e6a08725eae1e38c755fc3517c9e6bc0b66");
  assert.is(publicGood.digest, sha256(publicGoodRootBytes()));
});
withRealdata(shipped)("equals the public copy", () => {
  assert.ok(readFileSync(realdataPath("trust", "public-good.trusted_root.json")).equals(publicGoodRootBytes()));
});
shipped("names its operators", () => {
  assert.equal([...new Set(publicGood.certificateAuthorities.map(({ operator }) => operator))], ["fulcio.sigstore.dev"]);
  assert.equal(
    publicGood.logs.map(({ operator }) => operator),
    ["rekor.sigstore.dev", "log2025-1.rekor.sigstore.dev"],
  );
  assert.equal(
    publicGood.logs.map(({ keyId }) => keyId),
    ["c0d23d6a", "cf119915"],
  );
});
shipped.run();

interface RootJson {
  mediaType?: string;
  tlogs: LogJson[];
  ctlogs: LogJson[];
  certificateAuthorities: AuthorityJson[];
  timestampAuthorities: AuthorityJson[];
  extra?: number;
}
interface LogJson {
  baseUrl: string;
  hashAlgorithm: string;
  publicKey: { rawBytes: string; keyDetails: string; validFor: { start?: string; end?: string | null } };
  logId: { keyId: string };
}
interface AuthorityJson {
  uri: string;
  operator?: string;
  certChain: { certificates: { rawBytes: string }[] };
  validFor: { start?: string; end?: string };
}

function load(change: (root: RootJson) => void): string {
  const json = JSON.parse(new TextDecoder().decode(publicGoodRootBytes())) as RootJson;
  change(json);
  const root = loadSigstoreRoot("changed", Buffer.from(JSON.stringify(json)), crypto);
  if (root.ok) return "loads";
  assert.is(root.error.reason, "root-file-invalid");
  return root.error.detail;
}

function first<T>(items: readonly T[]): T {
  return items[0] as T;
}

const second = (root: RootJson): AuthorityJson => root.certificateAuthorities[1] as AuthorityJson;

const rows: readonly (readonly [name: string, change: (root: RootJson) => void, detail: RegExp])[] = [
  ["the twin", () => undefined, /^loads$/u],
  ["unknown members are ignored", (root) => void (root.extra = 1), /^loads$/u],
  ["an end that is null has not come", (root) => void (first(root.tlogs).publicKey.validFor.end = null), /^loads$/u],
  ["media type", (root) => void (root.mediaType = "application/json"), /media type/u],
  ["no media type", (root) => void delete root.mediaType, /`mediaType` is missing/u],
  ["log without start", (root) => void delete first(root.tlogs).publicKey.validFor.start, /validFor\.start` is missing/u],
  ["end before start", (root) => void (first(root.tlogs).publicKey.validFor.end = "2020-01-01T00:00:00Z"), /ends before it starts/u],
  ["log id of another key", (root) => void (first(root.tlogs).logId = (root.tlogs[1] as LogJson).logId), /not the id of its key/u],
  ["one log twice", (root) => void root.tlogs.push(first(root.tlogs)), /share a name and key id/u],
  ["another hash", (root) => void (first(root.tlogs).hashAlgorithm = "SHA2_512"), /not SHA2_256/u],
  ["key kind unknown", (root) => void (first(root.tlogs).publicKey.keyDetails = "PKIX_ED25519_PH"), /not supported/u],
  ["key kind wrong", (root) => void (first(root.tlogs).publicKey.keyDetails = "PKIX_ED25519"), /no key of its kind/u],
  ["key kind `constructor`", (root) => void (first(root.tlogs).publicKey.keyDetails = "constructor"), /not supported/u],
  ["key bytes", (root) => void (first(root.tlogs).publicKey.rawBytes = "AAAA"), /no key of its kind/u],
  ["base64", (root) => void (first(root.tlogs).publicKey.rawBytes = "A A="), /not base64/u],
  ["address", (root) => void (first(root.tlogs).baseUrl = "rekor"), /no address/u],
  ["chain out of order", (root) => void second(root).certChain.certificates.reverse(), /out of order|path length|no authority/u],
  ["chain broken", (root) => void second(root).certChain.certificates.push(first(second(root).certChain.certificates)), /certChain/u],
  ["chain empty", (root) => void (second(root).certChain.certificates = []), /is empty/u],
  ["certificate cut off", (root) => void (first(second(root).certChain.certificates).rawBytes = "MIIB"), /ends too early|beyond the end/u],
  ["an operator may be named", (root) => void (second(root).operator = "somebody"), /^loads$/u],
];

const checks = suite("load checks");
for (const [name, change, detail] of rows) checks(`cert-11 ${name}`, () => assert.match(load(change), detail));
checks("duplicate members, and something that is no JSON", () => {
  const text = new TextDecoder().decode(publicGoodRootBytes());
  const outcome = (bytes: string): string => {
    const root = loadSigstoreRoot("changed", Buffer.from(bytes), crypto);
    return root.ok ? "loads" : root.error.detail;
  };
  assert.match(outcome(text.replace("{", '{"tlogs":[],')), /^duplicate-key/u);
  assert.match(outcome("hello"), /^json-malformed/u);
  assert.match(outcome("{}"), /`mediaType` is missing/u);
});
withRealdata(checks)("every public root loads, with its generations", () => {
  const root = loadSigstoreRoot("github", readFileSync(realdataPath("trust", "github-internal.trusted_root.json")), crypto);
  assert.ok(root.ok);
  assert.is(root.value.certificateAuthorities.length, 5);
  assert.is(root.value.timestampAuthorities.length, 5);
  assert.equal([...new Set(root.value.timestampAuthorities.map(({ operator }) => operator))], ["GitHub, Inc."]);
});
checks.run();
