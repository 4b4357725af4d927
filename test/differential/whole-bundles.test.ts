/**
 * Whole bundles, judged by us and by @sigstore/verify alone, untouched and each with the same root, keys and artifact. Where the
 * two differ, the table of intended differences says why; a disagreement that is not in it fails, and so does one that is gone.
 */
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { crypto as core } from "@sigstore/core";
import { toTrustMaterial } from "@sigstore/verify";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadKeys, loadSigstoreRoot, type PublicKeyEntry, type Verification } from "../../src/trust/index.ts";
import { askPeer, compare, type PeerAnswer, readForPeer } from "../../src/trust/sigstore/cross-check.ts";
import { SURPLUS_TOKEN } from "../../src/trust/sigstore/intended-differences.ts";
import { withRealdata } from "../support/realdata.ts";
import { outcomeOf } from "../support/trust/expect.ts";
import { realBundles, type RealBundle, type RealKey } from "../support/trust/real-bundles.ts";
import { crypto, found, NOW, verifierOf } from "../support/trust/run.ts";

/** Of a root and not of a bundle: the table of `intended-differences.ts` has the rest. */
const refusedRoots: Readonly<Record<string, string>> = {
  "conformance/trust-root-tlog-missing-validity-start_fail":
    "a root file whose log has no start of validity is refused when it is loaded; there it counts from the beginning of time",
};

interface Judged {
  readonly ours: Verification;
  readonly keys: readonly PublicKeyEntry[];
}

/** `undefined` where the root is refused. */
function judge(bundle: RealBundle): Judged | undefined {
  const root = loadSigstoreRoot("of the bundle", bundle.root, crypto);
  if (!root.ok) return undefined;
  const keys = bundle.keys.flatMap(({ key }) => {
    const loaded = loadKeys("key", key, crypto);
    return loaded.ok ? loaded.value.keys : [];
  });
  const verifier = verifierOf([root.value], keys);
  const envelope = found(bundle.bytes);
  const isEnvelope = bundle.artifact === undefined || Buffer.from(bundle.bytes).includes('"dsseEnvelope"');
  const blob = isEnvelope ? verifier.verify(envelope, NOW) : verifier.verifyBlob(envelope, bundle.artifact, NOW);
  return { ours: blob as Verification, keys };
}

/** With the root as its own code reads it. */
function theirs(bundle: RealBundle): PeerAnswer {
  const root = TrustedRoot.fromJSON(JSON.parse(Buffer.from(bundle.root).toString()));
  const read = readForPeer(bundle.bytes);
  if (read.kind === "refused") return read;
  return askPeer(
    read.bundle,
    toTrustMaterial(root, (hint) => findKey(bundle.keys, hint)),
    bundle.artifact,
  );
}

function findKey(keys: readonly RealKey[], hint: string): { publicKey: ReturnType<typeof core.createPublicKey>; validFor: () => boolean } {
  const found = keys.find((key) => key.hint === hint || key.hint === "*");
  if (found === undefined) throw new Error(`no key ${hint}`);
  const text = Buffer.from(found.key);
  return { publicKey: core.createPublicKey(text.includes("-----") ? text.toString() : text), validFor: () => true };
}

const tests = suite("whole bundles beside @sigstore/verify");
const real = withRealdata(tests);
const bundles = realBundles();
const differing = new Map<string, string>();
for (const bundle of bundles)
  real(bundle.name, () => {
    const [judged, peer] = [judge(bundle), theirs(bundle)];
    if (!judged) return assert.is(refusedRoots[bundle.name] !== undefined && peer.kind, "verified", "its root is refused, and in no table");
    const read = readForPeer(bundle.bytes);
    const check = compare(judged.ours, peer, { keys: judged.keys, ...(read.kind === "bundle" && { bundle: read.bundle }) });
    if (check.kind === "differs") differing.set(bundle.name, check.why);
    assert.is.not(check.kind, "disagrees", `${outcomeOf(judged.ours)}, ${JSON.stringify(peer)}`);
  });
real("these differ, and no others: each as it is intended", () => {
  assert.equal(Object.fromEntries(differing), { "tsa/bundle.txt.sigstore": SURPLUS_TOKEN });
  const names = new Set(bundles.map(({ name }) => name));
  assert.is(names.size, bundles.length);
  for (const name of Object.keys(refusedRoots)) assert.ok(names.has(name), name);
});
tests.run();
