/** Every policy file that formats to itself: shipped ones, standard modules, samples, and the documents' own where they are at hand. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** Kept beside the project, read in place. */
export const designFolder = join(root, "../shared/design");

export interface PolicyText {
  readonly path: string;
  readonly text: string;
}

function below(folder: string): readonly PolicyText[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".policy"));
  return names.toSorted().map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") }));
}

export const shippedPolicies: readonly PolicyText[] = ["policies", "stdlib", "test/language/samples"].flatMap(below);
export const designPolicies: readonly PolicyText[] = existsSync(designFolder)
  ? ["../shared/design/samples", "../shared/design/examples"].flatMap(below)
  : [];
/** Files with mistakes on purpose, which parse. */
export const otherPolicies: readonly PolicyText[] = ["test/golden"].flatMap(below);
