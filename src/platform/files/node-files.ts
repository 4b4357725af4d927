/** The `FileSystem` port of `registry` on `node:fs`: no links below a root, no pipes or devices, sizes checked before reading. */
import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  read as readCallback,
  readSync,
  unlinkSync,
  type Dir,
  type Stats,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { err, ok, type Digest, type DigestAlgorithm, type Result } from "../../base/index.ts";
import type { FileEntry, FileFault, FileSystem } from "../../registry/index.ts";
import { faultOf, refuse } from "./file-fault.ts";
import { isPlainName } from "./plain-name.ts";

const HASH_CHUNK_BYTES = 1024 * 1024;
/** Up to here a file is read at once: the trip through the thread pool takes longer than the reading. */
const AT_ONCE_BYTES = 1024 * 1024;

export const nodeFileSystem: FileSystem = {
  readWithin: (root, segments, maxBytes) => attempt(() => readWithin(root, segments, maxBytes)),
  peekWithin: (root, segments, length) => attempt(() => peekWithin(root, segments, length)),
  readNamed: (path, maxBytes) => attempt(() => withFile(path, FOLLOW, (file, stats) => readAll(file, stats, maxBytes))),
  listWithin: (root, segments, maxEntries) => attempt(async () => listWithin(root, segments, maxEntries)),
  digestNamed: (path, algorithms) => attempt(() => withFile(path, FOLLOW, (file, stats) => digestAll(file, stats, algorithms))),
  writeWithin: (root, segments, bytes) => attempt(async () => (await import("./write-file.ts")).replaceFile(root, segments, bytes)),
  createWithin: (root, segments, bytes) => attempt(async () => (await import("./write-file.ts")).createFile(root, segments, bytes)),
  removeWithin: (root, segments) => attempt(async () => removeWithin(root, segments)),
};

/** `O_NONBLOCK`: opening a pipe must not wait for a writer before we can see that it is one. */
const FOLLOW = constants.O_RDONLY | constants.O_NONBLOCK;
const NO_FOLLOW = FOLLOW | constants.O_NOFOLLOW;

async function attempt<T>(work: () => Promise<Result<T, FileFault>>): Promise<Result<T, FileFault>> {
  try {
    return await work();
  } catch (thrown) {
    return err(faultOf(thrown));
  }
}

async function readWithin(root: string, segments: readonly string[], maxBytes: number): Promise<Result<Uint8Array, FileFault>> {
  const path = resolveWithin(root, segments);
  return path.ok ? withFile(path.value, NO_FOLLOW, (file, stats) => readAll(file, stats, maxBytes)) : path;
}

async function peekWithin(root: string, segments: readonly string[], length: number): Promise<Result<Uint8Array, FileFault>> {
  const path = resolveWithin(root, segments);
  if (!path.ok) return path;
  return withFile(path.value, NO_FOLLOW, async (file) => {
    const buffer = new Uint8Array(length);
    return ok(buffer.subarray(0, readSync(file, buffer, 0, length, 0)));
  });
}

/** The path below the root, when no folder on the way is a link. The last segment is judged when it is opened. */
function resolveWithin(root: string, segments: readonly string[]): Result<string, FileFault> {
  let path = root;
  for (const [index, segment] of segments.entries()) {
    if (!isPlainName(segment)) return refuse("path-refused", "a path leaves its folder");
    path = join(path, segment);
    if (index === segments.length - 1) break;
    const stats = lstatSync(path);
    if (!stats.isDirectory()) return refuse("path-refused", `\`${segments.slice(0, index + 1).join("/")}\` is no folder of its own`);
  }
  return ok(path);
}

async function withFile<T>(
  path: string,
  flags: number,
  use: (file: number, stats: Stats) => Promise<Result<T, FileFault>>,
): Promise<Result<T, FileFault>> {
  const file = openSync(path, flags);
  try {
    const stats = fstatSync(file);
    return stats.isFile() ? await use(file, stats) : refuse("not-a-file", "it is no regular file");
  } finally {
    closeSync(file);
  }
}

const readInPool = promisify(readCallback);

async function readAll(file: number, stats: Stats, maxBytes: number): Promise<Result<Uint8Array, FileFault>> {
  if (stats.size > maxBytes) return refuse("too-large", `it has ${stats.size} bytes, at most ${maxBytes} are read`);
  const bytes = new Uint8Array(stats.size);
  let filled = 0;
  while (filled < bytes.length) {
    const [at, length] = [filled, bytes.length - filled];
    const bytesRead =
      stats.size <= AT_ONCE_BYTES ? readSync(file, bytes, at, length, at) : (await readInPool(file, bytes, at, length, at)).bytesRead;
    if (bytesRead === 0) return refuse("changed", "it became shorter while it was read");
    filled += bytesRead;
  }
  return ok(bytes);
}

async function digestAll(
  file: number,
  stats: Stats,
  algorithms: readonly DigestAlgorithm[],
): Promise<Result<readonly Digest[], FileFault>> {
  const hashes: readonly (readonly [DigestAlgorithm, Hash])[] = algorithms.map((name) => [name, createHash(name)]);
  const chunk = new Uint8Array(HASH_CHUNK_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await readInPool(file, chunk, 0, chunk.length, position);
    if (bytesRead === 0) break;
    for (const [, hash] of hashes) hash.update(chunk.subarray(0, bytesRead));
    position += bytesRead;
    if (position > stats.size) return refuse("changed", "it grew while it was read");
  }
  return ok(hashes.map(([name, hash]) => `${name}:${hash.digest("hex")}` as Digest));
}

function listWithin(root: string, segments: readonly string[], maxEntries: number): Result<readonly FileEntry[], FileFault> {
  const path = resolveWithin(root, [...segments, "entry"]);
  if (!path.ok) return path;
  const folder = opendirSync(join(root, ...segments));
  try {
    const names = namesOfFiles(folder, maxEntries);
    if (!names) return refuse("too-many", `it holds more than ${maxEntries} entries`);
    return ok(names.sort().map((name) => ({ name, sizeBytes: lstatSync(join(root, ...segments, name)).size })));
  } finally {
    folder.closeSync();
  }
}

function namesOfFiles(folder: Dir, maxEntries: number): string[] | undefined {
  const names: string[] = [];
  let seen = 0;
  for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
    if (++seen > maxEntries) return undefined;
    if (entry.isFile()) names.push(entry.name);
  }
  return names;
}

function removeWithin(root: string, segments: readonly string[]): Result<void, FileFault> {
  const path = resolveWithin(root, segments);
  if (!path.ok) return path;
  unlinkSync(path.value);
  return ok(undefined);
}
