/** Evidence as it would be found: signed, logged and stamped as its trust root asks, and then spoilt as the test says. */
import { encodeBase64, encodeHex, encodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import { proofsOf, type GivenEvidence } from "../../language/index.ts";
import type { FoundEnvelope } from "../../registry/index.ts";
import { spkiHints } from "../../trust/index.ts";
import type { Attestation } from "../world/attest.ts";
import type { EntryPlan, IdentityPlan, Plan } from "../world/plan.ts";
import { join } from "../world/der.ts";
import { editAt } from "../world/json-edit.ts";
import type { AttestRequest, IdentitySigner, World } from "../world/world.ts";
import { forgeries } from "./forgeries.ts";
import { signersOf, type Signer } from "./signers.ts";
import { asDigest, type StandIns } from "./stand-ins.ts";

export interface SignRequest {
  readonly given: GivenEvidence;
  /** The statement, as it is signed. */
  readonly text: string;
  readonly at: bigint;
}

/** What is signed once for all tests that give it. */
export interface Signing {
  readonly standIns: StandIns;
  readonly made: Map<string, Promise<FoundEnvelope>>;
  /** Whoever signs several statements at one time has one certificate, as a workflow has. */
  readonly certified: Map<string, Promise<IdentityPlan>>;
}

export function newSigning(standIns: StandIns): Signing {
  return { standIns, made: new Map(), certified: new Map() };
}

/** One envelope for each signer that the trust root's threshold asks for. */
export async function signFor(signing: Signing, request: SignRequest): Promise<Result<readonly FoundEnvelope[], Diagnostic>> {
  const { given, at } = request;
  if (given.spoilt.has("unsigned"))
    return ok([envelope(signing.standIns, encodeUtf8(request.text), { mediaType: IN_TOTO, unsigned: true })]);
  const signers = signersOf(given, at);
  if (!signers.ok) return signers;
  const when = signers.value.map((signer) =>
    given.spoilt.has("expired") && signer.kind === "key" ? (signer.validUntil ?? at) + SECOND : at,
  );
  if (when.some((time) => time > at)) return err(error("E7014", given.span, "the key has not expired when this test runs"));
  return ok(await Promise.all(signers.value.map((signer, index) => once(signing, request, signer, when[index] ?? at))));
}

const SECOND = 1_000_000_000n;
const IN_TOTO = "application/vnd.in-toto+json";
const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const DSSE = "application/vnd.dsse.envelope.v1+json";

function once(signing: Signing, request: SignRequest, signer: Signer, at: bigint): Promise<FoundEnvelope> {
  const { given, text } = request;
  const planning = { signer, world: signing.standIns.worldOf(given.root), text, at };
  const key = `${keyOf(given, planning)} ${text}`;
  const known = signing.made.get(key) ?? sign(signing, given, planning);
  signing.made.set(key, known);
  return known;
}

/** Two with the same key are signed by the same, at the same time, and spoilt alike. */
function keyOf({ root, spoilt, forged }: GivenEvidence, { signer, at }: Signature): string {
  const place = `${root.span.file} ${root.span.start} ${root.name}`;
  return JSON.stringify([place, signer, at.toString(), [...spoilt].sort(), forged], (_name, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

async function sign(signing: Signing, given: GivenEvidence, planning: Planning): Promise<FoundEnvelope> {
  const { world } = planning;
  const plan = await planOf(signing, given, planning);
  const spoilt = given.spoilt.has("tampered") ? tampered(plan) : plan;
  const made = await world.make(given.forged === undefined ? spoilt : await forgeries[given.forged](spoilt, world));
  return carried(signing.standIns, made);
}

/** The payload says the same in one byte more, so that what it is about stays: nothing but the signature tells. */
function tampered(plan: Plan): Plan {
  const longer = encodeBase64(join(plan.payload, encodeUtf8(" ")));
  return { ...plan, envelope: (json) => editAt(json, "payload", () => longer) };
}

interface Signature {
  readonly signer: Signer;
  readonly world: World;
  readonly at: bigint;
}

interface Planning extends Signature {
  readonly text: string;
}

async function planOf(signing: Signing, given: GivenEvidence, planning: Planning): Promise<Plan> {
  const { world, text, at } = planning;
  const { root, spoilt } = given;
  const proofs = proofsOf(root, spoilt);
  const by = await signerPlan(signing, given, planning);
  const plan = await world.plan(text, { by, at, entry: proofs.entries === 0 ? "none" : "dsse 0.0.1", tokens: proofs.tokens });
  const proven = { ...plan, entries: entriesOf(plan, world, proofs.entries) };
  if (proven.signer.kind === "key") return { ...proven, keyid: keyidOf(signing.standIns, proven.signer.key.spki) };
  // A bundle of version 0.3 carries no chain.
  return proven.signer.carried.length === 0 ? proven : { ...proven, version: "0.2" };
}

async function signerPlan({ standIns, certified }: Signing, given: GivenEvidence, signature: Signature): Promise<AttestRequest["by"]> {
  const { signer, world } = signature;
  if (signer.kind !== "identity") return { key: signer.kind === "key" ? standIns.keyOf(signer.fingerprint) : standIns.stranger };
  const plan = () => identityPlan(standIns, given, signer.identity, signature);
  // What is forged may be the certificate: it is made for that one alone.
  if (given.forged !== undefined) return plan();
  const key = keyOf(given, signature);
  const known = certified.get(key) ?? plan().then((one) => world.issue(one));
  certified.set(key, known);
  return known;
}

async function identityPlan(
  standIns: StandIns,
  { root, spoilt }: GivenEvidence,
  identity: IdentitySigner,
  { world, at }: Signature,
): Promise<IdentityPlan> {
  const plain = await world.identify(identity, spoilt.has("expired") ? at - HOUR : at);
  const authority = root.authorities[0] && standIns.authorityOf(root.authorities[0].fingerprint);
  return authority === undefined ? plain : { ...plain, authority, scts: [], carried: [authority.intermediate.der] };
}

const HOUR = 3600n * SECOND;

function keyidOf(standIns: StandIns, spki: Uint8Array): string {
  const fingerprint = asDigest(`sha256:${encodeHex(standIns.ports.hasher.digest("sha256", [spki]))}`);
  return spkiHints(fingerprint)[0] ?? "";
}

function entriesOf(plan: Plan, world: World, count: number): readonly EntryPlan[] {
  const [first] = plan.entries;
  if (first === undefined) return [];
  return count > 1 ? [first, { ...first, log: world.instance.logs.other }] : [first];
}

/** A bundle; an envelope alone where nothing vouches for a key's signature. */
function carried(standIns: StandIns, made: Attestation): FoundEnvelope {
  const { bundle, plan } = made;
  const isVouched = plan.entries.length > 0 || plan.tokens.length > 0;
  const isBare = plan.signer.kind === "key" && plan.content === "dsse" && plan.bundle === undefined && !isVouched;
  return isBare ? envelope(standIns, made.layer.bytes, { mediaType: DSSE }) : envelope(standIns, bundle, { mediaType: BUNDLE });
}

function envelope({ ports }: StandIns, bytes: Uint8Array, kind: Pick<FoundEnvelope, "mediaType" | "unsigned">): FoundEnvelope {
  const digest = asDigest(`sha256:${encodeHex(ports.hasher.digest("sha256", [bytes]))}`);
  return { ...kind, digest, bytes, uri: "test", sources: ["S-1"], carriers: [] };
}
