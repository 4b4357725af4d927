/**
 * A local Sigstore for tests, `verification.md` §13: an instance with a clock of its own. Policies are tested as they stand;
 * only the run's Sigstore root is another one. Keys are new in every world, everything else follows from seed and clock.
 */
import { encodeUtf8, InvariantError, NANOSECONDS_PER_SECOND, type Instant, type Json } from "../../base/index.ts";
import type { SignatureAlgorithm } from "../../trust/index.ts";
import { issueFor, keyHint, makeAttestation, type Attestation } from "./attest.ts";
import { usages, type AlternativeName } from "./certificate.ts";
import { newCertificateAuthority } from "./certificate-authority.ts";
import { claimArc } from "./claims.ts";
import type { EntryKind } from "./entry-body.ts";
import { LIFETIME, newInstance, OTHERS, type Instance } from "./instance.ts";
import type { Mutation, Surroundings } from "./mutation.ts";
import { mutations, type MutationName } from "./mutations.ts";
import type { BundleVersion, EntryPlan, IdentityPlan, KeyPlan, Plan } from "./plan.ts";
import { newTimestampAuthority } from "./timestamp-authority.ts";
import { newTransparencyLog } from "./transparency-log.ts";
import { listingOf, trustedRootJson, type Listed, type Listing } from "./trusted-root.ts";
import { newKey, type WorldKey, type WorldPorts } from "./world-key.ts";

/** Somebody with an account: Fulcio's certificate names them. */
export interface IdentitySigner {
  /** A text is a URI where it has `://`, else an e-mail address. */
  readonly san: string | AlternativeName;
  readonly issuer: string;
  /** By the names that policies use, `source-repository` for instance. `issuer` and `legacy-issuer` overrule `issuer`. */
  readonly claims?: Readonly<Record<string, string>>;
  readonly algorithm?: SignatureAlgorithm;
}

/** Somebody with a key of their own. */
export interface KeySigner {
  readonly key: WorldKey;
  /** Absent: base64 of the SHA-256 of the key. */
  readonly hint?: string;
}

export interface AttestRequest {
  /** A plan signs with the certificate that was issued for it, or with one for this signature alone. */
  readonly by: IdentitySigner | KeySigner | IdentityPlan;
  /** When it is signed; absent: now, by the world's clock. */
  readonly at?: Instant;
  readonly payloadType?: string;
  /** `message`: a signature over the statement's bytes as a blob. */
  readonly content?: "dsse" | "message";
  readonly version?: BundleVersion;
  /** Absent: `dsse 0.0.1`, or `hashedrekord 0.0.1` for a blob. */
  readonly entry?: EntryKind | "none";
  /** What the log gives; absent: both, or the proof alone where it makes no promises. */
  readonly vouch?: "promise" | "proof" | "both";
  /** How many timestamp authorities stamp it, 0 to 2; absent: one where no log promises a time, else none. */
  readonly tokens?: 0 | 1 | 2;
  /** One thing that is wrong with it. */
  readonly mutate?: MutationName | Mutation;
}

export interface WorldOptions {
  readonly seed: string;
  /** Where the clock starts; the instance was set up two years before. */
  readonly now: Instant;
  /** Absent: `world.example`. The other operator's logs and authorities are at `other-` in front of it. */
  readonly operator?: string;
  /** When its authorities and logs began, and for how long they are good. Absent: two years before `now`, for ten years. */
  readonly since?: Instant;
  readonly lifetime?: bigint;
  /** Of the keys of its certificate and timestamp authorities; absent: P-384, as Sigstore's are. */
  readonly authorityAlgorithm?: SignatureAlgorithm;
}

export type Rotation = "certificate-authority" | "timestamp-authority" | "log";

export interface World extends Surroundings {
  moveTo(at: Instant): void;
  readonly listing: Listing;
  /** Ends the part in use now and starts its next generation; older evidence stays good. */
  rotate(part: Rotation): Promise<void>;
  /** `trusted_root.json`; `change` is what is wrong with it. */
  trustedRoot(change?: (json: unknown, listing: Listing) => unknown): Uint8Array;
  /** Text and bytes are taken as they are, anything else is written as JSON. */
  attest(statement: Json | Uint8Array, request: AttestRequest): Promise<Attestation>;
  /** Somebody with an account, before they have a certificate, which will be valid from `from` on. */
  identify(by: IdentitySigner, from: Instant): Promise<IdentityPlan>;
  /** The same signer with a certificate: what it signs from now on is signed with that one. */
  issue(signer: IdentityPlan): Promise<IdentityPlan>;
  /** What `attest` would make, for changes that have no name. */
  plan(statement: Json | Uint8Array, request: AttestRequest): Promise<Plan>;
}

interface State {
  now: Instant;
  instance: Instance;
  listing: Listing;
  stranger: Promise<Instance> | undefined;
  generation: number;
  serial: number;
}

const TWO_YEARS = 730n * 86_400n * NANOSECONDS_PER_SECOND;

export async function createWorld(options: WorldOptions, ports: WorldPorts): Promise<World> {
  const operator = options.operator ?? "world.example";
  const from = options.since ?? options.now - TWO_YEARS;
  const { lifetime, authorityAlgorithm } = options;
  const common = { from, ...(lifetime !== undefined && { lifetime }), ...(authorityAlgorithm !== undefined && { authorityAlgorithm }) };
  const instance = await newInstance({ operator, otherOperator: `other-${operator}`, seed: options.seed, ...common }, ports);
  const state: State = { now: options.now, instance, listing: listingOf(instance, from), stranger: undefined, generation: 1, serial: 0 };
  const strange = { operator: "stranger.example", otherOperator: "other-stranger.example", seed: `${options.seed} stranger`, ...common };
  const world: World = {
    ports,
    get now() {
      return state.now;
    },
    moveTo(at) {
      state.now = at;
    },
    get instance() {
      return state.instance;
    },
    get listing() {
      return state.listing;
    },
    stranger: () => (state.stranger ??= newInstance(strange, ports)),
    newKey: (algorithm) => newKey(ports, algorithm),
    rotate: (part) => rotate(state, part, options.seed, ports),
    trustedRoot: (change) => rootBytes(state.listing, change),
    async attest(statement, request) {
      return world.make(await world.plan(statement, request));
    },
    plan: (statement, request) => planFor(world, statement, request),
    identify: (by, from) => identityPlan(world, by, from),
    issue: (signer) => issueFor(signer, `${options.seed} ${state.serial++}`, ports),
    make: (plan) => makeAttestation(plan, `${options.seed} ${state.serial++}`, ports),
  };
  return world;
}

function rootBytes(listing: Listing, change: ((json: unknown, listing: Listing) => unknown) | undefined): Uint8Array {
  const json = trustedRootJson(listing);
  return encodeUtf8(JSON.stringify(change === undefined ? json : change(json, listing)));
}

async function rotate(state: State, part: Rotation, seed: string, ports: WorldPorts): Promise<void> {
  state.generation += 1;
  const { instance, listing, now } = state;
  const request = { seed: `${seed} ${state.generation}`, notBefore: now, notAfter: now + LIFETIME };
  if (part === "certificate-authority") {
    const { operator } = instance.certificateAuthority;
    const next = await newCertificateAuthority({ ...request, operator, purpose: usages.codeSigning }, ports);
    const certificateAuthorities = succeeded(listing.certificateAuthorities, instance.certificateAuthority, next, now);
    state.instance = { ...instance, certificateAuthority: next };
    state.listing = { ...listing, certificateAuthorities };
  } else if (part === "timestamp-authority") {
    const { own } = instance.timestampAuthorities;
    const next = await newTimestampAuthority({ ...request, operator: own.operator, purpose: usages.timeStamping }, ports);
    state.instance = { ...instance, timestampAuthorities: { ...instance.timestampAuthorities, own: next } };
    state.listing = { ...listing, timestampAuthorities: succeeded(listing.timestampAuthorities, own, next, now) };
  } else {
    const { promising } = instance.logs;
    const host = `${state.generation}.${promising.host}`;
    const next = await newTransparencyLog({ operator: promising.operator, host, generation: 1, seed, others: OTHERS }, ports);
    state.instance = { ...instance, logs: { ...instance.logs, promising: next } };
    state.listing = { ...listing, logs: succeeded(listing.logs, promising, next, now) };
  }
}

function succeeded<Part>(listed: readonly Listed<Part>[], current: Part, next: Part, now: Instant): readonly Listed<Part>[] {
  return [...listed.map((one) => (one.part === current ? { ...one, end: now } : one)), { part: next, start: now }];
}

const IN_TOTO = "application/vnd.in-toto+json";

function payloadOf(statement: Json | Uint8Array): Uint8Array {
  if (statement instanceof Uint8Array) return statement;
  return encodeUtf8(typeof statement === "string" ? statement : JSON.stringify(statement));
}

async function planFor(world: World, statement: Json | Uint8Array, request: AttestRequest): Promise<Plan> {
  const at = request.at ?? world.now;
  const content = request.content ?? "dsse";
  const entry = entryPlan(world, request, content);
  const entries = entry === undefined ? [] : [entry];
  const { own, other } = world.instance.timestampAuthorities;
  const tokens = [own, other].slice(0, request.tokens ?? (entry?.withPromise === true ? 0 : 1)).map((authority) => ({ authority }));
  const plan: Plan = {
    payload: payloadOf(statement),
    payloadType: request.payloadType ?? IN_TOTO,
    content,
    signer: await signerPlan(world, request.by, at),
    at,
    version: request.version ?? "0.3",
    keyid: "",
    entries,
    tokens,
  };
  const mutate = typeof request.mutate === "string" ? mutations[request.mutate] : request.mutate;
  return mutate === undefined ? plan : mutate(plan, world);
}

function entryPlan({ instance }: World, request: AttestRequest, content: Plan["content"]): EntryPlan | undefined {
  const kind = request.entry ?? (content === "dsse" ? "dsse 0.0.1" : "hashedrekord 0.0.1");
  if (kind === "none") return undefined;
  const isSecondGeneration = kind === "hashedrekord 0.0.2";
  const vouch = request.vouch ?? (isSecondGeneration ? "proof" : "both");
  const log = isSecondGeneration ? instance.logs.proving : instance.logs.promising;
  return { kind, log, withPromise: vouch !== "proof", withProof: vouch !== "promise", note: {} };
}

async function signerPlan(world: World, by: AttestRequest["by"], at: Instant): Promise<IdentityPlan | KeyPlan> {
  if ("kind" in by) return by;
  if ("key" in by) return { kind: "key", key: by.key, hint: by.hint ?? keyHint(world.ports.hasher, by.key.spki) };
  return identityPlan(world, by, at);
}

async function identityPlan(world: World, by: IdentitySigner, from: Instant): Promise<IdentityPlan> {
  const san: AlternativeName = typeof by.san === "string" ? { type: by.san.includes("://") ? "uri" : "email", value: by.san } : by.san;
  return {
    kind: "identity",
    authority: world.instance.certificateAuthority,
    key: await world.newKey(by.algorithm),
    san,
    claims: claimsOf(by),
    certificateFrom: from,
    scts: [{ log: world.instance.ctLogs.own }],
    carried: [],
  };
}

/** The issuer in both of its forms, as Fulcio writes it. */
function claimsOf({ issuer, claims = {} }: IdentitySigner): ReadonlyMap<number, string> {
  const all = Object.entries({ "legacy-issuer": issuer, issuer, ...claims });
  return new Map(
    all.map(([name, value]) => {
      const arc = claimArc(name);
      if (arc === undefined) throw new InvariantError(`no claim is called ${name}`);
      return [arc, value] as const;
    }),
  );
}
