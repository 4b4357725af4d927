/** A policy with one trust root, judged whole through the command line: policy text and evidence in, outcome and reasons out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TraceDocument } from "../../../src/audit/index.ts";
import { run } from "../../../src/cli/main.ts";
import { memoryIo } from "../../cli/memory-io.ts";
import { controlOf, scratch } from "../run-policy.ts";

const DIGEST = "a".repeat(64);

export interface Case {
  /** The clauses of the `trust` block. */
  readonly trust: string;
  /** Beside the policy, by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Envelopes, bundles or statements, one a line. */
  readonly evidence: readonly (string | Uint8Array)[];
  readonly at?: string;
  /** Stands in for the shipped instance, or adds one: name → trusted root. */
  readonly instances?: Readonly<Record<string, Uint8Array>>;
  /** Clauses of the evidence. */
  readonly evidenceClauses?: string;
  /** More fields of the predicate. */
  readonly fields?: string;
  /** The clauses of a second trust root, `others`, which another control asks. */
  readonly others?: string;
}

export interface Outcome {
  /** `satisfied`, `missing none-from-root ← trust · key-not-listed`, or the diagnostics of a policy that does not compile. */
  readonly text: string;
  readonly code: number;
  readonly trace?: TraceDocument;
}

export async function judgeWith(asked: Case): Promise<Outcome> {
  const folder = scratch();
  const write = (path: string, content: string | Uint8Array): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  for (const [path, content] of Object.entries(asked.files ?? {})) write(path, content);
  const policy = write("trust.policy", policyText(asked));
  const lines = asked.evidence.map((item) => (typeof item === "string" ? item : new TextDecoder().decode(item)));
  const bundle = write("evidence.jsonl", `${lines.join("\n")}\n`);
  const roots = Object.entries(asked.instances ?? {}).flatMap(([name, bytes]) => [
    "--sigstore-root",
    `${name}=${write(`instances/${name}.json`, bytes)}`,
  ]);
  const io = memoryIo({ cwd: folder });
  const words = ["eval", `sha256:${DIGEST}`, "--bundle", bundle, "--policy", policy, "--at", asked.at ?? "2026-12-01T00:00:00Z"];
  const code = await run([...words, ...roots, "--format", "json"], io);
  if (io.written.stdout === "") return { text: io.written.stderr, code };
  const trace = JSON.parse(io.written.stdout) as TraceDocument;
  return { text: summary(trace), code, trace };
}

function policyText({ trust, evidenceClauses = "", fields = "", others }: Case): string {
  return `policy trusting version 1

predicate reviewed "https://example.com/reviewed/v1" {
  by: String
  ${fields}
}

trust signers {
  ${trust}
}

control C-01 "Reviewed" {
  evidence review: reviewed signed by signers ${evidenceClauses}
  require alice: review.by is "alice" else "reviewed by {review.by}"
}

${others === undefined ? "" : otherControl(others)}
gate release {
  environment "production"
  enforce all
}
`;
}

function otherControl(clauses: string): string {
  return `trust others {
  ${clauses}
}

control C-02 "Reviewed by others" {
  evidence review: reviewed signed by others
  require alice: review.by is "alice" else "reviewed by {review.by}"
}
`;
}

function summary(trace: TraceDocument): string {
  const control = controlOf(trace, "C-01");
  if (control.outcome === "satisfied") return "satisfied";
  const evidence = control.judgements.flatMap((judgement) => judgement.evidence);
  const because = evidence.flatMap(({ candidates }) => candidates.flatMap((candidate) => candidate.because ?? []));
  const reasons = [...new Set(because.map(({ step, reason }) => `${step} · ${reason}`))].sort();
  return [control.outcome, ...(reasons.length === 0 ? [] : ["←", reasons.join(", ")])].join(" ");
}
