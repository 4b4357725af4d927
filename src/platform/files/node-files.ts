/** The `FileSystem` port of `registry` on `node:fs`: no links below a root, no pipes or devices, sizes checked before reading. */
import { createHash, type Hash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { lstat, open, opendir, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Digest, type DigestAlgorithm, type Result } from "../../base/index.ts";
import type { FileEntry, FileFault, FileSystem } from "../../registry/index.ts";
import { faultOf, refuse } from "./file-fault.ts";
import { isPlainName } from "./plain-name.ts";
import { createFile, replaceFile } from "./write-file.ts";

const HASH_CHUNK_BYTES = 1024 * 1024;

export const nodeFileSystem: FileSystem = {
  readWithin: (root, segments, maxBytes) => attempt(() => readWithin(root, segments, maxBytes)),
  peekWithin: (root, segments, length) => attempt(() => peekWithin(root, segments, length)),
  readNamed: (path, maxBytes) => attempt(() => withFile(path, FOLLOW, (file, stats) => readAll(file, stats, maxBytes))),
  listWithin: (root, segments, maxEntries) => attempt(() => listWithin(root, segments, maxEntries)),
  digestNamed: (path, algorithms) => attempt(() => withFile(path, FOLLOW, (file, stats) => digestAll(file, stats, algorithms))),
  writeWithin: (root, segments, bytes) => attempt(() => replaceFile(root, segments, bytes)),
  createWithin: (root, segments, bytes) => attempt(() => createFile(root, segments, bytes)),
  removeWithin: (root, segments) => attempt(() => removeWithin(root, segments)),
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
  const path = await resolveWithin(root, segments);
  return path.ok ? withFile(path.value, NO_FOLLOW, (file, stats) => readAll(file, stats, maxBytes)) : path;
}

async function peekWithin(root: string, segments: readonly string[], length: number): Promise<Result<Uint8Array, FileFault>> {
  const path = await resolveWithin(root, segments);
  if (!path.ok) return path;
  return withFile(path.value, NO_FOLLOW, async (file) => {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
    return ok(buffer.subarray(0, bytesRead));
  });
}

/** The path below the root, when no folder on the way is a link. The last segment is judged when it is opened. */
async function resolveWithin(root: string, segments: readonly string[]): Promise<Result<string, FileFault>> {
  let path = root;
  for (const [index, segment] of segments.entries()) {
    if (!isPlainName(segment)) return refuse("path-refused", "a path leaves its folder");
    path = join(path, segment);
    if (index === segments.length - 1) break;
    const stats = await lstat(path);
    if (!stats.isDirectory()) return refuse("path-refused", `\`${segments.slice(0, index + 1).join("/")}\` is no folder of its own`);
  }
  return ok(path);
}

async function withFile<T>(
  path: string,
  flags: number,
  use: (file: FileHandle, stats: Stats) => Promise<Result<T, FileFault>>,
): Promise<Result<T, FileFault>> {
  const file = await open(path, flags);
  try {
    const stats = await file.stat();
    return stats.isFile() ? await use(file, stats) : refuse("not-a-file", "it is no regular file");
  } finally {
    await file.close();
  }
}

async function readAll(file: FileHandle, stats: Stats, maxBytes: number): Promise<Result<Uint8Array, FileFault>> {
  if (stats.size > maxBytes) return refuse("too-large", `it has ${stats.size} bytes, at most ${maxBytes} are read`);
  const bytes = new Uint8Array(stats.size);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
    if (bytesRead === 0) return refuse("changed", "it became shorter while it was read");
    filled += bytesRead;
  }
  return ok(bytes);
}

async function digestAll(
  file: FileHandle,
  stats: Stats,
  algorithms: readonly DigestAlgorithm[],
): Promise<Result<readonly Digest[], FileFault>> {
  const hashes: readonly (readonly [DigestAlgorithm, Hash])[] = algorithms.map((name) => [name, createHash(name)]);
  const chunk = new Uint8Array(HASH_CHUNK_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) break;
    for (const [, hash] of hashes) hash.update(chunk.subarray(0, bytesRead));
    position += bytesRead;
    if (position > stats.size) return refuse("changed", "it grew while it was read");
  }
  return ok(hashes.map(([name, hash]) => `${name}:${hash.digest("hex")}` as Digest));
}

async function listWithin(root: string, segments: readonly string[], maxEntries: number): Promise<Result<readonly FileEntry[], FileFault>> {
  const path = await resolveWithin(root, [...segments, "entry"]);
  if (!path.ok) return path;
  const folder = await opendir(join(root, ...segments));
  const names: string[] = [];
  let seen = 0;
  for await (const entry of folder) {
    if (++seen > maxEntries) return refuse("too-many", `it holds more than ${maxEntries} entries`);
    if (entry.isFile()) names.push(entry.name);
  }
  const entries: FileEntry[] = [];
  for (const name of names.sort()) entries.push({ name, sizeBytes: (await lstat(join(root, ...segments, name))).size });
  return ok(entries);
}

async function removeWithin(root: string, segments: readonly string[]): Promise<Result<void, FileFault>> {
  const path = await resolveWithin(root, segments);
  if (!path.ok) return path;
  await unlink(path.value);
  return ok(undefined);
}
