/** A recorded test as it would stand in its policy file: the text with it, and what it judges, before anything is written. */
import { basename } from "node:path";
import { encodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { SourceFile, type Diagnostic } from "../../diagnostics/index.ts";
import type { Judged } from "../../engine/index.ts";
import { checkTests, format, type CheckedTest, type Compiled } from "../../language/index.ts";
import { createNodeCrypto, throwAwayCrypto } from "../../platform/crypto/index.ts";
import { openSession, runTest, type Draft } from "../../testing/index.ts";
import { compileOver } from "../judging/compile-policy.ts";
import { folderReader } from "../judging/policy-files.ts";
import type { Settings } from "../judging/settings.ts";
import type { Io } from "../io.ts";

/** Where the test goes, and by which name it is found again. */
export interface TestPlace {
  /** Absolute. */
  readonly file: string;
  /** Of the policy as it is now. */
  readonly compiled: Compiled;
  readonly title: string;
  readonly gate: string;
}

/** Offsets of the test of that name in the policy; `undefined` where there is none. */
export function standing({ compiled, title, gate }: TestPlace): { readonly start: number; readonly end: number } | undefined {
  const { items } = compiled.declared.main.file;
  return items.find(
    (item) => item.kind === "test" && item.title.value === title && item.target.kind === "test-gate" && item.target.gate.text === gate,
  )?.span;
}

/** The policy's text with the block in it: in the place of the one of that name, else at the end. The rest stays as its author left it. */
export function textWith(place: TestPlace, block: string): string {
  const { text } = place.compiled.declared.main.source;
  const old = standing(place);
  return old === undefined ? `${text.trimEnd()}\n\n${block}\n` : `${text.slice(0, old.start)}${block}${text.slice(old.end)}`;
}

const HEADER = "policy recorded version 1\n";

/** As `policy fmt` sets it. */
export function formatBlock(block: string): Result<string, readonly string[]> {
  const formatted = format(new SourceFile("recorded.policy", `${HEADER}\n${block}`));
  if (formatted.kind === "syntax-errors") return err(formatted.diagnostics.map(told));
  return ok(formatted.text.slice(HEADER.length).trim());
}

/** Runs the test over what would be written. Sentences where it is no test. */
export async function judgeDraft(place: TestPlace, draft: Draft, settings: Settings, io: Io): Promise<Result<Judged, readonly string[]>> {
  const block = formatBlock(draft.block);
  if (!block.ok) return block;
  const main = [basename(place.file), encodeUtf8(textWith(place, block.value))] as const;
  const overlay = new Map([main, ...draft.fixtures.map(({ path, bytes }) => [path, bytes] as const)]);
  const compiled = compileOver(place.file, overlay, settings.sigstoreRoots, io);
  if (compiled.policy === undefined) return err(errorsOf(compiled.diagnostics));
  const { tests, diagnostics } = checkTests(compiled.declared.main, compiled.policy);
  const test = tests.find((each) => isNamed(each, place));
  if (test === undefined) return err(errorsOf(diagnostics));
  const crypto = createNodeCrypto();
  const read = folderReader(place.file);
  const readFixture = (path: string) => overlay.get(path) ?? read(path);
  const session = await openSession(compiled.policy, [test], {
    crypto: throwAwayCrypto,
    hasher: crypto,
    verifying: crypto,
    readFixture,
  });
  const run = await runTest(session, compiled.policy, test, { compareTrace: () => undefined });
  return run.kind === "broken" ? err([told(run.diagnostic)]) : ok(run.judged);
}

export function isNamed({ title, target }: CheckedTest, place: Pick<TestPlace, "title" | "gate">): boolean {
  return title === place.title && target.kind === "gate" && target.name === place.gate;
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map(told);
}

function told({ code, message, notes }: Diagnostic): string {
  return [`${code}: ${message}`, ...notes].join("; ");
}
