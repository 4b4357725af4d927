/** Entries of a log that vouch for nothing: what the attack corpus has no name for. */
import { decodeUtf8, encodeUtf8, NANOSECONDS_PER_SECOND } from "../../../base/index.ts";
import { mutations } from "../../world/mutations.ts";
import type { Mutation, Surroundings } from "../../world/mutation.ts";
import { entries, gone, inBundle, text, to } from "../../world/mutations/plan-edits.ts";
import type { Plan } from "../../world/plan.ts";

const ENTRY = "verificationMaterial.tlogEntries.0";
const CHECKPOINT = `${ENTRY}.inclusionProof.checkpoint.envelope`;
const A_DAY = 86_400n * NANOSECONDS_PER_SECOND;

/** The text of a checkpoint, whoever signed it. */
function checkpoint(edit: (value: string) => string): (plan: Plan) => Plan {
  return inBundle(CHECKPOINT, text(edit));
}

function body(edit: (value: string) => string): (plan: Plan) => Plan {
  return entries({ body: (bytes) => encodeUtf8(edit(decodeUtf8(bytes) ?? "")) });
}

/** Logged as Rekor does from its second generation on: a proof without a promise, so an authority must say when. */
function secondGeneration(mutate: Mutation): Mutation {
  return (plan: Plan, world: Surroundings) => {
    const { logs, timestampAuthorities } = world.instance;
    const logged = plan.entries.map((entry) => ({
      ...entry,
      kind: "hashedrekord 0.0.2" as const,
      log: logs.proving,
      withPromise: false,
      withProof: true,
    }));
    const tokens = plan.tokens.length > 0 ? plan.tokens : [{ authority: timestampAuthorities.own }];
    return mutate({ ...plan, entries: logged, tokens }, world);
  };
}

export const logForgeries = {
  "promise-away-in-0.1": (plan: Plan): Plan => inBundle(`${ENTRY}.inclusionPromise`, gone)({ ...plan, version: "0.1" }),
  "checkpoint-17-kib": checkpoint((value) => value + "x".repeat(17 * 1024)),
  "entry-no-object": inBundle(ENTRY, to("entry")),
  "proof-hash-a-number": inBundle(`${ENTRY}.inclusionProof.hashes.0`, to(7)),
  "entry-body-kind-other": body((value) => value.replace('"kind":"dsse"', '"kind":"intoto"')),
  "entry-body-incomplete": body((value) => value.replace('"verifier":', '"verified":')),
  /** The logs of stand-ins begin in 1990. */
  "promise-before-the-log": entries({ at: A_DAY }),
  "signed-in-the-future": (plan: Plan): Plan => entries({ at: plan.at + A_DAY })(plan),
  "checkpoint-without-signatures": checkpoint((value) => `${value.split("\n\n")[0] ?? ""}\n\n`),
  "checkpoint-two-notes": checkpoint((value) => `${value.replace("\n", "\n\n")}`),
  "checkpoint-one-part": checkpoint((value) => value.replace("\n\n", "\n")),
  "checkpoint-line-malformed": checkpoint((value) => `${value}hello\n`),
  "checkpoint-line-short": checkpoint((value) => `${value}\u2014 name AAA=\n`),
  "checkpoint-unended": checkpoint((value) => value.slice(0, -1)),
  "checkpoint-origin-empty": checkpoint((value) => value.replace(/^[^\n]*/u, "")),
  "second-generation-index-lies": secondGeneration(mutations["entry-index-lies"]),
  "second-generation-records-more": secondGeneration(mutations["entry-records-more"]),
  "second-generation-of-another-payload": secondGeneration(mutations["entry-of-another-payload"]),
} as const;
