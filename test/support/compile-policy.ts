/** A policy folder in memory, compiled whole: the standard modules of this checkout, a key in every `keys/….pub`. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { encodeUtf8, err, ok } from "../../src/base/index.ts";
import type { Diagnostic } from "../../src/diagnostics/index.ts";
import { viaRules } from "../../src/evidence/index.ts";
import { compile, type CheckedPolicy, type Compiled, type LoadedKey } from "../../src/language/index.ts";
import { toTrustRoot } from "../../src/engine/trust-root.ts";
import { admitsName, knownClaims } from "../../src/trust/index.ts";

export interface PolicyFolder {
  /** By path from the folder of the main file. */
  readonly files?: Readonly<Record<string, string>>;
  /** As `--param name=value` gives them. */
  readonly params?: Readonly<Record<string, string>>;
  /** Modules that stand in for standard ones, by specifier: `std/vex@1`. */
  readonly standard?: Readonly<Record<string, string>>;
  readonly gate?: string;
  /** `main.policy` unless said. */
  readonly mainPath?: string;
}

/** Every `keys/….pub` holds a key of its own, made from its path; `keys/missing….pub` are not there. */
export function compilePolicy(source: string, folder: PolicyFolder = {}): Compiled {
  const mainPath = folder.mainPath ?? "main.policy";
  const files = new Map(Object.entries(folder.files ?? {}));
  return compile({
    mainPath,
    ports: {
      readFile: (path) => (path === mainPath ? encodeUtf8(source) : fileOf(path, files)),
      hasFile: (path) => path === mainPath || files.has(path),
      standardModule: (specifier) => folder.standard?.[specifier] ?? standardModule(specifier),
      loadKeys: (bytes) => (bytes.length === 0 ? err("it is empty") : ok([keyOf(bytes)])),
      loadCertificates: (bytes) => ok([{ fingerprint: sha256(bytes), der: bytes }]),
      loadTrustedRoot: (bytes) => ok({ digest: sha256(bytes) }),
      sha256,
      hasSigstoreInstance: (name) => name === "public-good",
      admitsName: (root, name, at) => admitsName(toTrustRoot(root), name, at),
    },
    settings: {
      parameters: Object.entries(folder.params ?? {}).map(([name, value]) => ({ name, value, layer: "command-line" })),
      gate: folder.gate,
    },
    viaRules: new Set(viaRules),
    claimNames: new Set(knownClaims),
  });
}

function fileOf(path: string, files: ReadonlyMap<string, string>): Uint8Array | undefined {
  const text = files.get(path) ?? (/^(?:[a-z]+\/)*keys\/(?!missing).*\.pub$/u.test(path) ? path : undefined);
  return text === undefined ? undefined : encodeUtf8(text);
}

function standardModule(specifier: string): string | undefined {
  const match = /^std\/([a-z]+)@(\d+)$/u.exec(specifier);
  if (!match) return undefined;
  const file = new URL(`../../stdlib/${match[1] ?? ""}/${match[2] ?? ""}/module.policy`, import.meta.url);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function keyOf(bytes: Uint8Array): LoadedKey {
  return { fingerprint: sha256(bytes), spki: bytes };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** A policy that must compile. */
export function checkedPolicy(source: string, folder?: PolicyFolder): CheckedPolicy {
  const compiled = compilePolicy(source, folder);
  if (!compiled.policy) throw new Error(`does not compile:\n${said(compiled).join("\n")}`);
  return compiled.policy;
}

/** `E2002 «finddings» vuln.report has no field …`: the code, the text under the carets, the message. */
export function said(compiled: Compiled): readonly string[] {
  return compiled.diagnostics.map((diagnostic) => `${diagnostic.code} «${underCarets(compiled, diagnostic)}» ${diagnostic.message}`);
}

export function underCarets(compiled: Compiled, { span }: Diagnostic): string {
  const source = compiled.sources.find((candidate) => candidate.path === span.file);
  return source?.text.slice(span.start, span.end) ?? `no source ${span.file}`;
}
