/**
 * Stryker's way to our tests. All files are run in this one process; a mutant is tried by the tests that cover it alone, file by file,
 * nearest first, until one fails. Two rules keep the score honest:
 *
 * - What runs while a file is loaded (tables, fixtures) counts as a test of its own, `file > load`. A mutant in there is tried with
 *   modules loaded while it is active.
 * - A failure counts only if the same test passes again without the mutant: else an earlier mutant left something behind, and it is
 *   tried again in fresh modules.
 */
import type { InstrumenterContext, MutantCoverage } from "@stryker-mutator/api/core";
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from "@stryker-mutator/api/test-runner";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { importFresh, installHooks } from "./fresh-modules.ts";
import { sentences } from "./sentences.ts";
import { collectSuites, type TestSuite } from "./suites.ts";
import { testFiles } from "./scope.ts";

type CoveredFile = readonly [file: string, ids: ReadonlySet<string>];

/**
 * Who is noticed by none of the tests that may be tried counts as not noticed, which can only lower the score. A file loaded anew costs
 * half a second; tests outside of the mutant's own folder may cost together, in processor time:
 */
const mostOtherFilesLoaded = 3;
const mostOtherTestsMs = 3000;

/** The limit that is given is a hundred times of what all tests hit; ten times is an endless loop as surely, and is told sooner. */
const hitLimitShare = 10;

type Failure = { readonly id: string; readonly message: string } | undefined;

const instrumented = globalThis as typeof globalThis & { __stryker__?: InstrumenterContext };

export class UvuRunner implements TestRunner {
  readonly #root = process.cwd();
  readonly #stryker: InstrumenterContext = (instrumented.__stryker__ ??= {});
  /** Other workers, and those that come after this one, did not measure anything. */
  readonly #costsFile = join(this.#root, ".test-costs.json");
  readonly #loaded = new Map<string, readonly TestSuite[]>();
  #costsMs: Readonly<Record<string, number>> = {};

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    installHooks(this.#root);
    if (existsSync(this.#costsFile)) this.#costsMs = JSON.parse(readFileSync(this.#costsFile, "utf8")) as Readonly<Record<string, number>>;
    // Which of the counterexamples is the smallest is no matter here.
    fc.configureGlobal({ endOnFailure: true });
    await Promise.resolve();
  }

  async dryRun(): Promise<DryRunResult> {
    const coverage: MutantCoverage = { static: {}, perTest: {} };
    this.#stryker.mutantCoverage = coverage;
    const tests: TestResult[] = [];
    for (const file of testFiles(this.#root)) tests.push(...(await this.#measure(file)));
    this.#stryker.currentTestId = undefined;
    this.#costsMs = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    writeFileSync(this.#costsFile, JSON.stringify(this.#costsMs));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async #measure(file: string): Promise<readonly TestResult[]> {
    const results: TestResult[] = [];
    const measure = async (id: string, work: () => Promise<unknown>): Promise<void> => {
      this.#stryker.currentTestId = id;
      const start = process.cpuUsage();
      const failure = await failureOf(id, work);
      const { user, system } = process.cpuUsage(start);
      const shown = { id, name: id, fileName: file, timeSpentMs: (user + system) / 1000 };
      results.push(
        failure === undefined
          ? { ...shown, status: TestStatus.Success }
          : { ...shown, status: TestStatus.Failed, failureMessage: failure.message },
      );
    };
    const load = loadId(file);
    await measure(load, () => this.#load(file));
    for (const suite of this.#loaded.get(file) ?? []) {
      this.#stryker.currentTestId = load;
      await suite.before();
      for (const test of suite.tests) await measure(test.id, test.run);
      this.#stryker.currentTestId = load;
      await suite.after();
    }
    return results;
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, sandboxFileName }: MutantRunOptions): Promise<MutantRunResult> {
    this.#stryker.hitCount = hitLimit === undefined ? undefined : 0;
    this.#stryker.hitLimit = hitLimit === undefined ? undefined : hitLimit / hitLimitShare;
    this.#stryker.mutantCoverage = undefined;
    const files = filesOf(testFilter ?? testFiles(this.#root).map(loadId));
    const { isOwn, isNamesake } = nearness(sandboxFileName);
    const ordered = this.#nearestFirst(files, isOwn, isNamesake);
    try {
      const failure = (await this.#tryLoaded(activeMutant.id, ordered)) ?? (await this.#tryLoading(activeMutant.id, ordered, isOwn));
      const limit = determineHitLimitReached(this.#stryker.hitCount, this.#stryker.hitLimit);
      if (limit !== undefined) return { status: MutantRunStatus.Timeout, ...(limit.reason === undefined ? {} : { reason: limit.reason }) };
      const nrOfTests = testFilter?.length ?? 0;
      if (failure === undefined) return { status: MutantRunStatus.Survived, nrOfTests };
      return { status: MutantRunStatus.Killed, killedBy: [failure.id], failureMessage: failure.message, nrOfTests };
    } finally {
      this.#stryker.activeMutant = undefined;
    }
  }

  /** The tests of their own, in modules that were loaded before the mutant. */
  async #tryLoaded(mutant: string, files: readonly CoveredFile[]): Promise<Failure> {
    for (const [file, ids] of files) {
      const tests = new Set([...ids].filter((id) => id !== loadId(file)));
      const failure = tests.size === 0 ? undefined : await this.#tryTests(mutant, file, tests);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** Where the mutant is reached while a file is loaded: all tests of such files, those of its own folder and the nearest others. */
  async #tryLoading(mutant: string, files: readonly CoveredFile[], isOwn: (file: string) => boolean): Promise<Failure> {
    const loading = files.filter(([file, ids]) => ids.has(loadId(file)));
    const own = loading.filter(([file]) => isOwn(file));
    const others = loading.filter(([file]) => !isOwn(file)).slice(0, mostOtherFilesLoaded);
    for (const [file] of [...own, ...others]) {
      const failure = await this.#tryFresh(mutant, file, undefined);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  async #tryTests(mutant: string, file: string, ids: ReadonlySet<string>): Promise<Failure> {
    await this.#ensureLoaded(file);
    const failure = await this.#runTests(mutant, file, ids);
    if (failure === undefined) return undefined;
    const again = await this.#runTests(undefined, file, new Set([failure.id]));
    return again === undefined ? failure : this.#tryFresh(mutant, file, ids);
  }

  /** Loads the file while the mutant is active; the modules are not used again. */
  async #tryFresh(mutant: string, file: string, ids: ReadonlySet<string> | undefined): Promise<Failure> {
    this.#stryker.activeMutant = mutant;
    const failure = await failureOf(loadId(file), () => this.#load(file));
    const result = failure ?? (await this.#runTests(mutant, file, ids));
    this.#loaded.delete(file);
    return result;
  }

  async #ensureLoaded(file: string): Promise<void> {
    this.#stryker.activeMutant = undefined;
    if (!this.#loaded.has(file)) await this.#load(file);
  }

  async #load(file: string): Promise<void> {
    this.#loaded.set(file, await collectSuites(file, () => importFresh(this.#root, file)));
  }

  /** `ids` undefined: all tests of the file. */
  async #runTests(mutant: string | undefined, file: string, ids: ReadonlySet<string> | undefined): Promise<Failure> {
    this.#stryker.activeMutant = mutant;
    for (const suite of this.#loaded.get(file) ?? []) {
      const tests = suite.tests.filter((test) => ids?.has(test.id) ?? true);
      if (tests.length === 0) continue;
      let failure = await failureOf(loadId(file), suite.before);
      for (const test of tests) failure ??= await failureOf(test.id, test.run);
      await failureOf(loadId(file), suite.after);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** The mutant's namesake, the files of its own folder, then the cheapest, as many as may be tried. */
  #nearestFirst(files: ReadonlyMap<string, ReadonlySet<string>>, isOwn: IsNear, isNamesake: IsNear): readonly CoveredFile[] {
    const byCost = [...files].map(([file, ids]) => ({ file, ids, costMs: this.#costOf(ids) })).sort((a, b) => a.costMs - b.costMs);
    const own = byCost.filter(({ file }) => isOwn(file));
    let leftMs = mostOtherTestsMs;
    const others = byCost.filter(({ file, costMs }) => !isOwn(file) && (leftMs -= costMs) >= 0);
    const near = [...own.filter(({ file }) => isNamesake(file)), ...own.filter(({ file }) => !isNamesake(file))];
    return [...near, ...others].map(({ file, ids }) => [file, ids]);
  }

  #costOf(ids: ReadonlySet<string>): number {
    return [...ids].reduce((sum, id) => sum + (id.endsWith(loadSuffix) ? 0 : (this.#costsMs[id] ?? 0)), 0);
  }
}

type IsNear = (file: string) => boolean;

/** `src/trust/der/der.ts` is tested by `test/trust/der/`, and by `test/trust/der/der.test.ts` first. */
function nearness(sourceFile: string): { readonly isOwn: IsNear; readonly isNamesake: IsNear } {
  const [, folder = "", name = ""] = /src\/((?:[^/]+\/)*)([^/]+)\.ts$/u.exec(sourceFile.replaceAll("\\", "/")) ?? [];
  return { isOwn: (file) => file.startsWith(`test/${folder}`), isNamesake: (file) => file.endsWith(`/${name}.test.ts`) };
}

const loadSuffix = " > load";

function loadId(file: string): string {
  return file + loadSuffix;
}

function filesOf(ids: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byFile = new Map<string, Set<string>>();
  for (const id of ids) {
    const file = id.slice(0, id.indexOf(" > "));
    byFile.set(file, (byFile.get(file) ?? new Set()).add(id));
  }
  return byFile;
}

async function failureOf(id: string, work: () => Promise<unknown>): Promise<Failure> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { id, message: error instanceof Error ? error.message.slice(0, 300) : "thrown" };
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "uvu", UvuRunner),
  declareValuePlugin(PluginKind.Ignore, "sentences", sentences),
];
