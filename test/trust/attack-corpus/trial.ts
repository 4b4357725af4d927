/** From a row's data to an outcome: the envelope is made, phase A and phase B are asked. */
import {
  admitAll,
  createVerifier,
  type Admission,
  type BlobVerification,
  type FoundEnvelope,
  type Verification,
} from "../../../src/trust/index.ts";
import type { Attestation } from "../../../src/testing/index.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { crypto, found, loadRoot } from "../../support/trust/run.ts";
import { statementText } from "../../support/trust/signing.ts";
import type { Decision } from "./bounds.ts";
import type { Case, Change, Setup } from "./row.ts";
import { alice, identityTrust, limits, now, world } from "./stage.ts";

const root = loadRoot("public-good", world.trustedRoot());

export function attestationOf({ request, statement, mutate }: Change): Promise<Attestation> {
  return world.attest(statement ?? statementText(), { by: alice, ...request, ...(mutate !== undefined && { mutate }) });
}

export function envelopeOf(attestation: Attestation, form: Setup["form"] = "bundle"): FoundEnvelope {
  const { bundle, layer } = attestation;
  if (form === "layer") return found(layer.bytes, layer.annotations);
  return found(form === "dsse" ? layer.bytes : bundle);
}

interface Judged {
  readonly verification: Verification | BlobVerification;
  readonly admission?: Admission;
}

export async function judge(change: Change): Promise<Judged> {
  const attestation = await attestationOf(change);
  const envelope = envelopeOf(attestation, change.form);
  const { authorities } = change;
  const material = { roots: change.roots ?? [root], keys: change.keys ?? [], ...(authorities && { authorities }) };
  const verifier = createVerifier(material, { crypto }, { ...limits, ...change.limits });
  const at = change.now ?? now;
  if (change.form === "blob") return { verification: verifier.verifyBlob(envelope, attestation.plan.payload, at) };
  const verification = verifier.verify(envelope, at);
  const trust = change.trust ?? identityTrust;
  if (trust === "none") return { verification };
  const beside = (await change.beside?.()) ?? [];
  return { verification, admission: admitAll([verification, ...beside], trust, at) };
}

/** `good`, or the step and the reason. */
export async function outcome(change: Change): Promise<string> {
  const { verification, admission } = await judge(change);
  if (verification.kind === "rejected") return outcomeOf(verification);
  if (admission === undefined || admission.kind === "admitted") return "good";
  return `${admission.step} · ${admission.reason}`;
}

/** Every reason that stands in the steps, items included. */
export async function listed(change: Change): Promise<readonly string[]> {
  const { verification } = await judge(change);
  return verification.steps.flatMap((step) => [step.reason ?? "", ...step.items.map((item) => item.reason ?? "")]);
}

/** A good setup (itself made by a mutation, where it is not a usual one), one change of it, and what comes of the change. */
export function trial(what: string, setup: Change, change: Change, expect: string, lists: readonly string[] = []): Case {
  const changed = { ...setup, ...change, request: { ...setup.request, ...change.request } };
  return {
    what,
    expect,
    outcome: () => outcome(changed),
    twin: () => outcome(setup),
    decide: () => decision(changed),
    ...(isUsual(changed) && { hostile: async () => envelopeOf(await attestationOf(changed), changed.form).bytes }),
    ...(lists.length > 0 && { lists: { reasons: lists, of: () => listed(changed) } }),
  };
}

async function decision(change: Change): Promise<Decision> {
  const attestation = await attestationOf(change);
  const envelope = envelopeOf(attestation, change.form);
  const { authorities } = change;
  const material = { roots: change.roots ?? [root], keys: change.keys ?? [], ...(authorities && { authorities }) };
  const at = change.now ?? now;
  return {
    bytes: envelope.bytes.length,
    run: () => {
      const verifier = createVerifier(material, { crypto }, { ...limits, ...change.limits });
      if (change.form === "blob") verifier.verifyBlob(envelope, attestation.plan.payload, at);
      else verifier.verify(envelope, at);
    },
  };
}

/** What the command line is told is no other than this, and layers cannot be given as files. */
function isUsual({ form = "bundle", roots, authorities, limits: others, now: at, keys = [], trust }: Change): boolean {
  const isFile = form === "bundle" || form === "dsse";
  return isFile && !roots && !authorities && !others && at === undefined && keys.length === 0 && trust === undefined;
}

/** `trial` for the same setup and many mutations that end alike. */
export function trials(setup: Change, mutations: readonly NonNullable<Change["mutate"]>[], expect: string): readonly Case[] {
  return mutations.map((mutate) => trial(typeof mutate === "string" ? mutate : "changed", setup, { mutate }, expect));
}

/** Something that is no envelope: a file that is loaded, a policy that is compiled. */
export function loading(what: string, expect: string, load: () => string | Promise<string>, twin?: () => string | Promise<string>): Case {
  const asked = async (ask: () => string | Promise<string>): Promise<string> => ask();
  return { what, expect, outcome: () => asked(load), ...(twin && { twin: () => asked(twin) }) };
}
