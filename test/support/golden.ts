import { compare as diff } from "uvu/diff";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

const goldenFolder = fileURLToPath(new URL("../golden/", import.meta.url));

/**
 * Compares text with the file `test/golden/<path>`, and throws a readable difference when they are not the same, byte for byte.
 * With UPDATE_GOLDEN=1 the file is written instead; read the change before committing it.
 */
export function matchGolden(path: string, actual: string): void {
  const file = goldenPath(path);
  if (isUpdating()) return write(file, actual);
  const expected = read(file);
  if (expected === undefined) throw new Error(`no golden file ${shown(file)}; UPDATE_GOLDEN=1 writes it. The text was:\n${actual}`);
  if (expected !== actual) throw new Error(`differs from ${shown(file)} (UPDATE_GOLDEN=1 accepts it):\n${diff(expected, actual)}`);
}

/** The absolute path of a file below test/golden/; a path that leaves the folder is a defect of the test. */
export function goldenPath(path: string): string {
  const file = fileURLToPath(new URL(path, new URL("../golden/", import.meta.url)));
  if (!file.startsWith(goldenFolder)) throw new Error(`${path} is outside test/golden`);
  return file;
}

function isUpdating(): boolean {
  return process.env["UPDATE_GOLDEN"] === "1";
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Leaves an unchanged file alone, so that its time does not change. */
function write(file: string, text: string): void {
  if (read(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${shown(file)}`);
}

function shown(file: string): string {
  return relative(fileURLToPath(new URL("../../", import.meta.url)), file).replaceAll("\\", "/");
}
