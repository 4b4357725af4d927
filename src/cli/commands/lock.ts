import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { basename, dirname, join } from "node:path";
import { decodeUtf8 } from "../../base/index.ts";
import { lockEntries, mergeLocks, writeLock, type Compiled, type Lock as LockContent } from "../../language/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { nodeFileSystem } from "../../platform/files/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { compileUnlocked, sourceFinder } from "../judging/compile-policy.ts";
import { fetchBundle, type BundleFault } from "../judging/fetch-bundle.ts";
import { compileFlags, registryFlags } from "../judging/flags.ts";
import { lockedPolicy, lockFileOf } from "../judging/lock-files.ts";
import { displayPath, findPolicies, readBounded } from "../judging/policy-files.ts";
import { registryAccess } from "../judging/registry-access.ts";
import { settingsOf, type Settings } from "../judging/settings.ts";
import { coloursFor } from "../render/colour.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { escapeAndCut, escapeLine } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

/** A policy that nobody imports, with the absolute path of its file. */
interface Locked {
  readonly file: string;
  readonly compiled: Compiled;
}

/** Bundles may import bundles, eight deep; each round fetches all that can be seen. */
const MOST_ROUNDS = 9;

/** `policy lock [PATH…]`: fetches pinned bundles and rewrites `proviso.lock` (`language.md` §5.1). */
export class Lock extends PolicyCommand {
  static override id = "lock";
  static override summary = "Fetch pinned imports and rewrite proviso.lock.";
  static override description =
    "proviso.lock stands beside a policy and holds what it stands on: for each import the specifier, digest, size and meaning, for each " +
    "Sigstore root kept beside the policy its digest. Where there is one, whatever differs is refused (E2006, E2007) until this command " +
    "is run. Imports from registries are put into proviso-modules/ beside the policy; check and eval never fetch a part of a policy.";
  static override strict = false;
  static override args = {
    path: Args.string({ description: "policy files, or folders to search for them; the working directory if none", ignoreStdin: true }),
  };
  static override flags = {
    check: Flags.boolean({ summary: "write and fetch nothing; print which lock files would change, and exit 1 if there are any" }),
    "sigstore-root": compileFlags["sigstore-root"],
    ...registryFlags,
  };
  static override exitCodeList = ownExitCodes(
    "every lock file holds what is there",
    [exitCodes.blocked, "with --check: a lock file would change"],
    [exitCodes.unjudged, "an import could not be fetched"],
    [exitCodes.policyInvalid, "a policy does not compile"],
  );
  static override exampleList: readonly Example[] = [
    { text: "In a pipeline: is what we locked what is there?", command: "lock policies/release --check", exitCode: exitCodes.blocked },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Lock);
    const settings = await settingsOf(flags, this.io);
    const paths = await findPolicies(argv.length > 0 ? argv.map(String) : ["."], this.io);
    if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
    const fault = flags.check ? undefined : await this.#fetchAll(paths, settings);
    if (fault) {
      this.io.stderr.write(
        `error: ${escapeAndCut(fault.specifier, 300)} could not be fetched: ${fault.reason}: ${escapeAndCut(fault.detail, 500)}\n`,
      );
      this.io.stderr.write(`  nothing was locked; explain: policy explain ${fault.reason}\n`);
      return exitCodes.unjudged;
    }
    const compiled = paths.map((file) => ({ file, compiled: compileUnlocked(file, settings.sigstoreRoots, this.io) }));
    const broken = compiled.filter((each) => each.compiled.policy === undefined);
    if (broken.length > 0) return this.#tellBroken(broken, flags);
    const changed = [...byFolder(notImported(compiled))].flatMap(([folder, policies]) => this.#lockOf(folder, policies));
    for (const { path, bytes } of changed) if (!flags.check) await write(path, bytes);
    for (const { path } of changed) this.print(escapeLine(displayPath(path, this.io)));
    return flags.check && changed.length > 0 ? exitCodes.blocked : exitCodes.passed;
  }

  /** Until nothing is missing that can be seen; what the last round cannot see is a diagnostic of the compiler. */
  async #fetchAll(paths: readonly string[], settings: Settings): Promise<BundleFault | undefined> {
    const ports = registryAccess(settings, createNodeCrypto(), this.io);
    try {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const wanted = paths.flatMap((file) =>
          compileUnlocked(file, settings.sigstoreRoots, this.io).declared.unfetched.map((specifier) => ({ file, specifier })),
        );
        if (wanted.length === 0) return undefined;
        for (const { file, specifier } of wanted) {
          const fault = await fetchBundle(specifier, file, ports, settings.plainHttp);
          if (fault) return fault;
          this.io.stderr.write(`fetched ${escapeAndCut(specifier, 300)}\n`);
        }
      }
      return undefined;
    } finally {
      await ports.transport.close();
    }
  }

  #tellBroken(broken: readonly Locked[], flags: { readonly "no-color": boolean }): ExitCode {
    const colours = coloursFor(this.io.stderr, this.io.env, flags["no-color"] ? "never" : "automatic");
    for (const { compiled } of broken) this.io.stderr.write(renderDiagnostics(compiled.diagnostics, sourceFinder(compiled), colours));
    return exitCodes.policyInvalid;
  }

  /** The lock file of one folder, where it is not what it should be. */
  #lockOf(folder: string, policies: readonly Locked[]): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
    const crypto = createNodeCrypto();
    const locks = policies.flatMap(({ file, compiled: { policy, declared } }): readonly LockContent[] => {
      if (policy === undefined) return [];
      const lock = lockEntries({ policy, declared, file: basename(file) }, crypto);
      this.#tellSameVersion(file, lock);
      return [lock];
    });
    const path = lockFileOf(join(folder, "any"));
    const bytes = writeLock(mergeLocks(locks));
    const found = readBounded(path);
    return found !== undefined && decodeUtf8(found) === decodeUtf8(bytes) ? [] : [{ path, bytes }];
  }

  #tellSameVersion(file: string, { policies: [now] }: LockContent): void {
    const before = lockedPolicy(file);
    if (now === undefined || before === undefined || before.version !== now.version || before.meaning === now.meaning) return;
    const shown = escapeLine(displayPath(file, this.io));
    this.io.stderr.write(`warning: ${shown} means something else than before under version ${now.version}; raise it (L608)\n`);
  }
}

/** A file that another one imports is locked as its import; one with gates is a policy of its own in any case. */
function notImported(all: readonly Locked[]): readonly Locked[] {
  const imported = new Set(
    all.flatMap(({ file, compiled }) =>
      compiled.declared.imports.flatMap(({ specifier }) => (specifier.startsWith("./") ? [join(dirname(file), specifier)] : [])),
    ),
  );
  return all.filter(({ file, compiled }) => !imported.has(file) || (compiled.policy?.gates.length ?? 0) > 0);
}

function byFolder(all: readonly Locked[]): ReadonlyMap<string, readonly Locked[]> {
  const folders = new Map<string, Locked[]>();
  for (const each of all) folders.set(dirname(each.file), [...(folders.get(dirname(each.file)) ?? []), each]);
  return folders;
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const written = await nodeFileSystem.writeWithin(dirname(path), [basename(path)], bytes);
  if (!written.ok) throw new UsageError(`cannot write \`${escapeAndCut(path, 200)}\`: ${written.error.detail}`);
}
