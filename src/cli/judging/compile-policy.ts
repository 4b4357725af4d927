/** Compiles the policy of a run with the ports of this machine. */
import { ok, err } from "../../base/index.ts";
import type { SourceFile } from "../../diagnostics/index.ts";
import { viaRules } from "../../evidence/index.ts";
import { compile, type Compiled, type DeclareInput } from "../../language/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { stdlib } from "../../platform/embedded/index.ts";
import { knownClaims, loadAuthorities, loadKeys, loadSigstoreRoot, PUBLIC_GOOD } from "../../trust/index.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { displayPath, findPolicies, folderReader } from "./policy-files.ts";
import type { Settings } from "./settings.ts";

type RunSettings = DeclareInput["settings"];

/** Compiles one policy file. */
export function compileFile(path: string, settings: RunSettings, sigstoreRoots: ReadonlyMap<string, string>, io: Io): Compiled {
  const crypto = createNodeCrypto();
  return compile({
    mainPath: displayPath(path, io),
    settings,
    viaRules: new Set(viaRules),
    claimNames: new Set(knownClaims),
    ports: {
      readFile: folderReader(path),
      standardModule: (specifier) => stdlib.get(standardPath(specifier)),
      loadKeys: (bytes) => {
        const loaded = loadKeys("", bytes, crypto);
        if (!loaded.ok) return err(loaded.error.detail);
        return ok(loaded.value.keys.map(({ key }) => ({ fingerprint: key.fingerprint, spki: key.spki })));
      },
      loadCertificates: (bytes) => {
        const loaded = loadAuthorities(bytes, crypto);
        return loaded.ok ? ok(loaded.value.map(({ fingerprint, der }) => ({ fingerprint, der }))) : err(loaded.error.detail);
      },
      loadTrustedRoot: (bytes) => {
        const loaded = loadSigstoreRoot("", bytes, crypto);
        return loaded.ok ? ok({ digest: loaded.value.digest }) : err(loaded.error.detail);
      },
      hasSigstoreInstance: (name) => name === PUBLIC_GOOD || sigstoreRoots.has(name),
    },
  });
}

/** `std/slsa@1` → `stdlib/slsa/1/module.policy`. */
function standardPath(specifier: string): string {
  return `${specifier.replace(/^std\//u, "stdlib/").replace("@", "/")}/module.policy`;
}

/** The policy that the settings name. A folder is good for one policy with gates; anything else is exit 4. */
export async function compileChosen(settings: Settings, io: Io): Promise<Compiled> {
  if (settings.policy === undefined) {
    throw new UsageError("which policy?", "give `--policy FILE`, or set `policy` in policy.config.json");
  }
  const run: RunSettings = { parameters: settings.params, gate: settings.gate };
  const paths = await findPolicies([settings.policy], io);
  const [only] = paths;
  if (only !== undefined && paths.length === 1) return compileFile(only, run, settings.sigstoreRoots, io);
  const withGates = paths.map((path) => compileFile(path, run, settings.sigstoreRoots, io)).filter(hasGates);
  const [chosen] = withGates;
  if (chosen && withGates.length === 1) return chosen;
  const names = paths.map((path) => displayPath(path, io)).join(", ");
  throw new UsageError(
    withGates.length === 0 ? `no policy with a gate in ${names === "" ? "that folder" : names}` : `several policies with gates: ${names}`,
    "name one with `--policy FILE`",
  );
}

/** Broken ones too: a policy that does not compile must not be passed over. */
function hasGates(compiled: Compiled): boolean {
  return compiled.policy === undefined || compiled.policy.gates.length > 0;
}

/** Finds the text that a span points into. */
export function sourceFinder(compiled: Compiled): (file: string) => SourceFile | undefined {
  const byPath = new Map(compiled.sources.map((source) => [source.path, source]));
  return (file) => byPath.get(file);
}
