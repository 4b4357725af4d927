import * as Flags from "@oclif/core/flags";
import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { encodeHex, formatInstant, instantFromMilliseconds } from "../../base/index.ts";
import { traceBytes, traceDocument, type RunInfo } from "../../audit/index.ts";
import { meaningHashes, type Compiled } from "../../language/index.ts";
import type { Judged } from "../../engine/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { engine } from "../../platform/embedded/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { chooseGate } from "../judging/choose-gate.ts";
import { compileToJudge, isCausedByRun, sourceFinder } from "../judging/compile-policy.ts";
import { evaluationTime } from "../judging/evaluation-time.ts";
import { subjectOf } from "../judging/find-evidence.ts";
import { policyFlags, sourceFlags, subjectArg } from "../judging/flags.ts";
import { judgeImage } from "../judging/judge-image.ts";
import { settingsOf } from "../judging/settings.ts";
import { tellSubjectFault } from "../judging/subject-fault.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { isCi } from "../render/colour.ts";
import { renderVerdict } from "../render/verdict.ts";
import { version } from "../version.ts";

/** `policy eval SUBJECT`: judges an image against a policy, through a gate. */
export class Eval extends PolicyCommand {
  static override id = "eval";
  static override summary = "Judge an image against a policy, through a gate.";
  static override args = { subject: subjectArg };
  static override flags = {
    ...policyFlags,
    ...sourceFlags,
    ...outputFlags,
    format: Flags.option({ options: ["text", "json"] as const, default: "text" as const, summary: "text, or the trace as JSON" })(),
    timeout: Flags.string({
      summary: "how long the run may take: 90s, 2m; what is not fetched and verified by then is no pass",
      helpValue: "DURATION",
    }),
    trace: Flags.string({ summary: "also write the trace to a file", helpValue: "FILE" }),
    verbose: Flags.boolean({ summary: "show the evidence behind satisfied controls too" }),
  };
  static override exampleList: readonly Example[] = [
    {
      text: "The sample image, as it stood on the day it was made",
      command: "eval oci-layout:policies/quickstart/image --policy policies/quickstart/quickstart.policy --at 2026-11-25T12:00:00Z",
      exitCode: 1,
    },
    {
      text: "The same, as a machine reads it",
      command: "eval oci-layout:policies/quickstart/image --policy policies/quickstart --at 2026-11-25T12:00:00Z --format json",
      exitCode: 1,
    },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Eval);
    const { io } = this;
    const startedMs = Date.now();
    const subject = await subjectOf(args.subject, flags, io);
    const settings = await settingsOf(flags, io);
    const compiled = await compileToJudge(settings, io);
    const { policy } = compiled;
    if (!policy) return this.#doesNotCompile(compiled, flags);
    const gate = chooseGate(policy.gates, settings.gate);
    const time = evaluationTime(flags.at, startedMs);
    const found = await judgeImage({ subject, policy, gate, time, settings }, flags, io);
    if (!found.ok) return tellSubjectFault(found.error, io);
    return this.#report(found.value, flags, runInfo(startedMs));
  }

  #doesNotCompile(compiled: Compiled, flags: { readonly "no-color": boolean }): ExitCode {
    this.io.stderr.write(renderDiagnostics(compiled.diagnostics, sourceFinder(compiled), this.colours(flags)));
    return isCausedByRun(compiled) ? exitCodes.usage : exitCodes.policyInvalid;
  }

  #report(judged: Judged, flags: ReportFlags, run: RunInfo): ExitCode {
    const hasher = createNodeCrypto();
    const trace = traceDocument(judged, run, { hasher, hashes: meaningHashes(judged.policy, hasher) });
    const bytes = traceBytes(trace);
    if (flags.trace !== undefined) deliver(this.io, Buffer.from(bytes).toString("utf8"), flags.trace);
    const traceDigest = flags.trace === undefined ? undefined : `sha256:${encodeHex(hasher.digest("sha256", [bytes]))}`;
    const text =
      flags.format === "json"
        ? Buffer.from(bytes).toString("utf8")
        : renderVerdict(trace, { colours: this.colours(flags), detail: flags.verbose ? "verbose" : "brief", traceDigest });
    deliver(this.io, text, flags.output);
    return judged.verdict.exitCode;
  }
}

interface ReportFlags {
  readonly format: "text" | "json";
  readonly output?: string;
  readonly trace?: string;
  readonly verbose: boolean;
  readonly "no-color": boolean;
}

function runInfo(startedMs: number): RunInfo {
  const at = (ms: number) => formatInstant(instantFromMilliseconds(ms));
  return {
    id: `urn:uuid:${randomUUID({ disableEntropyCache: true })}`,
    startedAt: at(startedMs),
    finishedAt: at(Date.now()),
    engine: {
      name: "proviso",
      version,
      digest: engine.get("digest") ?? "",
      runtime: `node ${process.versions.node}`,
      platform: `${process.platform}/${process.arch}`,
    },
    actor: { kind: isCi(process.env) ? "workload" : "human", id: whoRuns() },
  };
}

/** A container may run as a user whom nobody gave a name. */
function whoRuns(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid:${process.getuid?.() ?? "unknown"}`;
  }
}
