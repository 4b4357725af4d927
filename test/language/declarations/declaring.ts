/** A policy folder in memory, and what `declare` says about it. */
import { createHash } from "node:crypto";
import { decodeUtf8, encodeUtf8, err, ok } from "../../../src/base/index.ts";
import type { Diagnostic } from "../../../src/diagnostics/index.ts";
import {
  declare,
  type DeclareInput,
  type LoadedCertificate,
  type LoadedKey,
  type RunSettings,
} from "../../../src/language/declarations/index.ts";
import type { Declarations } from "../../../src/language/index.ts";

export const claimNames: ReadonlySet<string> = new Set([
  ...["issuer", "source-repository", "source-repository-ref", "source-owner", "runner-environment", "build-trigger", "build-signer"],
]);

export interface Folder {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly standard?: Readonly<Record<string, string>>;
  readonly instances?: readonly string[];
  readonly settings?: Partial<RunSettings>;
  readonly mainPath?: string;
  readonly viaRules?: ReadonlySet<string>;
}

/** Every `keys/….pub` exists and holds one key of its own, unless `files` has it; a key file reads `a, b` or `broken`. */
export function declareMain(text: string | Uint8Array | undefined, folder: Folder = {}): Declarations {
  const mainPath = folder.mainPath ?? "policies/main.policy";
  const files = { ...folder.files, ...(text === undefined ? {} : { [mainPath.replace(/^.*\//u, "")]: text }) };
  const input: DeclareInput = {
    mainPath,
    ports: {
      readFile: (path) =>
        bytesOf(Object.hasOwn(files, path) ? files[path] : /^(?:[a-z]+\/)?keys\/(?!missing).*\.pub$/u.test(path) ? path : undefined),
      hasFile: (path) => Object.hasOwn(files, path),
      standardModule: (specifier) =>
        folder.standard !== undefined && Object.hasOwn(folder.standard, specifier) ? folder.standard[specifier] : undefined,
      loadKeys: (bytes) => loadKeys(decodeUtf8(bytes) ?? ""),
      loadCertificates: (bytes) => loadCertificates(decodeUtf8(bytes) ?? ""),
      loadTrustedRoot: (bytes) => (bytes.length === 0 ? err("it is empty") : ok({ digest: `sha256:${decodeUtf8(bytes) ?? ""}` })),
      sha256: (bytes) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
      hasSigstoreInstance: (name) => folder.instances?.includes(name) ?? false,
      admitsName: () => false,
    },
    settings: { parameters: [], ...folder.settings },
    viaRules: folder.viaRules ?? new Set(["git-uri", "digest-set", "empty-if-absent"]),
    claimNames,
  };
  return declare(input);
}

function bytesOf(content: string | Uint8Array | undefined): Uint8Array | undefined {
  return typeof content === "string" ? encodeUtf8(content) : content;
}

function loadKeys(text: string) {
  if (text === "broken") return err("it is a private key");
  const names = text === "" ? [] : text.split(", ");
  return ok(names.map((name): LoadedKey => ({ fingerprint: `sha256:${name}`, spki: encodeUtf8(name) })));
}

function loadCertificates(text: string) {
  if (text === "broken") return err("block 1: it cannot be an authority");
  const names = text === "" ? [] : text.split(", ");
  return ok(names.map((name): LoadedCertificate => ({ fingerprint: `sha256:${name}`, der: encodeUtf8(name) })));
}

/** `E2003 «severty» there is no type …`: the code, the text under the carets, the message. */
export function said(declarations: Declarations): readonly string[] {
  return declarations.diagnostics.map(
    (diagnostic) => `${diagnostic.code} «${underCarets(declarations, diagnostic)}» ${diagnostic.message}`,
  );
}

export function underCarets({ sources }: Declarations, { span }: Diagnostic): string {
  const source = sources.find((candidate) => candidate.path === span.file);
  return source?.text.slice(span.start, span.end) ?? `no source ${span.file}`;
}

/** A policy with the header that every test would otherwise repeat. */
export function policy(body: string): string {
  return `policy main version 1\n${body}`;
}
