import * as Flags from "@oclif/core/flags";
import { basename, resolve } from "node:path";
import { formatInstant } from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { SubjectReference } from "../../registry/index.ts";
import { record, safeName } from "../../testing/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { chooseGate } from "../judging/choose-gate.ts";
import { compileToJudge, isCausedByRun, sourceFinder } from "../judging/compile-policy.ts";
import { evaluationTime } from "../judging/evaluation-time.ts";
import { subjectOf } from "../judging/find-evidence.ts";
import { policyFlags, sourceFlags, subjectArg } from "../judging/flags.ts";
import { judgeImage } from "../judging/judge-image.ts";
import { settingsOf, type Settings } from "../judging/settings.ts";
import { tellSubjectFault } from "../judging/subject-fault.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { escapeAndCut } from "../render/escape.ts";
import { formatBlock, isNamed, judgeDraft, standing, textWith, type TestPlace } from "../testing/record-draft.ts";
import { inTheWay, planFiles, undoAfter, writeAll } from "../testing/record-files.ts";
import { faultText, recordedText } from "../testing/record-report.ts";
import { isInFolder } from "../testing/golden-file.ts";
import { openPolicy, runPolicy, targetName } from "../testing/run-policies.ts";
import { UsageError } from "../usage-error.ts";

interface RecordFlags {
  readonly force: boolean;
  readonly print: boolean;
}

/** `policy test record SUBJECT`: a real image's evidence and verdict as a test of the policy. */
export class TestRecord extends PolicyCommand {
  static override id = "test record";
  static override summary = "Turn an image's evidence and its verdict into a test of the policy.";
  static override description =
    "Judges the image as `policy eval` does, writes what was attested (nothing but the payloads) as fixtures below the policy's folder and a " +
    "`test` block that expects today's verdict into the policy file, and runs it: the fixtures are signed anew by throw-away keys. " +
    "A test that would hold another verdict is not written. A verdict that blocks is recorded like any other. " +
    "`policy test ./record` tests a folder of that name.";
  static override args = { subject: subjectArg };
  static override flags = {
    ...policyFlags,
    ...sourceFlags,
    timeout: Flags.string({ summary: "how long looking for evidence may take: 90s, 2m", helpValue: "DURATION" }),
    title: Flags.string({ summary: "of the test; by default the subject and the day", helpValue: "TEXT" }),
    fixtures: Flags.string({
      summary: "where the fixtures go, below the policy's folder; by default fixtures/ and the subject",
      helpValue: "FOLDER",
    }),
    print: Flags.boolean({ summary: "write nothing; print the test" }),
    force: Flags.boolean({ summary: "replace a test of that title, and fixtures of that name" }),
  };
  static override exitCodeList = ownExitCodes(
    "the test is written, and it passes",
    [exitCodes.blocked, "no test would hold this verdict; nothing was written"],
    [exitCodes.unjudged, "the image could not be read"],
    [exitCodes.policyInvalid, "the policy does not compile"],
  );
  static override exampleList: readonly Example[] = [
    {
      text: "Which test would hold what the sample image came to?",
      command: "test record oci-layout:policies/quickstart/image --policy policies/quickstart --at 2026-11-25T12:00:00Z --print",
    },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(TestRecord);
    const { io } = this;
    const startedMs = Date.now();
    const subject = await subjectOf(args.subject, flags, io);
    const settings = await settingsOf(flags, io);
    const compiled = await compileToJudge(settings, io);
    const { policy } = compiled;
    if (!policy) {
      io.stderr.write(renderDiagnostics(compiled.diagnostics, sourceFinder(compiled), this.colours(flags)));
      return isCausedByRun(compiled) ? exitCodes.usage : exitCodes.policyInvalid;
    }
    const gate = chooseGate(policy.gates, settings.gate);
    const name = nameOf(subject);
    const folder = folderOf(flags.fixtures ?? `fixtures/${safeName(name, "recorded")}`);
    const time = evaluationTime(flags.at, startedMs);
    const title = titleOf(flags.title ?? `${name}, ${formatInstant(time.at).slice(0, 10)}`);
    const place = { file: resolve(io.cwd, compiled.declared.main.source.path), compiled, title, gate: gate.name };
    if (standing(place) !== undefined && !flags.force && !flags.print)
      throw inTheWay(`the policy has a test "${title}" for gate ${gate.name} already`);
    const found = await judgeImage({ subject, policy, gate, time, settings }, flags, io);
    if (!found.ok) return tellSubjectFault(found.error, io);
    return this.#record(found.value, place, folder, settings, flags);
  }

  async #record(judged: Judged, place: TestPlace, folder: string, settings: Settings, flags: RecordFlags): Promise<ExitCode> {
    const { io } = this;
    const { title, gate, file } = place;
    const recorded = await record({ judged, title, folder, tryDraft: (draft) => judgeDraft(place, draft, settings, io) });
    const block = recorded.ok ? formatBlock(recorded.value.block) : recorded;
    if (!recorded.ok || !block.ok) {
      io.stderr.write(faultText(title, block.ok ? [] : block.error));
      return exitCodes.blocked;
    }
    if (flags.print) {
      this.print(block.value);
      return exitCodes.passed;
    }
    const planned = planFiles(file, recorded.value.fixtures, flags.force ? "replace" : "create");
    const { source } = place.compiled.declared.main;
    const undo = await writeAll(file, { before: source.text, after: textWith(place, block.value) }, planned);
    const faults = await this.#rerun(place, planned.some(({ before }) => before !== undefined) ? "all" : "own").catch(
      async (error: unknown) => {
        await undoAfter(undo, error);
        throw error;
      },
    );
    if (faults.length > 0) {
      await undoAfter(undo, new UsageError(`the recorded test "${title}" does not pass: ${escapeAndCut(faults.join("; "), 1000)}`));
      io.stderr.write(faultText(title, faults));
      return exitCodes.blocked;
    }
    const written = new Set(planned.map(({ fixture }) => fixture.path));
    this.print(recordedText({ file: source.path, title, gate, recording: recorded.value, written }));
    return exitCodes.passed;
  }

  /** As `policy test` runs it, from what was written; all tests of the policy where fixtures were replaced that others may use. */
  async #rerun(place: TestPlace, which: "own" | "all"): Promise<readonly string[]> {
    const settings = await settingsOf({}, this.io);
    const opened = openPolicy(place.file, settings, { texts: [], tags: [] }, this.io);
    const tests = which === "all" ? opened.tests : opened.tests.filter((test) => isNamed(test, place));
    const { runs } = await runPolicy({ ...opened, tests }, { traces: "compare", afterFailure: "go-on" });
    const failed = runs.flatMap((run) => {
      if (run.kind === "passed") return [];
      const why =
        run.kind === "broken"
          ? [run.diagnostic.message]
          : run.mismatches.map(({ expected, found }) => `expected ${expected}, found ${found}`);
      return why.map((each) => `"${run.test.title}" for ${targetName(run.test)}: ${each}`);
    });
    if (failed.length > 0 || runs.some(({ test }) => isNamed(test, place))) return failed;
    return opened.diagnostics.length > 0 ? opened.diagnostics.map(({ code, message }) => `${code}: ${message}`) : ["the test did not run"];
  }
}

/** The last part of what the subject is called. */
function nameOf(subject: SubjectReference): string {
  switch (subject.kind) {
    case "layout":
      return basename(subject.directory);
    case "file":
      return basename(subject.path);
    case "digest":
      return subject.digest.slice(0, 19);
    default:
      return [subject.reference.path.split("/").at(-1) ?? "", subject.reference.tag ?? ""].filter((part) => part !== "").join(" ");
  }
}

const LONGEST_TITLE = 200;

function titleOf(text: string): string {
  if (text.trim() !== "" && text.length <= LONGEST_TITLE && !/\p{Cc}/u.test(text)) return text;
  throw new UsageError("a test needs a title of one line", `at most ${LONGEST_TITLE} characters: --title "v2.1.0 as released"`);
}

function folderOf(text: string): string {
  const folder = text.replace(/\/+$/u, "");
  if (isInFolder(folder) && !folder.startsWith("./")) return folder;
  throw new UsageError("`--fixtures` names a folder below the one of the policy", "for example --fixtures fixtures/v2.1.0");
}
