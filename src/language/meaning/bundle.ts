/** A policy as it was read: one digest over the name and digest of each file and module. `audit.md` §3.1. */
import { byCodeUnit, canonicalJsonBytes, encodeHex, encodeUtf8, type Hasher } from "../../base/index.ts";
import type { SourceFile } from "../../diagnostics/index.ts";
import type { CheckedPolicy } from "../checked/index.ts";

/** `sha256:hex`: what a waiver for a whole repository is a statement about. The same for the same texts, wherever they lie. */
export function bundleDigest(policy: CheckedPolicy, hasher: Hasher): `sha256:${string}` {
  const digestOf = ({ text }: SourceFile) => sha256(encodeUtf8(text), hasher);
  const standard = new Set(policy.modules.map(({ source }) => source.path));
  const main = policy.sources[0]?.path ?? "";
  const files = policy.sources
    .filter(({ path }) => !standard.has(path))
    .map((source) => [nameInBundle(main, source.path), digestOf(source)]);
  const modules = policy.modules.map(({ name, source }) => [name, digestOf(source)]);
  return sha256(canonicalJsonBytes([...files, ...modules].sort((a, b) => byCodeUnit(a[0] ?? "", b[0] ?? ""))), hasher);
}

function sha256(bytes: Uint8Array, hasher: Hasher): `sha256:${string}` {
  return `sha256:${encodeHex(hasher.digest("sha256", [bytes]))}`;
}

/** Every file of a policy stands below the folder of its main file, so this name is the same wherever the command is called. */
function nameInBundle(mainFile: string, file: string): string {
  const folder = mainFile.replaceAll("\\", "/").replace(/[^/]*$/u, "");
  const path = file.replaceAll("\\", "/");
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}
