/** Judges the subject that the words of a command name: look for evidence, verify, ask the policy. */
import type { Result } from "../../base/index.ts";
import { judgeFurther, type Judged } from "../../engine/index.ts";
import type { CheckedPolicy, Gate } from "../../language/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import type { SubjectFault, SubjectReference } from "../../registry/index.ts";
import type { Io } from "../io.ts";
import { startProgress } from "../progress.ts";
import { escapeAndCut } from "../render/escape.ts";
import { readsPlatforms } from "./choose-gate.ts";
import type { EvaluationTime } from "./evaluation-time.ts";
import { exploring, type EvidenceFlags } from "./find-evidence.ts";
import type { Settings } from "./settings.ts";
import { timeLimit } from "./time-limit.ts";
import { materialOf } from "./trust-material.ts";

export interface ImageRun {
  readonly subject: SubjectReference;
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly time: EvaluationTime;
  readonly settings: Settings;
}

interface JudgeFlags extends EvidenceFlags {
  readonly timeout?: string | undefined;
  readonly quiet: boolean;
}

/** Tells what the run has to say beside its verdict. */
export async function judgeImage(run: ImageRun, flags: JudgeFlags, io: Io): Promise<Result<Judged, SubjectFault>> {
  const { subject, policy, gate, time, settings } = run;
  const crypto = createNodeCrypto();
  const limit = timeLimit(flags.timeout, () => performance.now());
  const material = materialOf(policy, settings, crypto);
  const progress = startProgress({ io, isQuiet: flags.quiet, now: () => performance.now() });
  progress.update("looking for evidence");
  const input = { policy, gate, platform: flags.platform, material, evaluationTime: time.at, dryRun: time.dryRun };
  const looking = { hasher: crypto, io, limits: limit.fetching, ...(readsPlatforms(policy, gate) ? { configs: "read" as const } : {}) };
  const found = await exploring(subject, flags, settings, looking, ({ discovery, further }) =>
    judgeFurther({ ...input, discovery }, further, { crypto, clock: limit.clock }),
  );
  progress.clear();
  if (!found.ok) return found;
  if (settings.gateFrom !== undefined) io.stderr.write(`note: gate ${gate.name} was chosen by ${escapeAndCut(settings.gateFrom, 300)}\n`);
  if (!flags.quiet) for (const warning of found.value.warnings) io.stderr.write(`warning: ${escapeAndCut(warning, 500)}\n`);
  return found;
}
