/** Section 3 of the attack corpus: what logs vouch for. */
import { decodeUtf8, encodeBase64, encodeUtf8 } from "../../../base/index.ts";
import { preAuthEncoding } from "../attest.ts";
import { signatureLine, witnessLine } from "../checkpoint.ts";
import { join } from "../der.ts";
import type { Recorded } from "../entry-body.ts";
import { valueAt } from "../json-edit.ts";
import type { Surroundings } from "../mutation.ts";
import type { Plan } from "../plan.ts";
import type { NotePlan } from "../transparency-log.ts";
import { entries, flipped, inBundle, list, note, oneMore, text, to } from "./plan-edits.ts";

const ENTRIES = "verificationMaterial.tlogEntries";
const ENTRY = `${ENTRIES}.0`;
const PROOF = `${ENTRY}.inclusionProof`;

async function otherEntry(plan: Plan, world: Surroundings, payload: Uint8Array): Promise<Plan> {
  const { bundle } = await world.make({ ...plan, payload });
  const foreign = valueAt(JSON.parse(decodeUtf8(bundle) ?? "null"), ENTRY);
  return inBundle(ENTRY, to(foreign))(plan);
}

/** Somebody else's certificate or key of the same kind, in the place of the signer's. */
async function otherSigner(plan: Plan, world: Surroundings): Promise<Plan> {
  const key = await world.newKey(plan.signer.key.algorithm);
  const other = await world.make({ ...plan, signer: { ...plan.signer, key }, entries: [] });
  const [certificate] = other.made.certificates;
  const signer: Recorded["signer"] = certificate === undefined ? { kind: "key", der: key.spki } : { kind: "certificate", der: certificate };
  return entries({ recorded: (recorded) => ({ ...recorded, signer }) })(plan);
}

const otherPayload = entries({
  recorded: (recorded) => {
    const payload = join(recorded.payload, encodeUtf8(" "));
    return { ...recorded, payload, signed: preAuthEncoding(recorded.payloadType, payload) };
  },
});

function body(edit: (text: string) => string): (plan: Plan) => Plan {
  return entries({ body: (bytes) => encodeUtf8(edit(decodeUtf8(bytes) ?? "")) });
}

function both(...changes: readonly ((plan: Plan) => Plan)[]): (plan: Plan) => Plan {
  return (plan) => changes.reduce((changed, change) => change(changed), plan);
}

/** Around the log's own line. */
async function withWitnesses(plan: Plan, world: Surroundings, more: NotePlan = {}): Promise<Plan> {
  const line = async (name: string) => witnessLine(name, await world.newKey("ed25519"), 1_790_000_000, world.ports.hasher);
  return note({ before: [await line("witness.example")], after: [await line("other-witness.example")], ...more })(plan);
}

function contents(change: NotePlan["content"]): (plan: Plan) => Plan {
  return note(change === undefined ? {} : { content: change });
}

/** The text of a checkpoint, whoever signed it. */
function checkpointText(edit: (value: string) => string): (plan: Plan) => Plan {
  return inBundle(`${PROOF}.checkpoint.envelope`, text(edit));
}

function lineOfNote(index: number, edit: (line: string) => readonly string[]): (plan: Plan) => Plan {
  return checkpointText((value) =>
    value
      .split("\n")
      .flatMap((line, i) => (i === index ? edit(line) : [line]))
      .join("\n"),
  );
}

function foreignBeside(vouch: { readonly withPromise: boolean; readonly withProof: boolean }) {
  return async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const vouched = plan.entries.map((entry) => ({ ...entry, ...vouch }));
    const { bundle } = await world.make({ ...plan, payload: join(plan.payload, encodeUtf8(" ")), entries: vouched });
    const foreign = valueAt(JSON.parse(decodeUtf8(bundle) ?? "null"), ENTRY);
    return inBundle(
      ENTRIES,
      list((own) => [...own, foreign]),
    )(plan);
  };
}

function alsoIn(log: "promising" | "proving" | "other") {
  return (plan: Plan, world: Surroundings): Plan => {
    const isProving = log === "proving";
    const second = plan.entries.map((entry) => ({
      ...entry,
      log: world.instance.logs[log],
      ...(isProving && { kind: "hashedrekord 0.0.2" as const, withPromise: false, withProof: true }),
    }));
    return { ...plan, entries: [...plan.entries, ...second] };
  };
}

export const logMutations = {
  "entry-of-another": (plan: Plan, world: Surroundings) => otherEntry(plan, world, join(plan.payload, encodeUtf8(" "))),
  "entry-of-another-signature": (plan: Plan, world: Surroundings) => otherEntry(plan, world, plan.payload),
  "entry-of-another-signer": otherSigner,
  "entry-of-another-payload": otherPayload,
  "entry-of-another-envelope": entries({ recorded: (recorded) => ({ ...recorded, envelope: join(recorded.envelope, encodeUtf8(" ")) }) }),
  "entry-of-another-recorded-signature": entries({
    recorded: (recorded) => ({ ...recorded, signature: recorded.signature.with(-1, (recorded.signature.at(-1) ?? 0) ^ 1) }),
  }),
  "entry-version-other": inBundle(`${ENTRY}.kindVersion.version`, to("0.0.3")),
  "entry-body-no-json": body(() => "no JSON"),
  "entry-kind-unknown": both(
    body((value) => value.replace('"apiVersion":"0.0.1","kind":"dsse"', '"apiVersion":"9.9.9","kind":"rekord"')),
    inBundle(`${ENTRY}.kindVersion`, to({ kind: "rekord", version: "9.9.9" })),
  ),
  "entry-body-1-mib": body((value) => `${value.slice(0, -1)},"padding":"${"x".repeat(1024 * 1024)}"}`),
  "entry-records-more": body((value) => value.replace('"data":{', '"data":{"also":"this",')),
  "promise-by-another": async (plan: Plan, world: Surroundings): Promise<Plan> => entries({ promiseKey: await world.newKey() })(plan),
  "promise-time-changed": inBundle(`${ENTRY}.integratedTime`, oneMore),
  "promise-index-changed": inBundle(`${ENTRY}.logIndex`, oneMore),
  "promise-log-changed": (plan: Plan, world: Surroundings): Plan =>
    inBundle(`${ENTRY}.logId.keyId`, to(encodeBase64(world.instance.logs.other.logId)))(plan),
  "promise-body-changed": inBundle(`${ENTRY}.canonicalizedBody`, flipped),
  "checkpoint-by-another": async (plan: Plan, world: Surroundings): Promise<Plan> =>
    note({ key: await world.newKey(plan.entries[0]?.log.key.algorithm) })(plan),
  "checkpoint-by-witnesses-only": (plan: Plan, world: Surroundings) => withWitnesses(plan, world, { unsigned: true }),
  "checkpoint-key-id-other": note({ keyId: new Uint8Array([1, 2, 3, 4]) }),
  "checkpoint-origin-missing": lineOfNote(0, () => []),
  "checkpoint-size-missing": lineOfNote(1, () => []),
  "checkpoint-root-missing": lineOfNote(2, () => []),
  "checkpoint-size-letters": contents((content) => ({ ...content, size: "abc" as unknown as number })),
  "checkpoint-size-signed": lineOfNote(1, (line) => [`+${line}`]),
  "checkpoint-size-zero-first": lineOfNote(1, (line) => [`00${line}`]),
  "checkpoint-root-31-bytes": contents((content) => ({ ...content, rootHash: content.rootHash.subarray(0, 31) })),
  "checkpoint-33-lines": checkpointText((value) => value + (value.split("\n\n")[1] ?? "").repeat(32)),
  "checkpoint-control-character": contents((content) => ({ ...content, others: ["a\u0007b"] })),
  "proof-hash-flipped": inBundle(`${PROOF}.hashes.0`, flipped),
  "proof-hash-too-many": inBundle(
    `${PROOF}.hashes`,
    list((hashes) => [...hashes, hashes[0]]),
  ),
  "proof-index-off": inBundle(`${PROOF}.logIndex`, oneMore),
  "checkpoint-of-another-tree": contents((content) => ({ ...content, rootHash: content.rootHash.with(0, (content.rootHash[0] ?? 0) ^ 1) })),
  "proof-root-hash-lies": inBundle(`${PROOF}.rootHash`, flipped),
  "proof-tree-size-lies": inBundle(`${PROOF}.treeSize`, oneMore),
  "entry-index-lies": inBundle(`${ENTRY}.logIndex`, oneMore),
  "checkpoint-name-other": note({ signatureName: "rekor.elsewhere.example" }),
  "checkpoint-name-part-of-host": note({ signatureName: "world.example" }),
  "checkpoint-name-a-pattern": note({ signatureName: "(.*)*$|^(a{1,99}){1,99}" }),
  "checkpoint-name-10-kb": note({ signatureName: "a".repeat(10_000) }),
  "checkpoint-origin-other": contents((content) => ({ ...content, origin: `elsewhere.${content.origin}` })),
  "entry-in-unknown-log": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const { logs } = await world.stranger();
    return entries((entry) => ({ log: entry.log.generation === 1 ? logs.promising : logs.proving }))(plan);
  },
  "entry-in-the-log-again": alsoIn("promising"),
  "entry-in-another-shard": alsoIn("proving"),
  "entry-in-another-log": alsoIn("other"),
  "foreign-promise-beside": foreignBeside({ withPromise: true, withProof: true }),
  "witnesses-beside": (plan: Plan, world: Surroundings) => withWitnesses(plan, world),
  "log-line-twice": (plan: Plan): Plan => {
    const [entry] = plan.entries;
    return entry === undefined ? plan : note({ after: [signatureLine(entry.log.host, entry.log.logId, entry.log.key)] })(plan);
  },
} as const;
