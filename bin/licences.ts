// The licences of the packages inside the bundle: whoever passes dist/ on passes these texts on with it.
import type { Metafile } from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of dist/THIRD-PARTY-LICENCES.txt: every bundled package with its version, licence and licence text, in order of name. */
export function thirdPartyLicences(root: string, metafiles: readonly Metafile[]): string {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs).flatMap(packageFolder)));
  return [...folders]
    .sort()
    .map((folder) => describe(join(root, folder)))
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** `node_modules/@scope/name` of a bundled file, with the folders around a nested package. */
function packageFolder(path: string): readonly string[] {
  const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(path);
  return match === null ? [] : [match[0]];
}

function describe(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  const texts = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)/iu.test(file));
  const head = `${String(name)} ${String(version)} (${String(license)})\n`;
  return [head, ...texts.map((file) => readFileSync(join(folder, file), "utf8"))].join("\n");
}
