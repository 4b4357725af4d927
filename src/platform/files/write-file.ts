/** Writing below a root: beside the target, flushed, renamed into place, so that no reader and no crash leaves half a file. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, rename, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { ok, type Result } from "../../base/index.ts";
import type { FileFault } from "../../registry/index.ts";
import { refuse } from "./file-fault.ts";
import { isPlainName } from "./plain-name.ts";

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export async function replaceFile(root: string, segments: readonly string[], bytes: Uint8Array): Promise<Result<void, FileFault>> {
  const folder = await makeFolders(root, segments.slice(0, -1));
  if (!folder.ok) return folder;
  const name = segments.at(-1) ?? "";
  if (!isPlainName(name)) return refuse("path-refused", "a path leaves its folder");
  const draft = join(folder.value, `.${name.slice(0, 64)}.${process.pid}.${randomBytes(6).toString("hex")}`);
  try {
    await writeNew(draft, bytes);
    await rename(draft, join(folder.value, name));
  } catch (thrown) {
    await unlink(draft).catch(() => undefined);
    throw thrown;
  }
  await syncFolder(folder.value);
  return ok(undefined);
}

export async function createFile(root: string, segments: readonly string[], bytes: Uint8Array): Promise<Result<void, FileFault>> {
  const folder = await makeFolders(root, segments.slice(0, -1));
  if (!folder.ok) return folder;
  const name = segments.at(-1) ?? "";
  if (!isPlainName(name)) return refuse("path-refused", "a path leaves its folder");
  await writeNew(join(folder.value, name), bytes);
  return ok(undefined);
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file: FileHandle = await open(path, NEW_FILE, 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Each folder made where it lacks, refused where it is a link. */
async function makeFolders(root: string, segments: readonly string[]): Promise<Result<string, FileFault>> {
  await mkdir(root, { recursive: true });
  let path = root;
  for (const segment of segments) {
    if (!isPlainName(segment)) return refuse("path-refused", "a path leaves its folder");
    path = join(path, segment);
    await mkdir(path).catch(ignoreExisting);
    if (!(await lstat(path)).isDirectory()) return refuse("path-refused", `\`${segment}\` is no folder of its own`);
  }
  return ok(path);
}

function ignoreExisting(thrown: unknown): void {
  if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST")) throw thrown;
}

/** The rename itself must survive a crash. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
