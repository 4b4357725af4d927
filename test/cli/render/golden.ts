/** Compares text with a file under `test/golden`; `UPDATE_GOLDEN=1` writes it instead. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";

export function matchesGolden(name: string, text: string): void {
  const file = fileURLToPath(new URL(`../../golden/${name}`, import.meta.url));
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.is(text, readFileSync(file, "utf8"));
}
