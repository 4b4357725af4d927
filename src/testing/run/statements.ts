/** The statements of one test: which predicate, about what. */
import { encodeHex, encodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import { readView } from "../../evidence/index.ts";
import type { CheckedTest, Control, GivenEvidence, ServedEvidence } from "../../language/index.ts";
import { makePredicate, statementText, type About, type Predicate } from "../fixtures/statement.ts";
import type { TestSession } from "./session.ts";
import type { JudgedImage } from "./subject.ts";

/** By control and evidence: what `about` named, as a judgement found it. */
export type NamedSubjects = ReadonlyMap<string, readonly About[]>;

export function namedKey(control: string, evidence: string): string {
  return `${control} ${evidence}`;
}

export interface Telling {
  readonly test: CheckedTest;
  readonly image: JudgedImage;
  readonly named: NamedSubjects;
  readonly controls: ReadonlyMap<string, Control>;
  readonly session: TestSession;
}

export interface Statement {
  readonly text: string;
  readonly signedAt: bigint;
}

/** Evidence about what other evidence names. */
export function followsAnother(given: GivenEvidence): boolean {
  return given.about.kind === "asked" && given.serves.some(isAboutAnother);
}

function isAboutAnother({ evidence }: ServedEvidence): boolean {
  return evidence.about?.kind === "path";
}

/** One statement for each subject; those of the same predicate differ in nothing else. */
export function statementsOf(
  telling: Telling,
  given: GivenEvidence,
  deeper: readonly GivenEvidence[] = [],
): Result<readonly Statement[], Diagnostic> {
  const { session, test } = telling;
  const made = makePredicate({
    given,
    now: timeOf(test),
    read: session.ports.readFixture,
    digestsOf: (file) => digestsOf(telling, file, [...deeper, given]),
  });
  if (!made.ok) return made;
  const misfit = checkFit(test, given, made.value);
  if (misfit) return err(misfit);
  return ok(subjectsOf(telling, given).map((about) => ({ text: statementText(made.value, about), signedAt: made.value.signedAt })));
}

/** When a test runs that reads no time. */
const ANY_TIME = 1_767_225_600_000_000_000n;

export function timeOf({ at }: CheckedTest): bigint {
  return at ?? ANY_TIME;
}

/** Of what the test gives from that fixture; else of the file itself, which is the digest of no statement. */
function digestsOf(telling: Telling, file: string, deeper: readonly GivenEvidence[]): readonly string[] {
  const { hasher, readFixture } = telling.session.ports;
  const digest = (bytes: Uint8Array) => `sha256:${encodeHex(hasher.digest("sha256", [bytes]))}`;
  const others = telling.test.givens.filter((each) => each.kind === "evidence" && each.file?.path === file && !deeper.includes(each));
  const texts = others.flatMap((each) => {
    const statements = each.kind === "evidence" ? statementsOf(telling, each, deeper) : ok([]);
    return statements.ok ? statements.value.map(({ text }) => text) : [];
  });
  return texts.length > 0 ? texts.map((text) => digest(encodeUtf8(text))) : [digest(readFixture(file) ?? encodeUtf8(file))];
}

/** `language.md` §8: the subject that the evidence asks for, each platform unless `on` says one. */
function subjectsOf({ image, named, controls }: Telling, given: GivenEvidence): readonly (readonly About[])[] {
  const { about, on, serves } = given;
  if (about.kind === "digest") return [[about.digest]];
  if (about.kind === "something-else") return [[`sha256:${"5".repeat(64)}`]];
  if (on?.kind === "index") return [[image.set.root.digest]];
  if (on) return [[image.platforms.get(on.name) ?? image.set.root.digest]];
  const followed = [...new Set(serves.flatMap(({ control, evidence }) => named.get(namedKey(control, evidence.name)) ?? []))];
  if (serves.some(isAboutAnother) && followed.length > 0) return [followed];
  const judged = serves.filter((each) => !isAboutAnother(each));
  const perPlatform = (judged.length === 0 ? serves : judged).some(
    ({ control, evidence }) => controls.get(control)?.everyPlatform !== undefined && evidence.about?.kind !== "index-only",
  );
  return perPlatform && image.platforms.size > 0 ? [...image.platforms.values()].map((digest) => [digest]) : [[image.set.root.digest]];
}

/** A fixture that nothing can read is a mistake, unless the test asks for one. */
function checkFit(test: CheckedTest, given: GivenEvidence, made: Predicate): Diagnostic | undefined {
  const isMeant =
    given.spoilt.has("malformed") ||
    given.overrides.some(({ value }) => value.kind === "absent") ||
    test.expectations.some(
      (each) => each.kind !== "control" || (each.expected.kind === "outcome" && each.expected.outcome === "unverifiable"),
    );
  if (isMeant) return undefined;
  for (const { evidence } of given.serves) {
    const reading = readView(given.view, made.predicateType, made.predicate, evidence.needed);
    if (reading.kind === "readable") continue;
    const problems = reading.failures.map(({ pointer, problem }) => `${pointer}: ${problem}`);
    const what = given.file === undefined ? "what the test gives" : `\`${given.file.path}\``;
    return error("E7004", given.file?.span ?? given.span, `${what} cannot be read as ${given.view.name}`, {
      notes: problems,
      help: ["mend the fixture or set the fields with `with { }`; what shall be unreadable is given as `malformed`"],
    });
  }
  return undefined;
}
