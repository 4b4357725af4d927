/**
 * What the exit status of every command means. A status other than 0 never means that a gate passed, and no two kinds of failure share one.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 70;

export const exitCodes = {
  passed: 0,
  blocked: 1,
  unjudged: 2,
  policyInvalid: 3,
  usage: 4,
  internal: 70,
} as const satisfies Record<string, ExitCode>;

interface ExitCodeMeaning {
  readonly code: ExitCode;
  readonly short: string;
  readonly long: string;
}

export const exitCodeMeanings: readonly ExitCodeMeaning[] = [
  {
    code: 0,
    short: "gate passed",
    long: "Every control of the gate is satisfied, waived, in grace, or does not apply. For commands that judge nothing: done.",
  },
  { code: 1, short: "gate blocked", long: "At least one enforced control is violated or its evidence is missing." },
  {
    code: 2,
    short: "could not be judged",
    long: "Evidence, a signature or a source could not be checked, or nothing was judged at all. Never read this as a pass.",
  },
  { code: 3, short: "the policy does not compile", long: "The policy has errors; nothing was fetched and nothing was judged." },
  { code: 4, short: "wrong usage or configuration", long: "The command line, the configuration or the environment is wrong." },
  { code: 70, short: "internal fault", long: "A defect of this program. It is neither a pass nor a deny; please report it." },
];

/** What `--help` of a command says of the codes that it can end with. */
export type ExitCodeTexts = readonly (readonly [code: ExitCode, text: string])[];

/** Of a command that judges through a gate. */
export const gateExitCodes: ExitCodeTexts = exitCodeMeanings.map(({ code, short }) => [code, short]);

/** Of a command that judges nothing: 0 is done, and between stand the codes that are its own. */
export function ownExitCodes(done: string, ...own: ExitCodeTexts): ExitCodeTexts {
  const ends = new Set<ExitCode>([exitCodes.usage, exitCodes.internal]);
  return [[exitCodes.passed, done], ...own, ...gateExitCodes.filter(([code]) => ends.has(code))];
}

/** The page that `policy explain exit-codes` prints. */
export function exitCodesPage(): string {
  const rows = exitCodeMeanings.map(({ code, short, long }) => `| ${code} | ${short} | ${long} |`);
  return ["# Exit codes", "", "| code | meaning | when |", "| ---- | ------- | ---- |", ...rows, ""].join("\n");
}
