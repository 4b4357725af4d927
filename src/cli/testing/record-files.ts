/** Writes a recorded test with its fixtures, all of it or nothing. */
import { basename, dirname, join } from "node:path";
import { decodeUtf8 } from "../../base/index.ts";
import { nodeFileSystem } from "../../platform/files/index.ts";
import type { Draft } from "../../testing/index.ts";
import { folderReader, isTaken, readBounded } from "../judging/policy-files.ts";
import { foldersToMake, takeBack, toRemove } from "../create-files.ts";
import { escapeAndCut } from "../render/escape.ts";
import { replaceFile } from "../replace-file.ts";
import { UsageError } from "../usage-error.ts";
import { isInFolder } from "./golden-file.ts";

type Fixture = Draft["fixtures"][number];

/** A fixture, and what stands in its place now. */
export interface PlannedFile {
  readonly fixture: Fixture;
  readonly before: Uint8Array | undefined;
}

/** Fixtures that hold the same already are left alone; others are in the way (`UsageError`), unless they may be replaced. */
export function planFiles(policyFile: string, fixtures: readonly Fixture[], mode: "create" | "replace"): readonly PlannedFile[] {
  const read = folderReader(policyFile);
  return fixtures.flatMap((fixture) => {
    if (!isInFolder(fixture.path)) throw new UsageError(`the fixture \`${shown(fixture.path)}\` leaves the folder of the policy`);
    const before = read(fixture.path);
    if (before !== undefined && Buffer.from(before).equals(fixture.bytes)) return [];
    if (before === undefined && isTaken(policyFile, fixture.path)) throw cannotWrite(fixture.path, "something else is there");
    if (before !== undefined && mode === "create")
      throw inTheWay(`the fixture \`${shown(fixture.path)}\` is there already and holds something else`);
    return [{ fixture, before }];
  });
}

export function inTheWay(what: string): UsageError {
  return new UsageError(what, "choose another name with --title or --fixtures, or replace it with --force");
}

/** Takes back what `writeAll` has done; nothing where the policy was changed since. What is left then is named (`UsageError`). */
export type Undo = () => Promise<void>;

/**
 * `text`: of the policy, as it was when the run began and as it is to be. What somebody saved meanwhile is never overwritten
 * (`UsageError`). What was written before a fault is taken back, and the fault thrown; where something could not be, its help names it.
 */
export async function writeAll(
  policyFile: string,
  text: { readonly before: string; readonly after: string },
  files: readonly PlannedFile[],
): Promise<Undo> {
  const folder = dirname(policyFile);
  const done: PlannedFile[] = [];
  const made = foldersToMake(
    folder,
    files.filter(({ before }) => before === undefined).map(({ fixture }) => fixture.path),
  );
  const restore = () => restoreAll(folder, { files: done.filter((file) => isOurs(policyFile, file)), made });
  try {
    for (const file of files) {
      await write(folder, file.fixture.path, file.fixture.bytes, file.before === undefined ? "create" : "replace");
      done.push(file);
    }
    if (!holds(policyFile, text.before)) throw changed(policyFile, "the image was judged", "nothing was written; record it again");
    replaceFile(policyFile, text.after);
  } catch (error) {
    const left = await restore();
    throw left !== undefined && error instanceof UsageError ? new UsageError(error.message, left) : error;
  }
  return async () => {
    if (!holds(policyFile, text.after)) throw changed(policyFile, "the recorded test ran", LEFT_BEHIND);
    replaceFile(policyFile, text.before);
    const left = await restore();
    if (left !== undefined) throw new UsageError("not all that was written could be taken back", left);
  };
}

/** Undoes after a fault. Where that fails too, it is the fault that is thrown, with what is left in its help. */
export async function undoAfter(undo: Undo, fault: unknown): Promise<void> {
  try {
    await undo();
  } catch (second) {
    if (!(fault instanceof UsageError)) throw fault;
    throw new UsageError(fault.message, sentenceOf(second));
  }
}

function sentenceOf(fault: unknown): string {
  if (!(fault instanceof UsageError)) return `it could not be taken back: ${fault instanceof Error ? fault.message : String(fault)}`;
  return fault.help === undefined ? fault.message : `${fault.message}; ${fault.help}`;
}

const LEFT_BEHIND = "the test did not pass, and is left there with its fixtures: remove it, or record it again with --force";

function holds(policyFile: string, text: string): boolean {
  const bytes = readBounded(policyFile);
  return bytes !== undefined && decodeUtf8(bytes) === text;
}

function changed(policyFile: string, since: string, help: string): UsageError {
  return new UsageError(`\`${shown(basename(policyFile))}\` was changed while ${since}`, help);
}

async function write(folder: string, path: string, bytes: Uint8Array, mode: "create" | "replace"): Promise<void> {
  const way = mode === "create" ? nodeFileSystem.createWithin : nodeFileSystem.writeWithin;
  const written = await way(folder, path.split("/"), bytes);
  if (!written.ok) throw cannotWrite(join(basename(folder), path), written.error.detail);
}

/** What somebody changed since it was written is theirs. */
function isOurs(policyFile: string, { fixture }: PlannedFile): boolean {
  const now = folderReader(policyFile)(fixture.path);
  return now !== undefined && Buffer.from(now).equals(fixture.bytes);
}

interface Written {
  readonly files: readonly PlannedFile[];
  /** Folders that were made for them. */
  readonly made: readonly string[];
}

/** What to do about what could not be taken back; `undefined` where all was. */
async function restoreAll(folder: string, { files, made }: Written): Promise<string | undefined> {
  const replaced: string[] = [];
  for (const { fixture, before } of files) {
    if (before === undefined) continue;
    if (!(await nodeFileSystem.writeWithin(folder, fixture.path.split("/"), before)).ok) replaced.push(fixture.path);
  }
  const created = files.filter(({ before }) => before === undefined).map(({ fixture }) => fixture.path);
  const left = await takeBack(folder, created, made);
  const toDo = [
    ...(left.length > 0 ? [toRemove(left)] : []),
    ...(replaced.length > 0 ? [`put back \`${shown(replaced.join(", "))}\`, which was replaced`] : []),
  ];
  return toDo.length === 0 ? undefined : toDo.join("; ");
}

function cannotWrite(path: string, why: string): UsageError {
  return new UsageError(`cannot write \`${shown(path)}\`: ${why}`, "nothing was changed");
}

function shown(path: string): string {
  return escapeAndCut(path, 200);
}
