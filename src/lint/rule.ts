/** What a lint rule is given and what it says. A rule reads one policy file that compiled; it decides nothing about images. */
import type { PolicyFile, Token } from "../../grammar/index.ts";
import type { DiagnosticParts, SourceFile, Span } from "../diagnostics/index.ts";
import type { CheckedPolicy } from "../language/index.ts";

export type Level = "off" | "note" | "warn" | "deny";
export type LintCode = `L${number}`;

export interface LintInput {
  readonly policy: CheckedPolicy;
  /** The main file: its tree, its text, its tokens with comments. Modules are linted where they are the main file. */
  readonly file: PolicyFile;
  readonly source: SourceFile;
  readonly tokens: readonly Token[];
  /** Nanoseconds since the epoch: rules about dates. */
  readonly now: bigint;
  /** What the lock file remembers of this policy. */
  readonly locked?: LockedPolicy;
  /** The meaning hash of the policy as it is. */
  readonly meaning: string;
}

/** `sha256:…` over what can change a verdict, as it was when the policy was locked under this version. */
export interface LockedPolicy {
  readonly version: string;
  readonly meaning: string;
}

export interface Finding {
  readonly span: Span;
  /** As in a diagnostic: what is found, in the policy's words; `parts.help` says what to do. */
  readonly message: string;
  readonly parts?: DiagnosticParts;
}

/** One folder, one test, one page in `docs/lint`. `language.md` §10. */
export interface Rule {
  readonly code: LintCode;
  /** The folder. */
  readonly name: string;
  /** The title of its page. */
  readonly title: string;
  /** What it is unless the configuration says otherwise. */
  readonly level: Exclude<Level, "off">;
  /** Its safe fix changes the meaning hash, though no outcome; its page says so. */
  readonly fixChangesHash?: true;
  readonly check: (input: LintInput) => readonly Finding[];
}
