/** Fetches a pinned bundle and puts it beside the policy. The only road on which a part of a policy comes over the network. */
import { basename, dirname, join } from "node:path";
import { BUNDLE_MANIFEST, bundleFolder, readBundle } from "../../language/index.ts";
import { nodeFileSystem } from "../../platform/files/index.ts";
import { fetchArtifact, parseReference, type RegistryPorts } from "../../registry/index.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

/** What is said when it cannot be had; the exit code is that of a source that did not answer. */
export interface BundleFault {
  readonly specifier: string;
  readonly reason: string;
  readonly detail: string;
}

/** `policy` is the absolute path of the main file. */
export async function fetchBundle(
  specifier: string,
  policy: string,
  ports: RegistryPorts,
  plainHttp: readonly string[],
): Promise<BundleFault | undefined> {
  const reference = parseReference(specifier.slice("oci://".length));
  if (!reference.ok)
    throw new UsageError(`\`${escapeAndCut(specifier, 200)}\` is no reference: ${escapeAndCut(reference.error.detail, 200)}`);
  const fetched = await fetchArtifact(reference.value, ports, plainHttp);
  if (!fetched.ok) return { specifier, ...fetched.error };
  const { manifest, layers } = fetched.value;
  const bundle = readBundle(manifest);
  if (!bundle.ok) return { specifier, reason: "manifest-malformed", detail: bundle.error };
  const folder = bundleFolder(reference.value.digest ?? "");
  const names = [...bundle.value.files.keys()];
  // The manifest last: a bundle that is not whole is not there.
  for (const [index, bytes] of layers.entries()) await write(policy, `${folder}/${names[index] ?? ""}`, bytes);
  await write(policy, `${folder}/${BUNDLE_MANIFEST}`, manifest);
  return undefined;
}

async function write(policy: string, path: string, bytes: Uint8Array): Promise<void> {
  const written = await nodeFileSystem.writeWithin(dirname(policy), path.split("/"), bytes);
  if (!written.ok)
    throw new UsageError(`cannot write \`${escapeAndCut(join(basename(dirname(policy)), path), 200)}\`: ${written.error.detail}`);
}
