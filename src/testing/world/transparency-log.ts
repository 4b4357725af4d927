/** A transparency log: a real tree with other people's entries in it, promises, proofs and checkpoints. */
import { canonicalJsonBytes, encodeBase64, encodeHex, instantToSeconds, type Instant } from "../../base/index.ts";
import { noteKeyId, noteText, signatureLine, signNote, type NoteContent, type NoteLine } from "./checkpoint.ts";
import { newMerkleTree, type MerkleTree } from "./merkle-tree.ts";
import { newKey, seeded, sha256, type WorldKey, type WorldPorts } from "./world-key.ts";

export interface TransparencyLog {
  readonly operator: string;
  readonly host: string;
  /** 1: promises, and indexes that go on from older shards. 2: proofs alone, the tree's own indexes. */
  readonly generation: 1 | 2;
  readonly key: WorldKey;
  readonly logId: Uint8Array;
  /** First line of its checkpoints. */
  readonly origin: string;
  /** Entries of older shards. */
  readonly firstIndex: number;
  readonly tree: MerkleTree;
}

export interface LogRequest {
  readonly operator: string;
  readonly host: string;
  readonly generation: 1 | 2;
  readonly seed: string;
  /** Entries of others that are in the tree before ours. */
  readonly others: number;
  readonly key?: WorldKey;
}

export async function newTransparencyLog(request: LogRequest, ports: WorldPorts): Promise<TransparencyLog> {
  const { operator, host, generation, seed } = request;
  const key = request.key ?? (await newKey(ports, generation === 1 ? "ecdsa-sha2-256-nistp256" : "ed25519"));
  const tree = newMerkleTree(ports.hasher);
  addOthers(tree, request.others, seed, ports);
  return {
    operator,
    host,
    generation,
    key,
    logId: generation === 1 ? sha256(ports.hasher, key.spki) : noteKeyId(ports.hasher, host, key),
    origin: generation === 1 ? `${host} - ${new DataView(seeded(ports.hasher, seed, host).buffer).getBigUint64(0)}` : host,
    firstIndex: generation === 1 ? 4_163_431 : 0,
    tree,
  };
}

function addOthers(tree: MerkleTree, count: number, seed: string, ports: WorldPorts): void {
  for (let i = 0; i < count; i++) tree.add(seeded(ports.hasher, seed, "entry of somebody else", String(tree.size)));
}

/** What is different about a checkpoint. */
export interface NotePlan {
  readonly content?: (content: NoteContent) => NoteContent;
  readonly signatureName?: string;
  readonly keyId?: Uint8Array;
  /** Signs in the log's place. */
  readonly key?: WorldKey;
  readonly before?: readonly NoteLine[];
  readonly after?: readonly NoteLine[];
  /** Without the log's own line. */
  readonly unsigned?: boolean;
}

export interface RecordRequest {
  readonly body: Uint8Array;
  readonly at: Instant;
  readonly withPromise: boolean;
  readonly withProof: boolean;
  readonly note: NotePlan;
  /** Signs the promise in the log's place. */
  readonly promiseKey?: WorldKey;
}

export interface ProofParts {
  readonly logIndex: number;
  readonly rootHash: Uint8Array;
  readonly treeSize: number;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
}

export interface EntryParts {
  readonly logIndex: number;
  readonly logId: Uint8Array;
  readonly body: Uint8Array;
  /** Seconds; 0 where the log makes no promises. */
  readonly integratedTime: number;
  readonly promise?: Uint8Array;
  readonly proof?: ProofParts;
}

const ENTRIES_AFTER = 2;

/** Adds the entry, then some of others, so that it is not the last leaf of the tree its proof is for. */
export async function record(log: TransparencyLog, request: RecordRequest, ports: WorldPorts): Promise<EntryParts> {
  const index = log.tree.add(request.body);
  addOthers(log.tree, ENTRIES_AFTER, log.host, ports);
  const size = log.tree.size;
  const integratedTime = log.generation === 1 ? instantToSeconds(request.at) : 0;
  const entry = { logIndex: log.firstIndex + index, logId: log.logId, body: request.body, integratedTime };
  const promise = request.withPromise ? await signPromise(entry, request.promiseKey ?? log.key) : undefined;
  const proof = request.withProof ? await prove(log, index, size, request.note) : undefined;
  return { ...entry, ...(promise && { promise }), ...(proof && { proof }) };
}

async function signPromise({ logIndex, logId, body, integratedTime }: EntryParts, key: WorldKey): Promise<Uint8Array> {
  return key.sign([canonicalJsonBytes({ body: encodeBase64(body), integratedTime, logID: encodeHex(logId), logIndex })]);
}

/** Proof of a leaf in the tree as it was at `size`. */
export async function prove(log: TransparencyLog, index: number, size: number, note: NotePlan): Promise<ProofParts> {
  const rootHash = log.tree.root(size);
  const hashes = log.tree.path(index, size);
  return { logIndex: index, rootHash, treeSize: size, hashes, checkpoint: await checkpoint(log, size, note) };
}

export async function checkpoint(log: TransparencyLog, size: number, plan: NotePlan): Promise<string> {
  const content = { origin: log.origin, size, rootHash: log.tree.root(size) };
  const own = signatureLine(plan.signatureName ?? log.host, plan.keyId ?? log.logId, plan.key ?? log.key);
  const lines = [...(plan.before ?? []), ...(plan.unsigned === true ? [] : [own]), ...(plan.after ?? [])];
  return signNote(noteText(plan.content?.(content) ?? content), lines);
}
