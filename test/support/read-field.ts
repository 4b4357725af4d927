/** One field through a view, as one line of text: for tables of rules. */
import type { Json, View } from "../../src/base/index.ts";
import { readView } from "../../src/evidence/index.ts";
import { showReading } from "./show-reading.ts";
import { needs, viewFromText } from "./standard-view.ts";

export const TEST_TYPE = "https://acme.example/p/v1";

/** `declaration` is the field `f` of a view: `optional Uri at "/uri" via git-uri`. */
export function fieldView(declaration: string, more = ""): View {
  return viewFromText(`predicate p "${TEST_TYPE}" { f: ${declaration} }\n${more}`);
}

/** What the view yields for the dotted field path: lines about it, or the failures. */
export function readField(view: View, type: string, predicate: Json, path: string): string {
  const reading = readView(view, type, predicate, needs(path));
  const text = showReading(view.record, reading).trim();
  if (reading.kind === "unreadable") return text.replace(/^unreadable \([0-9]+\)\n/u, "");
  return text
    .split("\n")
    .filter((line) => isBelow(line.replaceAll(/\[[0-9]+\]/gu, ""), path))
    .join("\n");
}

function isBelow(line: string, path: string): boolean {
  return [" ", "."].some((end) => line.startsWith(`${path}${end}`));
}
