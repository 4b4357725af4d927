/** Nothing was judged, because the image itself could not be read. */
import { match } from "ts-pattern";
import type { SubjectFault } from "../../registry/index.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { escapeAndCut } from "../render/escape.ts";

/** Tells it on stderr, and gives the exit code it stands for: wrong words and configuration are the caller's, the rest is not to be judged. */
export function tellSubjectFault({ kind, reason, detail }: SubjectFault, io: Io): ExitCode {
  const word = escapeAndCut(reason, 80);
  io.stderr.write(`error: the image could not be read: ${word}: ${escapeAndCut(detail, 500)}\n`);
  io.stderr.write(`  nothing was judged, and that is never a pass; explain: policy explain ${word}\n`);
  return match(kind)
    .returnType<ExitCode>()
    .with("reference-invalid", "configuration-invalid", () => exitCodes.usage)
    .with("subject-not-found", "subject-ambiguous", "platform-not-found", "subject-unreadable", () => exitCodes.unjudged)
    .exhaustive();
}
