/** Compiles a policy folder, checks its tests and runs them, as `policy test` does. */
import { compilePolicy } from "../../src/engine/index.ts";
import type { Diagnostic } from "../../src/diagnostics/index.ts";
import { encodeUtf8 } from "../../src/base/index.ts";
import { checkTests, type CheckedPolicy, type CheckedTest } from "../../src/language/index.ts";
import { createNodeCrypto } from "../../src/platform/crypto/index.ts";
import { standardModule } from "../../src/platform/embedded/index.ts";
import { openSession, runTest, type TestRun, type TestSession } from "../../src/testing/index.ts";
import { web } from "./trust/signing.ts";

const crypto = createNodeCrypto();
export type ReadFile = (path: string) => Uint8Array | undefined;

export interface Opened {
  readonly policy: CheckedPolicy;
  readonly tests: readonly CheckedTest[];
  readonly session: TestSession;
}

/** Throws what the compiler says. */
export async function openTests(mainPath: string, read: ReadFile): Promise<Opened> {
  const ports = { readFile: read, hasFile: (path: string) => read(path) !== undefined, standardModule, crypto };
  const compiled = compilePolicy({ mainPath, settings: { parameters: [] }, sigstoreInstances: new Set() }, ports);
  const { policy, declared } = compiled;
  if (!policy) throw new Error(told(compiled.diagnostics));
  const { tests, diagnostics } = checkTests(declared.main, policy);
  if (diagnostics.length > 0) throw new Error(told(diagnostics));
  return sessionOf(policy, tests, read);
}

export async function sessionOf(policy: CheckedPolicy, tests: readonly CheckedTest[], read: ReadFile): Promise<Opened> {
  const ports = { crypto: web, hasher: crypto, verifying: crypto, readFixture: read };
  return { policy, tests, session: await openSession(policy, tests, ports) };
}

export async function runAll({ policy, tests, session }: Opened): Promise<readonly TestRun[]> {
  const runs: TestRun[] = [];
  for (const test of tests) runs.push(await runTest(session, policy, test, { compareTrace: () => undefined }));
  return runs;
}

/** A policy folder in memory; a stand-in public key in every `keys/….pub`. */
export function inMemory(policy: string, files: Readonly<Record<string, unknown>>, key: Uint8Array): ReadFile {
  return (path) => {
    if (path === "main.policy") return encodeUtf8(policy);
    if (path.startsWith("keys/")) return key;
    const file = files[path];
    return file === undefined ? undefined : encodeUtf8(typeof file === "string" ? file : JSON.stringify(file));
  };
}

function told(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message, notes }) => [`${code} ${message}`, ...notes].join("\n  ")).join("\n");
}

/** `passed`, or what differed. */
export function outcomeOf(run: TestRun): string {
  if (run.kind === "passed") return "passed";
  if (run.kind === "broken") return `${run.diagnostic.code} ${run.diagnostic.message}`;
  return run.mismatches.map(({ expected, found, because }) => [`expected ${expected}, found ${found}`, ...because].join("\n  ")).join("\n");
}
