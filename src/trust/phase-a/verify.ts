/** Phase A: one envelope under the Sigstore roots and keys of a run. `verification.md` §2. No I/O, no clock. */
import type { Digest, Limits } from "../../base/index.ts";
import { emptyRoot } from "../sigstore/empty-root.ts";
import { createRootSession } from "../sigstore/session.ts";
import type { MaterialFault, SignedMaterial } from "../signed-material.ts";
import { markVerified } from "../statement.ts";
import { phaseASteps, type PhaseAStep, type Reason, type StepRecord } from "../steps.ts";
import type {
  BlobVerification,
  FoundEnvelope,
  RejectedEnvelope,
  TrustMaterial,
  Verification,
  Verifier,
  VerifyPorts,
} from "../verification.ts";
import { createLinkMemo } from "../x509/signature.ts";
import { attempt, findShared, type Attempt } from "./attempt.ts";
import { createWatch, inTime } from "./deadline.ts";
import { toClaimed, toFacts } from "./facts-from.ts";
import { runOwnCertificate } from "./own-certificate-step.ts";
import { openEnvelope } from "./open.ts";
import { readBareStatement } from "./bare-statement.ts";
import { failed, guarded, hasFailed, passed, skipped } from "./record.ts";
import { signedBytes, type SignedBytes } from "./signed-bytes.ts";
import { proversOf, whomToAsk, type Asked, type WhomToAsk } from "./whom-to-ask.ts";

interface Run extends WhomToAsk {
  readonly material: TrustMaterial;
  readonly ports: VerifyPorts;
  readonly limits: Limits;
}

export function createVerifier(material: TrustMaterial, ports: VerifyPorts, limits: Limits): Verifier {
  if (ports.clock === undefined) return untimedVerifier(material, ports, limits);
  const watch = createWatch(ports.crypto, ports.clock, limits);
  return inTime(untimedVerifier(material, watch, limits), watch);
}

function untimedVerifier(material: TrustMaterial, ports: VerifyPorts, limits: Limits): Verifier {
  const links = createLinkMemo(ports.crypto);
  const sessions = material.roots.map((root) => createRootSession(root, ports.crypto, links, limits));
  const sets = material.authorities ?? [];
  const own = sets.length === 0 ? undefined : { sets, links, crypto: ports.crypto, limits };
  const empty = createRootSession(emptyRoot, ports.crypto, links, limits);
  const run = { material, sessions, provers: material.provers, own, empty, ports, limits };
  return {
    verify: (envelope, now) => guarded<Verification>("signature", () => verifyEnvelope(envelope, now, run), unexpected),
    verifyBlob: (envelope, artifact, now) =>
      guarded<BlobVerification>("signature", () => verifyBlob(envelope, artifact, now, run), unexpected),
  };
}

function verifyEnvelope(envelope: FoundEnvelope, now: bigint, run: Run): Verification {
  const opened = open(envelope, run);
  if ("kind" in opened) return opened;
  if (opened.content.kind === "message")
    return rejectUnread(
      { step: "bundle", reason: "not-an-attestation", detail: "it signs a blob" },
      toClaimed(opened, undefined, undefined),
    );
  const signed = signedBytes(opened, undefined, run.ports.crypto) as SignedBytes;
  const ask = asker(opened, signed, now, run);
  const verification = conclude(opened, signed, nearest(whomToAsk(opened, run), ask));
  const provers = proversOf(opened, run);
  if (provers.length === 0) return verification;
  const views = provers.map(({ provenBy, asked }) => ({ provenBy, verification: conclude(opened, signed, ask(asked)) }));
  return { ...verification, views };
}

function conclude(opened: SignedMaterial, signed: SignedBytes, made: Attempt): Verification {
  const steps = [...openSteps(opened), ...made.steps];
  if (made.steps.some(hasFailed) || made.statement === undefined) return reject(steps, opened, signed, made);
  return { kind: "verified", facts: toFacts(opened, signed, made), statement: markVerified(made.statement), steps };
}

function verifyBlob(envelope: FoundEnvelope, artifact: Uint8Array, now: bigint, run: Run): BlobVerification {
  const opened = open(envelope, run);
  if ("kind" in opened) return opened;
  const signed = signedBytes(opened, artifact, run.ports.crypto) as SignedBytes;
  const best = nearest(whomToAsk(opened, run), asker(opened, signed, now, run));
  const steps = [...openSteps(opened), ...best.steps];
  if (best.steps.some(hasFailed)) return reject(steps, opened, signed, best);
  return { kind: "verified", facts: toFacts(opened, signed, best), steps };
}

function open(envelope: FoundEnvelope, run: Run): SignedMaterial | RejectedEnvelope {
  return guarded<SignedMaterial | RejectedEnvelope>(
    "decode",
    () => {
      const opened = openEnvelope(envelope, run.ports.crypto, run.limits);
      if (opened.ok) return opened.value;
      if (opened.error.reason !== "not-signed") return rejectUnread(opened.error, { keyids: [] });
      return { ...rejectUnread(opened.error, readBareStatement(envelope, run.ports.crypto, run.limits)), notSigned: true };
    },
    unexpected,
  );
}

/** An exception outside every step, or while the envelope was opened. */
function unexpected(record: StepRecord): RejectedEnvelope {
  const reason = (record.reason as Reason | undefined) ?? "internal-error";
  const fault = { step: record.step as PhaseAStep, reason, detail: record.detail ?? "" };
  return { ...rejectUnread(fault, { keyids: [] }), steps: [record] };
}

/** It could not be opened: what comes after was not reached. */
function rejectUnread(fault: MaterialFault, claimed: RejectedEnvelope["claimed"]): RejectedEnvelope {
  const at = phaseASteps.indexOf(fault.step);
  const steps = phaseASteps.slice(1).map((step, i) => {
    if (i + 1 === at) return failed(step, fault);
    return i + 1 < at ? passed(step) : skipped(step, "not-reached");
  });
  return { kind: "rejected", step: fault.step, reason: fault.reason, detail: fault.detail, steps, claimed, signedBy: [] };
}

const decoded = passed("decode", { checks: ["C1", "C2", "C3"] });
const enveloped = passed("envelope", { checks: ["D0", "D1", "D2"] });
const unbundled = skipped("bundle", "not-applicable");
const unenveloped = skipped("envelope", "not-applicable");

function openSteps({ carrier, content, signer }: SignedMaterial): readonly StepRecord[] {
  const envelope = content.kind === "dsse" ? enveloped : unenveloped;
  if (carrier === "dsse") return [decoded, unbundled, envelope];
  const carried = signer.kind === "certificate" ? signer.carried.length : 0;
  const note = carried === 0 ? {} : { detail: `${carried} further certificates are carried, none of them an anchor` };
  const { checks, by } = bundleChecks[carrier];
  return [decoded, passed("bundle", { checks, by, ...note }), envelope];
}

const bundleChecks = {
  "sigstore-bundle": { checks: ["B1", "B2", "B3", "B4", "B5"], by: "ours+sv" },
  "cosign-layer": { checks: ["L3", "L4", "B5"], by: "ours" },
} as const;

type Ask = (asked: Asked) => Attempt;

/** Asks each once, however often it is needed. */
function asker(material: SignedMaterial, signed: SignedBytes, now: bigint, run: Run): Ask {
  const input = { material, signed, keys: run.material.keys, crypto: run.ports.crypto, limits: run.limits };
  const shared = findShared(input);
  const known = new Map<string, Attempt>();
  return (asked) => {
    const id = `${asked.own === undefined ? "root" : "own"} ${asked.session === undefined ? "" : `by ${asked.session.root.name}`}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    const made = attempt({ ...input, shared, now, ...asked });
    const answer = made.steps.some(hasFailed) ? made : withOwnPaths(made, material, now, run);
    known.set(id, answer);
    return answer;
  };
}

/** The first root, in the order of the policy, that verifies it; else the one that got furthest. */
function nearest(all: readonly Asked[], ask: Ask): Attempt {
  let best: Attempt | undefined;
  for (const asked of all) {
    const made = ask(asked);
    if (!made.steps.some(hasFailed)) return made;
    if (best === undefined || isNearer(made, best)) best = made;
  }
  return best as Attempt;
}

/** Own authorities may stand above a Sigstore instance: a trust root that names them is answered too. */
function withOwnPaths(made: Attempt, { signer }: SignedMaterial, now: bigint, { own }: Run): Attempt {
  if (own === undefined || signer.kind !== "certificate" || made.ownPaths !== undefined) return made;
  const outcome = runOwnCertificate(signer, made.times, now, own);
  return outcome.ownPaths === undefined ? made : { ...made, ownPaths: outcome.ownPaths };
}

/** Later in the order of steps; for one step, anything before "none of them issued it". */
function isNearer(made: Attempt, best: Attempt): boolean {
  const [at, before] = [reached(made), reached(best)];
  if (at !== before) return at > before;
  const isForeign = (attempt: Attempt) => attempt.steps[at]?.reason === "certificate-chain-invalid";
  return isForeign(best) && !isForeign(made);
}

function reached(made: Attempt): number {
  return made.steps.findIndex(hasFailed);
}

function reject(steps: readonly StepRecord[], material: SignedMaterial, signed: SignedBytes, best: Attempt): RejectedEnvelope {
  const first = steps.find(hasFailed);
  const signedBy: readonly Digest[] = best.accepted.map(({ key }) => key.fingerprint);
  return {
    kind: "rejected",
    step: first?.step ?? "statement",
    reason: (first?.reason as Reason | undefined) ?? "internal-error",
    detail: first?.detail ?? "",
    steps,
    claimed: toClaimed(material, signed, best.statement),
    signedBy,
  };
}
