/** What proves when evidence of a test was signed, by what its trust root asks and what the test takes away. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { proofsOf, type SpoiltWord, type TrustRoot } from "../../../src/language/index.ts";

const tests = suite("proofs of time in tests");

const plain = { file: "keys/a.pub", fingerprint: "sha256:00", spki: new Uint8Array() };
const dated = { ...plain, validUntil: 1n };

function rootOf(kind: TrustRoot["kind"], logged: number, timestamped: number, keys: TrustRoot["keys"] = []): TrustRoot {
  const span = { file: "main.policy", start: 0, end: 0 };
  const open = { authorities: [], identity: [], claims: [], refused: [], threshold: 1, acceptsClaimedTime: false };
  return { ...open, name: "us", kind, keys, logged, timestamped, span };
}

const ROWS: readonly (readonly [title: string, root: TrustRoot, spoilt: readonly SpoiltWord[], entries: number, tokens: number])[] = [
  ["keys that nobody dates", rootOf("keys", 0, 0, [plain]), [], 0, 0],
  ["a key with a window", rootOf("keys", 0, 0, [plain, dated]), [], 0, 1],
  ["a key with a window that is logged", rootOf("keys", 1, 0, [dated]), [], 1, 0],
  ["a key that is revoked", rootOf("keys", 0, 0, [{ ...plain, revokedSince: 0n }]), [], 0, 1],
  ["a certificate", rootOf("sigstore", 0, 0), [], 0, 1],
  ["a certificate that is logged", rootOf("sigstore", 1, 0), [], 1, 0],
  ["a certificate that is both", rootOf("authority", 1, 1), [], 1, 1],
  ["three operators: two are enough to count", rootOf("sigstore", 3, 3), [], 2, 2],
  ["not logged: stamped in its stead", rootOf("sigstore", 1, 0), ["unlogged"], 0, 1],
  ["not stamped: logged in its stead", rootOf("sigstore", 0, 1), ["untimestamped"], 1, 0],
  ["a key that is asked to be logged and is not", rootOf("keys", 1, 0, [plain]), ["unlogged"], 0, 1],
  ["neither: the certificate still needs a time", rootOf("sigstore", 1, 1), ["unlogged", "untimestamped"], 1, 0],
  ["of keys that nobody dates nothing is taken away", rootOf("keys", 0, 0, [plain]), ["unlogged", "untimestamped"], 0, 0],
];

for (const [title, root, spoilt, entries, tokens] of ROWS)
  tests(title, () => assert.equal(proofsOf(root, new Set(spoilt)), { entries, tokens }));

tests.run();
