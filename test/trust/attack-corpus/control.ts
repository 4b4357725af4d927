/** Whole runs: world evidence attached to an image or given as files, a production policy, the command line's own code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Attestation } from "../../../src/testing/index.ts";
import { controlOf, judgeJson, policy as policyCommand, reasonsOf, scratch } from "../../support/run-policy.ts";
import { formatInstant } from "../../../src/base/index.ts";
import type { Case } from "./row.ts";
import { now, world } from "./stage.ts";

export interface ControlRun {
  /** The text of the policy; its control is C-01. */
  readonly policy: string;
  /** As the command line names it. */
  readonly subject: string;
  /** Given as files, beside what is attached. */
  readonly evidence?: readonly (Attestation | string | Uint8Array)[];
  /** Given as the lines of one file. */
  readonly lines?: readonly (Attestation | string)[];
  readonly words?: readonly string[];
  readonly at?: bigint;
  /** Files beside the policy. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface ControlOutcome {
  /** `missing none-for-subject, exit 1`. */
  readonly outcome: string;
  /** Every reason the trace gives for the control, and for envelopes. */
  readonly reasons: readonly string[];
  /** The same run again, as people read it. */
  readonly asText: () => Promise<string>;
  readonly attestations: readonly { readonly digest: string; readonly reason: string | undefined }[];
}

const BUNDLE_ENDING = ".sigstore.json";

export async function control({
  policy,
  subject,
  evidence = [],
  lines = [],
  words = [],
  at = now,
  files = {},
}: ControlRun): Promise<ControlOutcome> {
  const folder = scratch();
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  const bundles = evidence.flatMap((item, i) => {
    const content = typeof item === "string" || item instanceof Uint8Array ? item : item.bundle;
    return ["--bundle", write(`evidence-${i}${BUNDLE_ENDING}`, content)];
  });
  if (lines.length > 0) {
    const texts = lines.map((line) => (typeof line === "string" ? line : new TextDecoder().decode(line.bundle)));
    bundles.push("--bundle", write("evidence.jsonl", `${texts.join("\n")}\n`));
  }
  const root = write("trusted_root.json", world.trustedRoot());
  const all = [
    subject,
    "--policy",
    write("corpus.policy", policy),
    ...bundles,
    "--sigstore-root",
    `public-good=${root}`,
    "--at",
    formatInstant(at),
    ...words,
  ];
  const { code, trace, stderr } = await judgeJson(...all);
  if (/^\s+at .*\(?(?:file:|node:)/mu.test(stderr)) throw new Error(`a stack trace reached the user: ${stderr}`);
  const found = controlOf(trace, "C-01");
  const [reason] = found.judgements.flatMap((judgement) =>
    judgement.evidence.flatMap((one) => one.reasons?.map((said) => said.reason) ?? []),
  );
  return {
    outcome: `${found.outcome}${reason === undefined ? "" : ` ${reason}`}, exit ${code}`,
    reasons: reasonsOf(found),
    asText: async () => (await policyCommand("eval", ...all)).stdout,
    attestations: trace.discovery.attestations.map(({ envelope, rejected }) => ({ digest: envelope.digest, reason: rejected?.reason })),
  };
}

/** A control's run as a case of the corpus; `expect` is the outcome, and `lists` what stands behind it. */
export function controlCase(
  what: string,
  twin: ControlRun,
  changed: () => Promise<ControlRun>,
  expect: string,
  lists: readonly string[] = [],
): Case {
  const run = async (): Promise<ControlOutcome> => control(await changed());
  return {
    what,
    expect,
    outcome: async () => (await run()).outcome,
    twin: async () => {
      const { outcome } = await control(twin);
      return outcome === "satisfied, exit 0" ? "good" : outcome;
    },
    ...(lists.length > 0 && { lists: { reasons: lists, of: async () => (await run()).reasons } }),
  };
}
