/**
 * Bundles: modules that come from a registry, as `policy lock` has put them beside the policy. Everything read of one hashes to what its
 * manifest says, and the manifest to the digest in the policy, so nothing here trusts the folder. `language.md` §5.1.
 */
import { err, isArray, isObject, member, ok, parseJson, type Json, type Result } from "../../base/index.ts";
import type { DeclarePorts } from "./ports.ts";
import { resolvePath } from "./specifier.ts";

/** Beside the policy: `proviso-modules/sha256-<hex>/manifest.json` and the files that it names. */
const BUNDLES_FOLDER = "proviso-modules";
export const BUNDLE_MANIFEST = "manifest.json";

const TITLE = "org.opencontainers.image.title";
const LIMITS = { maxBytes: 1024 * 1024, maxDepth: 16, maxNodes: 20_000 };
const MOST_FILES = 128;
const LARGEST_FILE = 8 * 1024 * 1024;
const DIGEST = /^sha256:[0-9a-f]{64}$/u;

export interface BundleFile {
  readonly digest: string;
  readonly sizeBytes: number;
}

export interface Bundle {
  /** The file that the `use` means. */
  readonly entry: string;
  /** By path inside the bundle. */
  readonly files: ReadonlyMap<string, BundleFile>;
}

export function bundleFolder(digest: string): string {
  return `${BUNDLES_FOLDER}/${digest.replace(":", "-")}`;
}

/** The files of a bundle by its manifest. The error finishes "the bundle cannot be used: ". */
export function readBundle(manifest: Uint8Array): Result<Bundle, string> {
  const json = parseJson(manifest, LIMITS);
  if (!json.ok) return err(`its manifest is no valid JSON: ${json.error.detail}`);
  const layers = isObject(json.value) ? member(json.value, "layers") : undefined;
  if (layers === undefined || !isArray(layers)) return err("its manifest lists no files");
  if (layers.length > MOST_FILES) return err(`it has more than ${MOST_FILES} files`);
  const files = new Map<string, BundleFile>();
  for (const layer of layers) {
    const file = readLayer(layer);
    if (typeof file === "string") return err(file);
    if (files.has(file.path)) return err(`it names \`${file.path}\` twice`);
    files.set(file.path, file);
  }
  const entry = entryOf(files);
  return entry === undefined ? err("it has neither a `module.policy` nor exactly one policy") : ok({ entry, files });
}

function readLayer(layer: Json): (BundleFile & { readonly path: string }) | string {
  if (!isObject(layer)) return "a file in its manifest is no object";
  const annotations = member(layer, "annotations");
  const path = annotations !== undefined && isObject(annotations) ? member(annotations, TITLE) : undefined;
  const digest = member(layer, "digest");
  const sizeBytes = member(layer, "size");
  if (typeof path !== "string") return `a file in its manifest has no name (\`${TITLE}\`)`;
  if (resolvePath("", path) !== path || path === BUNDLE_MANIFEST) return `\`${path.slice(0, 80)}\` cannot be the name of a file in it`;
  if (typeof digest !== "string" || !DIGEST.test(digest)) return `\`${path}\` has no sha256 digest`;
  if (typeof sizeBytes !== "number" || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || sizeBytes > LARGEST_FILE)
    return `\`${path}\` has no size up to ${LARGEST_FILE} bytes`;
  return { path, digest, sizeBytes };
}

function entryOf(files: ReadonlyMap<string, BundleFile>): string | undefined {
  if (files.has("module.policy")) return "module.policy";
  const [only, another] = [...files.keys()].filter((path) => path.endsWith(".policy"));
  return another === undefined ? only : undefined;
}

export type BundleFault =
  | { readonly kind: "absent" }
  | { readonly kind: "altered"; readonly what: string }
  | { readonly kind: "unusable"; readonly detail: string };

type FilePorts = Pick<DeclarePorts, "readFile" | "sha256">;

/** The bundle with this digest, from the folder beside the policy. */
export function openBundle(digest: string, ports: FilePorts): Result<Bundle, BundleFault> {
  const manifest = ports.readFile(`${bundleFolder(digest)}/${BUNDLE_MANIFEST}`);
  if (manifest === undefined) return err({ kind: "absent" });
  if (ports.sha256(manifest) !== digest) return err({ kind: "altered", what: BUNDLE_MANIFEST });
  const bundle = readBundle(manifest);
  return bundle.ok ? bundle : err({ kind: "unusable", detail: bundle.error });
}

/** Reads as the ports do, and of bundles only what their manifests name and hashes to it: the rest is as good as not there. */
export function readingBundles(ports: DeclarePorts): DeclarePorts {
  const opened = new Map<string, Bundle | undefined>();
  const inside = new RegExp(`^${BUNDLES_FOLDER}/sha256-([0-9a-f]{64})/(.+)$`, "u");
  const readFile = (path: string): Uint8Array | undefined => {
    if (!path.startsWith(`${BUNDLES_FOLDER}/`)) return ports.readFile(path);
    const [, hex, name = ""] = inside.exec(path) ?? [];
    if (hex === undefined) return undefined;
    // Whoever reads it hashes it: `openBundle`.
    if (name === BUNDLE_MANIFEST) return ports.readFile(path);
    if (!opened.has(hex)) {
      const bundle = openBundle(`sha256:${hex}`, ports);
      opened.set(hex, bundle.ok ? bundle.value : undefined);
    }
    const file = opened.get(hex)?.files.get(name);
    const bytes = file && ports.readFile(path);
    return bytes?.length === file?.sizeBytes && bytes && ports.sha256(bytes) === file?.digest ? bytes : undefined;
  };
  return { ...ports, readFile };
}
