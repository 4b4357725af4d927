/** Laws of fixes: they end, keep every comment, and change no meaning hash unless the page of the rule says so. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/index.ts";
import { SourceFile, type Diagnostic } from "../../src/diagnostics/index.ts";
import { meaningHashes } from "../../src/language/index.ts";
import { applyFixes, lint, rules } from "../../src/lint/index.ts";
import { checkedPolicy, compilePolicy } from "../support/compile-policy.ts";
import { checkProperty, fc } from "../support/property.ts";
import { hasher, NOW } from "./lint-text.ts";

const tests = suite("lint fixes");
const changesHash = new Set<string>(rules.flatMap(({ code, fixChangesHash }) => (fixChangesHash === true ? [code] : [])));

function findings(text: string): readonly Diagnostic[] {
  return lint({ policy: checkedPolicy(text), now: NOW, settings: { levels: {}, exceptions: [] } }, hasher);
}

function fixAll(text: string, keep: (code: string) => boolean): { readonly text: string; readonly rounds: number } {
  let current = text;
  for (let rounds = 0; rounds < 20; rounds++) {
    const { text: next, applied } = applyFixes(
      "main.policy",
      current,
      findings(current).filter(({ code }) => keep(code)),
    );
    if (applied.length === 0) return { text: current, rounds };
    current = next;
  }
  throw new Error("the fixes do not end");
}

const comments = (text: string) =>
  parse(new SourceFile("main.policy", text)).tokens.flatMap(({ kind, text: own }) => (kind === "comment" ? [own] : []));
const meaningOf = (text: string) => meaningHashes(checkedPolicy(text), hasher).policy();

// ------------------------------------------------------------------------------- policies with leftovers of every kind

/** Pieces that nothing needs; the number keeps their names apart. */
const leftovers: readonly ((n: number) => string)[] = [
  (n) => `use spare-${n} from "std/sbom@1"`,
  (n) => `use spare-${n} from "std/slsa@1" // behind`,
  (n) => `// before\nuse spare-${n}\n  // inside\n  from "std/slsa@1"`,
  (n) => `enum spare-${n} = one of a${n}, b${n}`,
  (n) => `record spare-${n} {\n  width-${n}: Int\n}`,
  (n) => `record spare-${n} {\n  // inside\n  width-${n}: Int\n}`,
  (n) => `param spare-${n}: Int = ${n + 1}, at least 1`,
  (n) => `trust spare-${n} {\n  key "keys/spare-${n}.pub"\n}`,
];
const clauses: readonly ((n: number) => string)[] = [
  (n) => `  define spare-${n} = c.passed // why`,
  (n) => `  define spare-${n} = c.passed\n  define spare-again-${n} = spare-${n}`,
  (n) => `  require r${n}: c.passed is true\n    else "x"`,
  (n) => `  require r${n}: (c.passed // why\n    is false) or not (c.passed is not true) // and here\n    else "x"`,
  (n) => `  require r${n}: c.passed or c.size > ${n}\n    else "{c.size}"`,
];

const policies = fc
  .tuple(fc.array(fc.nat(leftovers.length - 1), { maxLength: 5 }), fc.array(fc.nat(clauses.length - 1), { maxLength: 4 }))
  .map(([items, body]) =>
    [
      "policy generated version 1",
      ...items.map((which, n) => leftovers[which]?.(n) ?? ""),
      'predicate c "https://acme.example/c/v1" {\n  passed: Bool\n  size: Int\n}',
      'trust t {\n  key "keys/t.pub" // ours\n}',
      ['control C-01 "A" {', "  evidence c: c signed by t", ...body.map((which, n) => clauses[which]?.(n) ?? ""), "}"].join("\n"),
      "gate prod {\n  enforce C-01\n}\n",
    ].join("\n\n"),
  );

tests("end, keep every comment in order, leave a policy that compiles", () => {
  checkProperty(
    fc.property(policies, (text) => {
      const fixed = fixAll(text, () => true);
      assert.equal(comments(fixed.text), comments(text));
      assert.is(fixAll(fixed.text, () => true).rounds, 0);
      assert.ok(compilePolicy(fixed.text).policy);
    }),
  );
});

tests("change no meaning hash, those aside whose page says so", () => {
  checkProperty(
    fc.property(policies, (text) => assert.is(meaningOf(fixAll(text, (code) => !changesHash.has(code)).text), meaningOf(text))),
  );
});

tests("say what a rule with a fix found no more", () => {
  const text =
    'policy p version 1\nuse sbom from "std/sbom@1"\npredicate c "https://acme.example/c/v1" {\n  passed: Bool\n}\ntrust t {\n  key "keys/t.pub"\n}\n' +
    'control C-01 "A" {\n  evidence c: c signed by t\n  define spare = c.passed\n  require c.passed is false\n    else "x"\n}\ngate prod {\n  enforce C-01\n}\n';
  const fixed = fixAll(text, () => true).text;
  assert.not.match(fixed, /sbom|spare|is false/u);
  assert.match(fixed, /\n {2}require not c\.passed\n/u);
  assert.not.ok(findings(fixed).some(({ code }) => code === "L103" || code === "L106"));
});

tests("the shipped policies have nothing that could be fixed", () => {
  const text = readFileSync(new URL("../../policies/quickstart/quickstart.policy", import.meta.url), "utf8");
  assert.is(fixAll(text, () => true).rounds, 0);
});

tests("an edit of another file is no edit of this one", () => {
  const span = { file: "other.policy", start: 0, end: 1 };
  const [sample] = findings(
    'policy p version 1\npredicate c "https://acme.example/c/v1" {\n  passed: Bool\n}\ntrust t {\n  key "keys/t.pub"\n}\ncontrol C-01 "A" {\n  evidence c: c signed by t\n  require c.passed is true\n    else "x"\n}\n',
  );
  assert.ok(sample);
  const fixes = [{ title: "elsewhere", safe: true, edits: [{ span, text: "" }] }];
  assert.equal(applyFixes("main.policy", "abc", [{ ...sample, fixes }]), { text: "abc", applied: [] });
});

tests("a fix that touches an earlier one waits, and one that asks is not applied", () => {
  const [sample] = findings(
    'policy p version 1\nparam spare: Int = 1\ntrust t {\n  key "keys/t.pub"\n}\ncontrol C-01 "A" {\n  evidence c: c signed by t\n}\npredicate c "https://acme.example/c/v1" {\n  passed: Bool\n}\n',
  );
  assert.ok(sample);
  const at = (start: number, end: number) => ({ file: "main.policy", start, end });
  const fix = (title: string, start: number, end: number, safe: boolean) => ({
    title,
    safe,
    edits: [{ span: at(start, end), text: title }],
  });
  const fixes = [fix("a", 0, 1, true), fix("b", 1, 2, true), fix("c", 3, 4, true), fix("d", 5, 6, false)];
  assert.equal(applyFixes("main.policy", "0123456", [{ ...sample, fixes }]), { text: "a12c456", applied: ["a", "c"] });
});

tests.run();
