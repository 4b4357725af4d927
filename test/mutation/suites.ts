/**
 * What test files get in place of `uvu` while mutants are tested: the same words, but the tests are kept as values, so that one of
 * them can be run many times, alone. `uvu/assert` stays as it is.
 */
type Handler = (context: Record<string, unknown>) => unknown;

export interface TestCase {
  /** `test/trust/der/der.test.ts > suite > name #2`: the same in every run. */
  readonly id: string;
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface TestSuite {
  readonly tests: readonly TestCase[];
  /** What must have run before the first of its tests, and after the last. */
  readonly before: () => Promise<void>;
  readonly after: () => Promise<void>;
}

interface Hooks {
  readonly before: Handler[];
  readonly after: Handler[];
  readonly beforeEach: Handler[];
  readonly afterEach: Handler[];
}

let collected: TestSuite[] = [];
let collectedFile = "";

/** The suites of the file that `load` imports. */
export async function collectSuites(file: string, load: () => Promise<unknown>): Promise<readonly TestSuite[]> {
  collected = [];
  collectedFile = file;
  await load();
  return collected;
}

/** uvu's `suite`. A suite that is never run has no tests, as there. */
export function suite(name = "", state: Record<string, unknown> = {}): unknown {
  const file = collectedFile;
  const hooks: Hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  const named: { readonly name: string; readonly handler: Handler }[] = [];
  const add = (testName: string, handler: Handler): void => void named.push({ name: testName, handler });
  const into =
    (list: Handler[]) =>
    (handler: Handler): void =>
      void list.push(handler);
  const context = Object.assign(state, { __suite__: name, __test__: "" });
  return Object.assign(add, {
    only: add,
    skip: () => undefined,
    before: Object.assign(into(hooks.before), { each: into(hooks.beforeEach) }),
    after: Object.assign(into(hooks.after), { each: into(hooks.afterEach) }),
    run: () => {
      const tests = named.map(({ name: testName, handler }, index) => ({
        id: `${file} > ${name} > ${testName} #${index}`,
        name: `${name} > ${testName}`,
        run: async () => {
          context.__test__ = testName;
          await runAll(hooks.beforeEach, context);
          try {
            await handler(context);
          } finally {
            await runAll(hooks.afterEach, context);
          }
        },
      }));
      collected.push({ tests, before: () => runAll(hooks.before, context), after: () => runAll(hooks.after, context) });
    },
  });
}

export const test = suite();

async function runAll(handlers: readonly Handler[], context: Record<string, unknown>): Promise<void> {
  for (const handler of handlers) await handler(context);
}
