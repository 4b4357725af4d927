import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, verify as verifyBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier as Peer } from "@sigstore/verify";
import { publicGoodRootBytes, type FoundEnvelope, type Verifier } from "../src/trust/index.ts";
import { realdata } from "../test/support/realdata.ts";
import { found, keysFrom, NOW, publicGood, realEnvelopes, verifierOf } from "../test/support/trust/run.ts";
import type { Bench, Contender } from "./bench.ts";
import { signedSbom, signStatement, type SignedSbom } from "./support/large-sbom.ts";

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Its trust material is made once; it judges the same bytes, from text to verdict. */
const peer = new Peer(toTrustMaterial(TrustedRoot.fromJSON(parse(publicGoodRootBytes()))));

function byPeer({ bytes }: FoundEnvelope): unknown {
  return peer.verify(toSignedEntity(bundleFromJSON(parse(bytes))));
}

function accept(verifier: Verifier, envelope: FoundEnvelope): void {
  const outcome = verifier.verify(envelope, NOW);
  if (outcome.kind !== "verified") throw new Error(`${outcome.step} · ${outcome.reason}`);
}

/** A verifier for each verdict meets every certificate for the first time, as a run of the command does; a warm one knows it. */
function keyless(name: string, envelope: FoundEnvelope): Bench {
  const warm = verifierOf([publicGood]);
  return {
    name: `Keyless bundle: ${name}`,
    rounds: 15,
    contenders: [
      { name: "@sigstore/verify, warm", run: () => byPeer(envelope) },
      { name: "Proviso, a new run each time", run: () => accept(verifierOf([publicGood]), envelope), budgetRatio: 0.333 },
      { name: "Proviso, the certificate seen before", run: () => accept(warm, envelope), budgetRatio: 0.333 },
    ],
  };
}

const wrangle = ["evidence", "wrangle", "good-default-signed.bundle.jsonl"];

function keylessBenches(): readonly Bench[] {
  if (realdata === undefined) {
    console.log("skipped: needs ../shared/realdata");
    return [];
  }
  const [provenance, summary] = realEnvelopes(...wrangle) as [FoundEnvelope, FoundEnvelope];
  const [oldest] = realEnvelopes("evidence", "sigstore-js", "d445025d91a6.sigstore.json") as [FoundEnvelope];
  const [newest] = realEnvelopes("evidence", "sigstore-js", "86f21f5a5303.sigstore.json") as [FoundEnvelope];
  return [
    keyless("provenance, promise and proof", provenance),
    keyless("verification summary, with a timestamp", summary),
    keyless("npm publish, version 0.1, promise alone", oldest),
    keyless("npm publish, version 0.3", newest),
  ];
}

interface Envelope {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly sig: string }[];
}

/** What nobody can leave out: the signature over the encoded payload, and the payload's digest. */
function bareVerify({ envelope, publicKey }: SignedSbom): () => void {
  const { payloadType, payload, signatures } = JSON.parse(envelope) as Envelope;
  const bytes = Buffer.from(payload, "base64");
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} `), bytes]);
  const signature = Buffer.from(signatures[0]?.sig ?? "", "base64");
  const key = createPublicKey(publicKey);
  return () => {
    createHash("sha256").update(bytes).digest("hex");
    if (!verifyBytes("sha256", signed, key, signature)) throw new Error("the signature does not hold");
  };
}

const small = signStatement("https://example.com/reviewed/v1", { notes: "n".repeat(3000) });

function keyed(signed: SignedSbom): () => void {
  const verifier = verifierOf([], keysFrom("key.pub", signed.publicKey));
  const envelope = found(signed.envelope);
  return () => accept(verifier, envelope);
}

let made: SignedSbom | undefined;

/** Made when it is first asked for: a heap that has held it is a slower one, and the small envelope is verified before. */
function large(): SignedSbom {
  return (made ??= signedSbom(45 * 1024 * 1024));
}

function bareRead(): void {
  const { payload } = JSON.parse(large().envelope) as Envelope;
  const bytes = Buffer.from(payload, "base64");
  createHash("sha256").update(bytes).digest("hex");
  JSON.parse(bytes.toString());
}

let verifyLarge: (() => void) | undefined;

const child = fileURLToPath(new URL("support/peak-memory.ts", import.meta.url));

function inOwnProcess(name: string, mode: "held" | "verified", budgetRatio?: number): Contender {
  const sampleMs = (): number => {
    const folder = mkdtempSync(join(tmpdir(), "proviso-bench-"));
    writeFileSync(join(folder, "envelope.json"), large().envelope);
    writeFileSync(join(folder, "key.pub"), large().publicKey);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", child, mode, folder], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    return Number(stdout);
  };
  return budgetRatio === undefined ? { name, sampleMs } : { name, sampleMs, budgetRatio };
}

export const benches: readonly Bench[] = [
  // First, as in a process that meets no certificate.
  {
    name: "Envelope of 3 KB signed by one P-256 key",
    rounds: 101,
    // Some 20 000 runs at least: the many small functions of a verification are all compiled after that, and not after 3 000.
    warmUpMs: 2500,
    contenders: [
      { name: "node:crypto alone: verify and SHA-256", run: bareVerify(small) },
      { name: "Proviso", run: keyed(small), budgetRatio: 1.5 },
    ],
  },
  ...keylessBenches(),
  {
    name: "Attestation of 45 MB signed by one P-256 key",
    rounds: 7,
    contenders: [
      { name: "JSON.parse, base64 and SHA-256 alone", run: bareRead },
      { name: "Proviso", run: () => (verifyLarge ??= keyed(large()))(), budgetRatio: 1.5 },
    ],
  },
  {
    name: "Memory for an attestation of 45 MB",
    unit: "MiB",
    rounds: 1,
    contenders: [
      inOwnProcess("its bytes and its parsed statement", "held"),
      inOwnProcess("Proviso, the most it ever needs", "verified", 3),
    ],
  },
];
