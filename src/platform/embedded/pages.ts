// The documentation pages that `policy explain` prints. The build replaces this module by its value: bin/build.ts, "embedded modules".
import { readTree } from "./read-tree.ts";

/** Markdown by path: `docs/diagnostics/E3001.md`, `docs/lint/L405.md`, `docs/reasons/signature-invalid.md`. */
export const pages: ReadonlyMap<string, string> = readTree(["docs/diagnostics", "docs/lint", "docs/reasons"], [".md"]);
