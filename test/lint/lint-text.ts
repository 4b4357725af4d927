/** A policy text as a rule sees it. What this version does not evaluate yet is blanked for the checker, and stays for the rule. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/index.ts";
import { parseInstant, type Hasher } from "../../src/base/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { meaningHashes, type CheckedPolicy } from "../../src/language/index.ts";
import type { Finding, LintInput, Rule } from "../../src/lint/rule.ts";
import { compilePolicy, said, type PolicyFolder } from "../support/compile-policy.ts";
import { wholeExample } from "../support/page-example.ts";

export const hasher: Hasher = {
  digest: (algorithm, parts) => {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
};

const now = parseInstant("2026-11-25T12:00:00Z");
if (!now.ok) throw new Error(now.error);
export const NOW = now.value;

function checked(text: string, folder: PolicyFolder): CheckedPolicy {
  const compiled = compilePolicy(text, folder);
  if (compiled.policy) return compiled.policy;
  const later = compiled.diagnostics.filter(({ code }) => code === "E9001");
  if (later.length === 0) throw new Error(`does not compile:\n${said(compiled).join("\n")}`);
  const blanked = later.reduce(
    (all, { span }) => all.slice(0, span.start) + all.slice(span.start, span.end).replaceAll(/[^\n]/gu, " ") + all.slice(span.end),
    text,
  );
  return checked(blanked, folder);
}

export function lintInput(example: string, parts: Pick<LintInput, "locked"> & PolicyFolder = {}): LintInput {
  const text = wholeExample(example);
  const source = new SourceFile(parts.mainPath ?? "main.policy", text);
  const { file, tokens } = parse(source);
  const policy = checked(text, parts);
  const meaning = meaningHashes(policy, hasher).policy();
  return { policy, file, source, tokens, now: NOW, meaning, ...(parts.locked && { locked: parts.locked }) };
}

/** `«text under the carets» message`. */
export function shown({ source }: LintInput, { span, message }: Finding): string {
  assert.is(span.file, source.path);
  return `«${source.text.slice(span.start, span.end).replaceAll(/\s+/gu, " ")}» ${message}`;
}

export interface LintCase {
  readonly name: string;
  readonly policy: string;
  /** The text under the carets of each finding. */
  readonly at: readonly string[] | "one";
  readonly folder?: PolicyFolder;
}

const PAGE = /^# (L\d{3}): .+\n\n## Wrong\n\n```policy\n([^]+?)```\n\n## Right\n\n```policy\n([^]+?)```\n\n## Why\n\n([^]+)$/u;

/** What the page of a rule shows: one finding, and none. `title` and `why` are for the test of pages. */
export function pageOf(code: string): { readonly title: string; readonly wrong: string; readonly right: string; readonly why: string } {
  const page = readFileSync(new URL(`../../docs/lint/${code}.md`, import.meta.url), "utf8");
  const [, , wrong = "", right = "", why = ""] = PAGE.exec(page) ?? [];
  return { title: page.split("\n", 1)[0] ?? "", wrong, right, why };
}

export function pageCases(code: string): readonly LintCase[] {
  const { wrong, right } = pageOf(code);
  return [
    { name: "the page: wrong", policy: wrong, at: "one" },
    { name: "the page: right", policy: right, at: [] },
  ];
}

/** One suite for one rule. */
export function testRule(rule: Rule, cases: readonly LintCase[]): void {
  const tests = suite(`${rule.code} ${rule.name}`);
  for (const { name, policy, at, folder } of cases) {
    tests(name, () => {
      const input = lintInput(policy, folder);
      const found = rule.check(input).map((finding) => /^«([^]*)» /u.exec(shown(input, finding))?.[1]);
      if (at === "one") assert.is(found.length, 1, found.join("\n"));
      else assert.equal(found, at);
    });
  }
  tests("there is a case with a finding and one without", () => {
    assert.ok(cases.some(({ at }) => at.length > 0) && cases.some(({ at }) => at.length === 0));
  });
  tests.run();
}
