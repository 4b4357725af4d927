/** The clauses of a `waive` block, read; and which of them are not there. */
import type * as ast from "../../../grammar/index.ts";
import { makeDigestSet, parseDigest, parseIdentity, parseRepositoryPrefix, type Identity, type Result } from "../../base/index.ts";
import { error, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import type { WaiverScope } from "../checked/index.ts";
import { firstInstant, lastInstant } from "./instants.ts";

export interface Named {
  readonly identity: Identity;
  readonly span: Span;
}

export interface WaiverClauses {
  readonly reason?: string;
  readonly ticket?: string;
  readonly compensating: readonly string[];
  readonly requestedBy?: Named;
  readonly approvedBy?: Named & { readonly on: { readonly at: bigint; readonly span: Span } };
  readonly expires?: { readonly at: bigint; readonly span: Span };
  readonly scope?: { readonly value: WaiverScope; readonly span: Span };
  readonly replaces?: ast.Name;
  /** False when a clause that is there does not check; that has been reported. */
  readonly isWhole: boolean;
}

type Report = (diagnostic: Diagnostic) => undefined;
type Kinds = { readonly [K in ast.WaiveClause["kind"]]?: Extract<ast.WaiveClause, { kind: K }> };

export function readClauses(node: ast.Waive, report: Report): WaiverClauses {
  let faults = 0;
  const told: Report = (diagnostic) => {
    faults++;
    return report(diagnostic);
  };
  const texts = new Map(
    node.clauses.flatMap((clause) => (clause.kind === "waive-text" ? [[clause.word, clause.text.value.trim()] as const] : [])),
  );
  const clauses: Kinds = Object.fromEntries(node.clauses.map((clause) => [clause.kind, clause]));
  const approved = clauses["approved-by"];
  const approver = approved && named(approved.by, told);
  const on = approved && firstInstant(approved.on);
  const until = clauses.expires && lastInstant(clauses.expires.when);
  const compensating = texts.get("compensating");
  return {
    reason: texts.get("reason"),
    ticket: texts.get("ticket"),
    compensating: compensating === undefined ? [] : [compensating],
    requestedBy: clauses["requested-by"] && named(clauses["requested-by"].by, told),
    approvedBy: approved && approver && on !== undefined ? { ...approver, on: { at: on, span: approved.on.span } } : undefined,
    expires: clauses.expires && until !== undefined ? { at: until, span: clauses.expires.span } : undefined,
    scope: clauses["waive-subject"] && scopeOf(clauses["waive-subject"], told),
    replaces: clauses.replaces?.id,
    isWhole: faults === 0 && !clauses.invalid,
  };
}

function named({ value, span }: ast.StringLiteral, report: Report): Named | undefined {
  const parsed = parseIdentity(value);
  return parsed.ok ? { identity: parsed.value, span } : report(notValid(span, value, "Identity", parsed.error));
}

function notValid(span: Span, text: string, type: string, problem: string): Diagnostic {
  return error("E2015", span, `\`${text}\` is not a valid ${type}`, { label: problem });
}

function scopeOf({ relation, text, span }: Extract<ast.WaiveClause, { kind: "waive-subject" }>, report: Report): WaiverClauses["scope"] {
  if (relation === "under") {
    const repository = parseRepositoryPrefix(text.value);
    if (!repository.ok) return report(notValid(text.span, text.value, "Repository", repository.error));
    return { value: { kind: "repository", repository: repository.value }, span };
  }
  const digests = digestsOf(text.value);
  return digests.ok
    ? { value: { kind: "subject", digests: digests.value }, span }
    : report(notValid(text.span, text.value, "Digest", digests.error));
}

function digestsOf(text: string): Result<Extract<WaiverScope, { kind: "subject" }>["digests"], string> {
  const digest = parseDigest(text);
  return digest.ok ? makeDigestSet([digest.value]) : digest;
}

/** `E6003` for what every waiver must say, `E6007` for the scope. */
export function missingClauses(node: ast.Waive, clauses: WaiverClauses): Diagnostic | undefined {
  const written = new Set(node.clauses.map((clause) => (clause.kind === "waive-text" ? clause.word : clause.kind)));
  if (written.has("invalid")) return undefined;
  const lacks = [
    ["a reason", (clauses.reason ?? "") !== ""],
    ["a ticket", (clauses.ticket ?? "") !== ""],
    ["a requester", written.has("requested-by")],
    ["an approver", written.has("approved-by")],
    ["an expiry", written.has("expires")],
  ] as const;
  const missing = lacks.filter(([, isThere]) => !isThere).map(([what]) => what);
  const id = node.id.text;
  if (missing.length > 0) {
    return error("E6003", node.id.span, `waiver \`${id}\` is not complete: ${list(missing)} is missing`, {
      notes: ["a waiver without an end, a reason and the people behind it cannot be answered for"],
      help: ["say `reason`, `ticket`, `requested by`, `approved by … on …` and `expires`"],
    });
  }
  if (written.has("waive-subject")) return undefined;
  return error("E6007", node.id.span, `waiver \`${id}\` does not say for which image it is`, {
    help: ['add `subject is "sha256:…"`, or, where the control allows it, `subject under "registry.example/team"`'],
  });
}

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
