/** Evidence as it would be found: signed, logged and stamped as its trust root asks, and then spoilt as the test says. */
import { encodeBase64, encodeHex, encodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { GivenEvidence, SpoiltWord, TrustRoot } from "../../language/index.ts";
import type { FoundEnvelope } from "../../registry/index.ts";
import { spkiHints } from "../../trust/index.ts";
import type { Attestation } from "../world/attest.ts";
import type { EntryPlan, Plan } from "../world/plan.ts";
import { join } from "../world/der.ts";
import { editAt } from "../world/json-edit.ts";
import type { World } from "../world/world.ts";
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
}

export function newSigning(standIns: StandIns): Signing {
  return { standIns, made: new Map() };
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
  const { root, spoilt, forged } = request.given;
  const place = `${root.span.file} ${root.span.start} ${root.name}`;
  const key = JSON.stringify([place, signer, at.toString(), [...spoilt].sort(), forged, request.text], (_name, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  const known = signing.made.get(key) ?? sign(signing.standIns, request, signer, at);
  signing.made.set(key, known);
  return known;
}

async function sign(standIns: StandIns, { given, text }: SignRequest, signer: Signer, at: bigint): Promise<FoundEnvelope> {
  const world = standIns.worldOf(given.root);
  const plan = await planOf(standIns, given, { signer, world, text, at });
  const spoilt = given.spoilt.has("tampered") ? tampered(plan) : plan;
  const made = await world.make(given.forged === undefined ? spoilt : await forgeries[given.forged](spoilt, world));
  return carried(standIns, made);
}

/** The payload says the same in one byte more, so that what it is about stays: nothing but the signature tells. */
function tampered(plan: Plan): Plan {
  const longer = encodeBase64(join(plan.payload, encodeUtf8(" ")));
  return { ...plan, envelope: (json) => editAt(json, "payload", () => longer) };
}

interface Planning {
  readonly signer: Signer;
  readonly world: World;
  readonly text: string;
  readonly at: bigint;
}

async function planOf(standIns: StandIns, { root, spoilt }: GivenEvidence, { signer, world, text, at }: Planning): Promise<Plan> {
  const by =
    signer.kind === "identity" ? signer.identity : { key: signer.kind === "key" ? standIns.keyOf(signer.fingerprint) : standIns.stranger };
  const proofs = proofsOf(root, spoilt);
  const plan = await world.plan(text, { by, at, entry: proofs.entries === 0 ? "none" : "dsse 0.0.1", tokens: proofs.tokens });
  const proven = { ...plan, entries: entriesOf(plan, world, proofs.entries) };
  if (proven.signer.kind === "key") return { ...proven, keyid: keyidOf(standIns, proven.signer.key.spki) };
  const identity = proven.signer;
  const authority = root.authorities[0] && standIns.authorityOf(root.authorities[0].fingerprint);
  const own = authority === undefined ? identity : { ...identity, authority, scts: [], carried: [authority.intermediate.der] };
  const certificateFrom = spoilt.has("expired") ? at - HOUR : own.certificateFrom;
  // A bundle of version 0.3 carries no chain.
  const version = authority === undefined ? proven.version : "0.2";
  return { ...proven, version, signer: { ...own, certificateFrom } };
}

const HOUR = 3600n * SECOND;

function keyidOf(standIns: StandIns, spki: Uint8Array): string {
  const fingerprint = asDigest(`sha256:${encodeHex(standIns.ports.hasher.digest("sha256", [spki]))}`);
  return spkiHints(fingerprint)[0] ?? "";
}

interface Proofs {
  readonly entries: 0 | 1 | 2;
  readonly tokens: 0 | 1 | 2;
}

/** What the trust root asks for and no more; a certificate or a key with a window needs some proof of time besides. */
function proofsOf(root: TrustRoot, spoilt: ReadonlySet<SpoiltWord>): Proofs {
  const entries = spoilt.has("unlogged") ? 0 : atMostTwo(root.logged);
  const tokens = spoilt.has("untimestamped") ? 0 : atMostTwo(root.timestamped);
  if (entries > 0 || tokens > 0 || !needsTime(root)) return { entries, tokens };
  return spoilt.has("untimestamped") ? { entries: 1, tokens } : { entries, tokens: 1 };
}

function atMostTwo(operators: number): 0 | 1 | 2 {
  return operators === 0 ? 0 : operators === 1 ? 1 : 2;
}

function needsTime({ kind, keys, logged, timestamped }: TrustRoot): boolean {
  const hasWindow = keys.some(({ validFrom, validUntil, revokedSince }) =>
    [validFrom, validUntil, revokedSince].some((date) => date !== undefined),
  );
  return kind !== "keys" || hasWindow || logged > 0 || timestamped > 0;
}

function entriesOf(plan: Plan, world: World, count: number): readonly EntryPlan[] {
  const [first] = plan.entries;
  if (first === undefined) return [];
  return count > 1 ? [first, { ...first, log: world.instance.logs.other }] : [first];
}

/** A bundle; an envelope alone where nothing vouches for a key's signature. */
function carried(standIns: StandIns, { bundle, layer, plan }: Attestation): FoundEnvelope {
  const isVouched = plan.entries.length > 0 || plan.tokens.length > 0;
  const isBare = plan.signer.kind === "key" && plan.content === "dsse" && plan.bundle === undefined && !isVouched;
  return isBare ? envelope(standIns, layer.bytes, { mediaType: DSSE }) : envelope(standIns, bundle, { mediaType: BUNDLE });
}

function envelope({ ports }: StandIns, bytes: Uint8Array, kind: Pick<FoundEnvelope, "mediaType" | "unsigned">): FoundEnvelope {
  const digest = asDigest(`sha256:${encodeHex(ports.hasher.digest("sha256", [bytes]))}`);
  return { ...kind, digest, bytes, uri: "test", sources: ["S-1"], carriers: [] };
}
