// `npm run check:layers`: the layer rules of .dependency-cruiser.cjs over src/ and grammar/. A cruiser that cannot read a new TypeScript sees
// no module and finds no violation, so the number of modules it saw is checked against the files that are there.
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface LayerReport {
  /** Our own modules that were read. */
  readonly modules: number;
  readonly files: number;
  /** `rule: from → to`, in order. */
  readonly violations: readonly string[];
}

const folders = ["src", "grammar"];

/** Reads every module below src/ and grammar/ of `root` and reports the imports that break a rule. */
export async function checkLayers(root: string): Promise<LayerReport> {
  const config = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as { forbidden: object[]; options: ICruiseOptions };
  const options = { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir: root } as ICruiseOptions;
  const { output } = await cruise([...folders], options, undefined, { tsConfig: { options: { allowImportingTsExtensions: true } } });
  const { modules, summary } = output as ICruiseResult;
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { modules: modules.filter(({ source }) => isOurs(source)).length, files: countFiles(root), violations: violations.sort() };
}

function isOurs(source: string): boolean {
  return folders.some((folder) => source.startsWith(`${folder}/`)) && source.endsWith(".ts");
}

function countFiles(root: string): number {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }))
    .filter((name) => name.endsWith(".ts")).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, files, violations } = await checkLayers(fileURLToPath(new URL("../", import.meta.url)));
  for (const violation of violations) console.error(violation);
  if (modules === 0 || modules < files) {
    console.error(`the layer check saw ${modules} modules of ${files} files`);
    process.exitCode = 1;
  } else if (violations.length > 0) {
    console.error(`${violations.length} imports break the layers; the reasons are in .dependency-cruiser.cjs`);
    process.exitCode = 1;
  } else console.log(`layers: ${modules} modules, no import against the rules`);
}
