import * as Flags from "@oclif/core/flags";
import { resolve } from "node:path";
import { inspectDocument } from "../../audit/index.ts";
import { defaultLimits } from "../../base/index.ts";
import { verifyAll } from "../../engine/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { createVerifier, loadKeys, type PublicKeyEntry, type SyncCrypto } from "../../trust/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { crossCheckAll, tellDisagreements } from "../judging/cross-check.ts";
import { evaluationTime } from "../judging/evaluation-time.ts";
import { findEvidence, subjectOf } from "../judging/find-evidence.ts";
import { sourceFlags, subjectArg } from "../judging/flags.ts";
import { readBounded } from "../judging/policy-files.ts";
import { settingsOf } from "../judging/settings.ts";
import { tellSubjectFault } from "../judging/subject-fault.ts";
import { everyInstance } from "../judging/trust-material.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { startProgress } from "../progress.ts";
import { escapeAndCut } from "../render/escape.ts";
import { renderInspection } from "../render/inspect.ts";
import { UsageError } from "../usage-error.ts";

/** `policy inspect SUBJECT`: every attestation found, verified or why not, by whom, about what. It judges nothing. */
export class Inspect extends PolicyCommand {
  static override id = "inspect";
  static override summary = "Show every attestation of an image: where it was found, who signed it, and what is wrong with it.";
  static override args = { subject: subjectArg };
  static override flags = {
    ...sourceFlags,
    ...outputFlags,
    key: Flags.string({ summary: "a public key to verify with", helpValue: "FILE", multiple: true, multipleNonGreedy: true }),
    at: Flags.string({ summary: "evaluation time", helpValue: "TIME" }),
    "cross-check": Flags.boolean({ summary: "ask @sigstore/verify about each bundle as well, and fail where it disagrees" }),
    format: Flags.option({ options: ["text", "json"] as const, default: "text" as const, summary: "how to print it" })(),
  };
  static override exitCodeList = ownExitCodes("every source answered", [
    exitCodes.unjudged,
    "a source could not be read, so there may be more than is shown",
  ]);
  static override exampleList: readonly Example[] = [
    { text: "What is attached to the sample image?", command: "inspect oci-layout:policies/quickstart/image" },
    {
      text: "And does this key's signature hold?",
      command: "inspect oci-layout:policies/quickstart/image --key policies/quickstart/keys/scanner.pub",
    },
    {
      text: "Does another program come to the same answers?",
      command: "inspect oci-layout:policies/quickstart/image --cross-check",
    },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Inspect);
    const { io } = this;
    const subject = await subjectOf(args.subject, flags, io);
    const settings = await settingsOf(flags, io);
    const crypto = createNodeCrypto();
    const keys = (flags.key ?? []).flatMap((path) => keysOf(path, resolve(io.cwd, path), crypto));
    const progress = startProgress({ io, isQuiet: flags.quiet, now: () => performance.now() });
    progress.update("looking for attestations");
    const found = await findEvidence(subject, flags, settings, crypto, io);
    progress.clear();
    if (!found.ok) return tellSubjectFault(found.error, io);
    const material = { ...everyInstance(settings.sigstoreRoots, crypto), keys };
    const verifier = createVerifier(material, { crypto }, defaultLimits);
    const attestations = verifyAll(found.value.envelopes, verifier, evaluationTime(flags.at, Date.now()).at);
    const files = new Map(keys.map((entry) => [entry.key.fingerprint as string, entry.source]));
    const crossChecks = flags["cross-check"] ? await crossCheckAll(attestations, material) : undefined;
    const keyFileOf = (fingerprint: string) => files.get(fingerprint);
    const document = inspectDocument({ discovery: found.value, attestations, keyFileOf, ...(crossChecks && { crossChecks }) }, crypto);
    const text = flags.format === "json" ? `${JSON.stringify(document, undefined, 2)}\n` : renderInspection(document, this.colours(flags));
    deliver(io, text, flags.output);
    if (tellDisagreements(crossChecks, io)) return exitCodes.internal;
    return found.value.absenceHolds ? exitCodes.passed : exitCodes.unjudged;
  }
}

function keysOf(shown: string, path: string, crypto: SyncCrypto): readonly PublicKeyEntry[] {
  const bytes = readBounded(path);
  if (!bytes) throw new UsageError(`the key \`${escapeAndCut(shown, 200)}\` cannot be read`);
  const loaded = loadKeys(shown, bytes, crypto);
  if (loaded.ok) return loaded.value.keys;
  throw new UsageError(`the key \`${escapeAndCut(shown, 200)}\` cannot be used: ${escapeAndCut(loaded.error.detail, 200)}`);
}
