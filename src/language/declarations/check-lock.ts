/** Holds imports and Sigstore roots against the lock file, where there is one: a difference is refused. `language.md` §5.1. */
import { decodeUtf8 } from "../../base/index.ts";
import { error, SourceFile, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import type { ModuleScope } from "../checked/index.ts";
import type { LoadedModule } from "./loaded-module.ts";
import { LOCK_FILE, readLock, type Lock } from "./lock-file.ts";
import type { DeclareInput } from "./ports.ts";

const HELP = "if you have looked at the change, run `policy lock`";

export interface LockCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** The lock file itself, where a diagnostic points into it. */
  readonly sources: readonly SourceFile[];
}

export function checkLock(input: DeclareInput, modules: readonly LoadedModule[], scopes: readonly ModuleScope[]): LockCheck {
  const bytes = input.ports.readFile(LOCK_FILE);
  if (bytes === undefined) {
    const detail = "it is there and cannot be read as a file of this folder of at most 8 MiB";
    return input.ports.hasFile(LOCK_FILE) ? unusable(input, new Uint8Array(), detail) : { diagnostics: [], sources: [] };
  }
  const lock = readLock(bytes);
  if (!lock.ok) return unusable(input, bytes, lock.error);
  const imports = modules.flatMap((module) => module.uses.flatMap(({ node, target }) => checkImport(lock.value, node.from.span, target)));
  return { diagnostics: [...imports, ...scopes.flatMap((scope) => checkRoots(lock.value, scope))], sources: [] };
}

function unusable({ mainPath }: DeclareInput, bytes: Uint8Array, detail: string): LockCheck {
  const path = mainPath.slice(0, mainPath.search(/[^/\\]*$/u)) + LOCK_FILE;
  const message = `\`${LOCK_FILE}\` cannot be used: ${detail}`;
  const diagnostic = error("E2007", { file: path, start: 0, end: 0 }, message, { help: ["`policy lock` writes it anew"] });
  return { diagnostics: [diagnostic], sources: [new SourceFile(path, decodeUtf8(bytes) ?? "")] };
}

function checkImport({ imports }: Lock, span: Span, target: LoadedModule | undefined): readonly Diagnostic[] {
  if (target === undefined) return [];
  const { specifier, digest, sizeBytes } = target.locked;
  const locked = imports.find((each) => each.specifier === specifier);
  if (locked === undefined) return [notLocked(span, specifier)];
  return locked.digest === digest && locked.size === sizeBytes ? [] : [differs(span, specifier, locked.digest, digest)];
}

/** Of modules too: their files stand beside them. */
function checkRoots({ sigstoreRoots }: Lock, { trustRoots }: ModuleScope): readonly Diagnostic[] {
  const named = [...trustRoots.values()].flatMap((root) => [root, { ...root.provenBy, span: root.span }]);
  return named.flatMap(({ sigstore, trustedRoot, span }) => {
    if (sigstore === undefined || trustedRoot === undefined) return [];
    const locked = sigstoreRoots.find(({ name }) => name === sigstore);
    if (locked === undefined) return [notLocked(span, sigstore)];
    return locked.digest === trustedRoot.digest ? [] : [differs(span, sigstore, locked.digest, trustedRoot.digest)];
  });
}

function notLocked(span: Span, what: string): Diagnostic {
  return error("E2006", span, `\`${what}\` is not in \`${LOCK_FILE}\``, {
    notes: ["where there is a lock file, it names everything that the policy stands on"],
    help: [HELP],
  });
}

function differs(span: Span, what: string, locked: string, found: string): Diagnostic {
  return error("E2007", span, `\`${what}\` is not what \`${LOCK_FILE}\` holds`, {
    notes: [`locked: ${locked}`, `found:  ${found}`],
    help: [HELP],
  });
}
