/** Generated statements that somebody really signed, by a local Sigstore, attached to an image in a layout on disk. */
import { rmSync } from "node:fs";
import { createWorld, type IdentitySigner } from "../../src/testing/index.ts";
import { PUBLIC_GOOD, type SigstoreRoot } from "../../src/trust/index.ts";
import { bytesOf, HostileLayout, sha256 } from "../e2e/support-hostile.ts";
import { fc } from "../support/property.ts";
import { crypto, instant, loadRoot } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";
import { predicates, spoilt } from "./generated-evidence.ts";

const TYPE = "https://acme.example/p/v1";
const ISSUER = "https://accounts.acme.example";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const EMPTY = "application/vnd.oci.empty.v1+json";
const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

const world = await createWorld({ seed: "signed soundness", now: instant("2026-01-09T12:00:00Z") }, { crypto: web, hasher: crypto });
export const sigstoreRoot: SigstoreRoot = loadRoot(PUBLIC_GOOD, world.trustedRoot());

export const layout = new HostileLayout();
export const image = layout.image();

const empty = { mediaType: EMPTY, ...layout.blob("{}") };

/** One envelope, and the manifest that would attach it to the image. */
export interface Attached {
  readonly name: string;
  readonly bundle: Uint8Array;
  readonly manifest: Buffer;
  /** Of the payload. */
  readonly statement: string;
}

function attached(name: string, bundle: Uint8Array, payload: string): Attached {
  const layer = { mediaType: BUNDLE, digest: `sha256:${sha256(bundle)}`, size: bundle.length };
  const manifest = { schemaVersion: 2, mediaType: MANIFEST, artifactType: BUNDLE, config: empty, layers: [layer], subject: image };
  return { name, bundle, manifest: bytesOf(manifest), statement: sha256(payload) };
}

let held: readonly string[] = [];

/** The layout holds the image and these, in this order, and nothing else. */
export function hold(all: readonly Attached[]): void {
  for (const path of held) rmSync(path);
  const listed = all.map(({ manifest }) => ({ mediaType: MANIFEST, artifactType: BUNDLE, ...layout.blob(manifest) }));
  const layers = all.map(({ bundle }) => layout.blob(Buffer.from(bundle)));
  held = [...new Set([...listed, ...layers].map(({ digest }) => layout.blobPath(digest)))];
  layout.writeIndex({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [image, ...listed] });
}

const imageHex = image.digest.slice("sha256:".length);

function statementOf(predicate: unknown, subject = imageHex): string {
  return JSON.stringify({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "image", digest: { sha256: subject } }],
    predicateType: TYPE,
    predicate,
  });
}

const account = (san: string, issuer = ISSUER): IdentitySigner => ({ san, issuer });
const SIGNERS = [account("alice@acme.example"), account("alice@acme.example"), account("bob@acme.example")];
const STRANGERS = [account("alice@acme.example", "https://accounts.mallory.example"), account("alice@mallory.example")];

async function sign(name: string, payload: string, by: IdentitySigner): Promise<Attached> {
  return attached(name, (await world.attest(payload, { by })).bundle, payload);
}

/** What generated evidence calls the image is this one. */
const here = (predicate: unknown): unknown => JSON.parse(JSON.stringify(predicate).replaceAll("0a".repeat(32), imageHex)) as unknown;

function sampled<T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] {
  return fc.sample(arbitrary, { seed: 20260101, numRuns: count });
}

export interface Pool {
  readonly good: readonly Attached[];
  /** Signed by nobody who matters, or about another image. */
  readonly strange: readonly Attached[];
}

/** Later ones list earlier ones, by the digests of their payloads. */
export async function makePool(): Promise<Pool> {
  const good: Attached[] = [];
  const valid = sampled(predicates, 36);
  const spoiled = sampled(spoilt, 6);
  for (const [index, predicate] of [...valid, ...spoiled].entries()) {
    const lists = good.filter((_, at) => (at + index) % 3 === 0).slice(-2);
    const whole = index < 36 ? { ...(predicate as object), statements: lists.map(({ statement }) => ({ sha256: statement })) } : predicate;
    good.push(await sign(`good ${index}`, statementOf(here(whole)), SIGNERS[index % SIGNERS.length] as IdentitySigner));
  }
  const strange: Attached[] = [];
  for (const [index, predicate] of valid.slice(0, 8).entries()) {
    const payload = index % 3 === 2 ? statementOf(here(predicate), "0c".repeat(32)) : statementOf(here(predicate));
    strange.push(
      await sign(`strange ${index}`, payload, index % 3 === 2 ? account("alice@acme.example") : (STRANGERS[index % 2] as IdentitySigner)),
    );
  }
  return { good, strange };
}

interface BundleJson {
  dsseEnvelope: { payload: string; signatures: { sig: string }[] };
}

/** The signature of one over what another says. */
export function tampered(victim: Attached, says: Attached): Attached {
  const bundle = JSON.parse(Buffer.from(victim.bundle).toString("utf8")) as BundleJson;
  const other = JSON.parse(Buffer.from(says.bundle).toString("utf8")) as BundleJson;
  const payload = Buffer.from(other.dsseEnvelope.payload, "base64").toString("utf8");
  // A byte more, so that it is not the other one under a second signature.
  const changed = `${payload} `;
  bundle.dsseEnvelope.payload = Buffer.from(changed).toString("base64");
  return attached(`tampered ${victim.name}`, Buffer.from(JSON.stringify(bundle)), changed);
}
